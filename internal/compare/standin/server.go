package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// A server answers updates of every platform of the comparison.
type server struct {
	config
	tally tally

	mu   sync.Mutex
	file *os.File // of the requests
	log  *bufio.Writer
}

func (s *server) open() (err error) {
	if s.record == "" {
		return nil
	}
	s.file, err = os.Create(s.record)
	s.log = bufio.NewWriterSize(s.file, 1<<16)
	return err
}

func (s *server) close() error {
	if s.record == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.log.Flush(), s.file.Close())
}

// note writes the line of a request down.
func (s *server) note(line []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log.Write(line)
}

func (s *server) serve(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		s.tally.connections.Add(1)
		go s.converse(c)
	}
}

// converse answers the requests of one connection until the client leaves it.
func (s *server) converse(conn net.Conn) {
	defer conn.Close()
	c := wire{in: bufio.NewReaderSize(conn, 1<<14)}
	for {
		err := c.read(s.record != "")
		if err != nil {
			return // the client has left, or speaks what this server does not
		}
		if s.record != "" {
			s.note(c.line)
		}
		if _, err := conn.Write(s.reply(c.line).wire); err != nil || c.last {
			return
		}
	}
}

// reply returns the answer to a request, of which the line begins with method
// and path, once it is due.
func (s *server) reply(line []byte) answer {
	if bytes.HasPrefix(line, []byte("GET\t")) {
		return probed
	}
	n := s.tally.count()
	if s.latency > 0 {
		time.Sleep(s.latency)
	}
	switch {
	case s.every > 0 && n%int64(s.every) == 0:
		return refused(s.fault)
	case bytes.Contains(line, []byte("\t/v3/contact/")):
		return telecmi
	}
	return cellcast
}

// An answer is written as it is.
type answer struct {
	status int
	body   []byte
	wire   []byte // all of it, for HTTP/1.1
}

var (
	cellcast = makeAnswer(http.StatusOK, `{"message":"success update contact"}`)
	telecmi  = makeAnswer(http.StatusOK, `{"code":200,"msg":"Contacts updated successfully"}`)
	probed   = makeAnswer(http.StatusOK, `{"code":200,"message":"success","data":[]}`)
	broken   = makeAnswer(http.StatusInternalServerError, `{"message":"Internal Server Error"}`)
	clash    = makeAnswer(http.StatusConflict, `{"message":"contact already exists"}`)
)

func makeAnswer(status int, body string) answer {
	wire := fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		status, http.StatusText(status), len(body), body)
	return answer{status, []byte(body), []byte(wire)}
}

func refused(status int) answer {
	if status == http.StatusConflict {
		return clash
	}
	return broken
}
