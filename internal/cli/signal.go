package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// signals lets the first SIGINT, SIGTERM or SIGHUP stop the session, and the
// second cut it, until the returned function is called. A third one ends the
// process as usual.
func (s *session) signals(ctx context.Context) (release func()) {
	stop, first := context.WithCancel(ctx)
	cut, second := context.WithCancel(context.WithoutCancel(ctx))
	s.stop, s.cut = stop, cut
	caught := make(chan os.Signal, 2)
	signal.Notify(caught, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // as nohup has it
		signal.Notify(caught, syscall.SIGHUP)
	}
	done := make(chan struct{})
	go func() {
		defer signal.Stop(caught)
		for n, act := range []func(){first, second} {
			select {
			case <-done:
				return
			case <-caught:
				if n == 0 {
					s.log.Warn("interrupted: no new request starts, those in flight end; once more to cut them off")
				}
				act()
			}
		}
	}()
	return func() { close(done); first(); second() }
}
