//go:build unix

package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/report"
)

func hooked(t *testing.T, ctx context.Context, command string, limit time.Duration) (said string, err error) {
	t.Helper()
	var stderr bytes.Buffer
	a := newApp(World{Stderr: &stderr})
	err = a.onFinish(ctx, command, limit, ended(codeStopped, &report.Summary{State: report.Stopped}), []string{"PATH=/usr/bin:/bin", "ROLLCALL_STATE=stopped"})
	return stderr.String(), err
}

func TestOnFinish(t *testing.T) {
	t.Parallel()
	said, err := hooked(t, t.Context(), `grep '"state"'; echo "$ROLLCALL_STATE" >&2`, time.Minute)
	if want := "  \"state\": \"stopped\",\nstopped\n"; err != nil || said != want {
		t.Errorf("the command says %q (%v), want %q", said, err, want)
	}
	if said, err := hooked(t, t.Context(), "exit 0 # reads nothing", time.Minute); err != nil || said != "" {
		t.Errorf("a command that does not read the summary: %q, %v", said, err)
	}
	if _, err := hooked(t, t.Context(), "exit 3", time.Minute); err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("a command that ends with 3: %v", err)
	}
}

// A command that does not come to its end is ended, with all that it started.
func TestOnFinish_tooLong(t *testing.T) {
	t.Parallel()
	_, err := hooked(t, t.Context(), "cat >/dev/null; sleep 600 | sleep 600", time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "did not end within 1ms") {
		t.Errorf("a command without end: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := hooked(t, ctx, "sleep 600", time.Minute); err == nil {
		t.Error("a command was waited for though the program was told to end")
	}
}

func TestHookEnv(t *testing.T) {
	t.Parallel()
	a := newApp(World{Stderr: &bytes.Buffer{}})
	a.redactor.add("s3cret-token")
	c := ended(codeRows, &report.Summary{State: report.Finished})
	c.dir = "contacts.rollcall"
	got := a.hookEnv([]string{
		"HOME=/root", "AELYST_TOKEN=an older one", "COPY=s3cret-token", "URL=https://example.com/?key=s3cret-token", "EMPTY=", "ROLLCALL=yes",
	}, "AELYST_TOKEN", c)
	dir, err := filepath.Abs("contacts.rollcall")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"HOME=/root", "EMPTY=", "ROLLCALL=yes", "ROLLCALL_DIR=" + dir, "ROLLCALL_STATE=finished", "ROLLCALL_EXIT_CODE=1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the environment of the command (-want +got):\n%s", diff)
	}
}
