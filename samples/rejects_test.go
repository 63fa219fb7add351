package samples_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/samples"
)

// TestRejects feeds the rejects back as they are: nothing was corrected, so
// nothing may end otherwise.
func TestRejects(t *testing.T) {
	t.Parallel()
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, name)
			first := s.do("run", s.input(), "first")
			second := s.do("run", s.rejects(first), "second")
			third := s.do("run", s.rejects(second), "third")
			if diff := cmp.Diff(bad(t, first), all(t, second)); diff != "" {
				t.Errorf("rejects that were fed back end otherwise (-first +second round):\n%s", diff)
			}
			if diff := cmp.Diff(all(t, second), all(t, third)); diff != "" {
				t.Errorf("rejects of rejects end otherwise (-second +third round):\n%s", diff)
			}
			if diff := cmp.Diff(s.columns(first), s.columns(second)); diff != "" {
				t.Errorf("the columns of the rejects change when they are fed back (-first +second round):\n%s", diff)
			}
		})
	}
}

func (s *stage) rejects(dir string) string {
	return filepath.Join(dir, "rejects"+filepath.Ext(samples.Input(s.name)))
}

// bad returns the outcomes of the rows that did not end well.
func bad(t *testing.T, dir string) []string {
	t.Helper()
	var bad []string
	for _, outcome := range all(t, dir) {
		if !strings.HasPrefix(outcome, "updated") && !strings.HasPrefix(outcome, "skipped") {
			bad = append(bad, outcome)
		}
	}
	return bad
}

func all(t *testing.T, dir string) []string {
	t.Helper()
	return openTable(t, filepath.Join(dir, "reconciliation.csv")).pick(t, "outcome", "http_status", "code")
}

// columns returns the names in the rejects: the header, or the keys that rollcall
// added to each line, in their order.
func (s *stage) columns(dir string) []string {
	s.t.Helper()
	if strings.HasSuffix(s.rejects(dir), ".csv") {
		return openTable(s.t, s.rejects(dir)).header
	}
	text, err := os.ReadFile(s.rejects(dir))
	if err != nil {
		s.t.Fatal(err)
	}
	var keys []string
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		keys = append(keys, added(s.t, lines.Bytes())...)
	}
	return keys
}

func added(t *testing.T, line []byte) (keys []string) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(line))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		if name := key.(string); strings.HasPrefix(name, "rollcall_") {
			keys = append(keys, name)
		}
	}
	return keys
}
