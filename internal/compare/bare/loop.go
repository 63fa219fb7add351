package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"

	"golang.org/x/sync/errgroup"

	"rollcall/internal/compare/workload"
)

// newTransport returns a transport that keeps a connection for each worker, and
// speaks HTTP/2 where the server does. An authority's file is trusted.
func newTransport(workers int, authority []string) (*http.Transport, error) {
	t := &http.Transport{
		MaxIdleConns: workers, MaxIdleConnsPerHost: workers, MaxConnsPerHost: workers,
		WriteBufferSize: 16 << 10, ReadBufferSize: 16 << 10, ForceAttemptHTTP2: true,
	}
	if len(authority) == 0 {
		return t, nil
	}
	pem, err := os.ReadFile(authority[0])
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", authority[0])
	}
	t.TLSClientConfig = &tls.Config{RootCAs: pool}
	return t, nil
}

// loop sends the requests of a file by so many workers.
func loop(transport *http.Transport, url string, workers int, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	list := &list{in: bufio.NewReaderSize(f, 1<<20)}
	client := &http.Client{Transport: transport}
	var group errgroup.Group
	for range workers {
		group.Go(func() error { return work(client, url, list) })
	}
	return group.Wait()
}

var header = http.Header{
	"Accept":        {"application/json"},
	"Content-Type":  {"application/json"},
	"Authorization": {"Bearer " + workload.Token},
}

func work(client *http.Client, url string, list *list) error {
	for {
		line, err := list.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := send(client, url, line); err != nil {
			return err
		}
	}
}

func send(client *http.Client, url string, line []byte) error {
	r, err := workload.ParseRequest(line)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(string(r.Method), url+string(r.Path), bytes.NewReader(r.Body))
	if err != nil {
		return err
	}
	req.Header = header
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s was answered by %s", r.Method, r.Path, resp.Status)
	}
	return nil
}

// A list hands requests out to many goroutines.
type list struct {
	mu sync.Mutex
	in *bufio.Reader
}

func (l *list) next() (line []byte, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if line, err = l.in.ReadBytes('\n'); len(line) > 0 && err == io.EOF {
		err = nil // a line that was cut shows when it is taken apart
	}
	return line, err
}
