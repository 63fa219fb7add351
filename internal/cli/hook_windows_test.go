package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"rollcall/report"
)

// TestOnFinish_cmd: the line goes to cmd as it stands, quotes and all.
func TestOnFinish_cmd(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	a := newApp(World{Stderr: &stderr})
	end := ended(codeStopped, &report.Summary{State: report.Stopped})
	env := append(os.Environ(), "ROLLCALL_STATE=stopped")
	err := a.onFinish(t.Context(), `echo "it is %ROLLCALL_STATE%" 1>&2& exit 3`, time.Minute, end, env)
	if err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("a command that ends with 3: %v", err)
	}
	if said := strings.TrimSpace(stderr.String()); said != `"it is stopped"` {
		t.Errorf("the command says %q, want the state in quotes", said)
	}
}
