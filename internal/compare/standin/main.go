// Command standin answers as the platforms of the comparison would, as lightly as
// that can be done, so that the client is what is measured. On its standard
// output it first writes its address. Each line on its standard input is then
// answered by a tally, as JSON, of what came since the one before; the end of
// the input ends it.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// A config says how to answer.
type config struct {
	latency   time.Duration // of each answer
	every     int           // each so many answers is a fault; 0 for none
	fault     int           // its status
	record    string        // the file that takes the requests; empty for none
	cert, key string        // PEM files; with them it speaks TLS
	http2     bool          // over TLS: HTTP/2 alone, else HTTP/1.1 alone
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "standin:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	var cfg config
	fs := flag.NewFlagSet("standin", flag.ContinueOnError)
	fs.DurationVar(&cfg.latency, "latency", 0, "time before each answer")
	fs.IntVar(&cfg.every, "every", 0, "each `N`th answer is a fault")
	fs.IntVar(&cfg.fault, "fault", 500, "the `status` of a fault")
	fs.StringVar(&cfg.record, "record", "", "write the requests to this `file`")
	fs.StringVar(&cfg.cert, "cert", "", "speak TLS with this certificate (PEM `file`)")
	fs.StringVar(&cfg.key, "key", "", "its key (PEM `file`)")
	fs.BoolVar(&cfg.http2, "http2", false, "speak HTTP/2 over TLS")
	if err := fs.Parse(args); err != nil {
		return err
	}
	s := &server{config: cfg}
	if err := s.open(); err != nil {
		return err
	}
	return errors.Join(s.answer(in, out), s.close())
}

// answer listens until in ends.
func (s *server) answer(in io.Reader, out io.Writer) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer l.Close()
	serve, scheme := s.serve, "http"
	if s.cert != "" {
		serve, scheme = s.serveTLS, "https"
	}
	go serve(l)
	fmt.Fprintf(out, "%s://%s\n", scheme, l.Addr())
	for lines := bufio.NewScanner(in); lines.Scan(); {
		if err := json.NewEncoder(out).Encode(s.tally.take()); err != nil {
			return err
		}
	}
	return nil
}
