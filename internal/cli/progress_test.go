package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/providers"
	"rollcall/source"
)

// A forgetful recorder keeps nothing.
type forgetful struct{}

func (forgetful) Sending([]contact.Update) error  { return nil }
func (forgetful) Settled([]contact.Outcome) error { return nil }
func (forgetful) Flush() error                    { return nil }

// TestProgress_log: where there is no terminal, the first line already tells the
// speed and the time that is left.
func TestProgress_log(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(file, []byte("id\n"+strings.Repeat("1\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		src, err := source.Open(source.Config{Path: file})
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		var log bytes.Buffer
		s := &session{
			app: newApp(World{Stdout: io.Discard, Stderr: &log, Getenv: noEnv}),
			job: &job{src: src, spec: &providers.Spec{}}, stop: t.Context(),
			runner: batch.New(batch.Config{Recorder: forgetful{}, Concurrency: 1, Batch: 1}),
		}
		s.job.flags.limit = 100
		finish := s.progress()
		if err := s.runner.Settle(slices.Repeat([]contact.Outcome{{Status: contact.Updated}}, 50)...); err != nil {
			t.Fatal(err)
		}
		time.Sleep(lineEvery)
		synctest.Wait()
		finish()
		if want := "50%: 50 of 100 rows, 5.0/s, 10 s left"; !strings.Contains(log.String(), want) {
			t.Errorf("after ten seconds the log says %q, want %q", log.String(), want)
		}
	})
}
