package sandbox

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Listen serves a new Server; see [Server.Listen].
func Listen(ctx context.Context, addr string, cfg Config) (url string, stop func(), err error) {
	if err := cfg.Check(); err != nil {
		return "", nil, err
	}
	return New(cfg).Listen(ctx, addr)
}

// Listen serves at a loopback address such as 127.0.0.1:8080, or :0 for any
// free port, until the context ends or stop is called. It returns the address
// to send to. Stop cuts what is in flight and returns when the port is free.
func (s *Server) Listen(ctx context.Context, addr string) (url string, stop func(), err error) {
	addr, err = loopback(addr)
	if err != nil {
		return "", nil, err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return "", nil, fmt.Errorf("listen: %w", err)
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l)
	}()
	end := sync.OnceFunc(func() {
		_ = server.Close()
		<-done
	})
	forget := context.AfterFunc(ctx, end)
	return "http://" + l.Addr().String(), func() { forget(); end() }, nil
}

// loopback returns the address with its host as a loopback IP address.
func loopback(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("listen on %.60q: use HOST:PORT", addr)
	}
	if host == "" || host == "localhost" {
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return "", fmt.Errorf("listen on %.60q: the sandbox serves loopback addresses only, such as 127.0.0.1:%s", addr, port)
	}
	return net.JoinHostPort(host, port), nil
}
