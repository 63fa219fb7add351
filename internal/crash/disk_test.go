//go:build unix

package crash

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"rollcall/internal/sandbox"
)

func TestDisk_full(t *testing.T) {
	t.Parallel()
	const rows = 400
	p := newTap(t, calmly)
	dir, args := sheet(t, aelyst, rows)
	args = append(args, "--base-url", p.url())

	shift := p.open(moment{when: never})
	end := confined(t, "ulimit -f 16", args...).wait()
	shift.close()
	if end.code != 3 || !strings.Contains(end.stderr, "file too large") || !strings.Contains(end.stderr, "--resume") {
		t.Fatalf("no room for the journal: exit code %d, want 3; it says: %s", end.code, end.stderr)
	}
	if len(p.rows) == 0 || len(p.rows) > rows/2 {
		t.Fatalf("%d of %d rows were sent, though the journal could hold few of them", len(p.rows), rows)
	}

	if end := call(t, "report", dir, "-q"); end.code != 0 {
		t.Fatalf("what was settled cannot be read: %d, %s", end.code, end.stderr)
	}
	settled := 0
	for i, l := range read(t, dir).lines {
		switch {
		case l.Outcome == "updated":
			settled++
		case p.rows[i+1] && l.Outcome != "unknown":
			t.Errorf("row %d was sent and is %s", i+1, l.Outcome)
		}
	}
	if settled == 0 {
		t.Error("nothing that was settled is left")
	}

	shift = p.open(moment{when: never})
	end = call(t, append(args, "--resume")...)
	shift.close()
	finished(t, end, dir, rows).only(t, "updated")
	if most := aelyst.atOnce(); p.again > most {
		t.Errorf("%d rows were sent again, %d at most were open", p.again, most)
	}
	if n := p.sandbox.Stats(); n.Contacts != rows {
		t.Errorf("the provider knows %d contacts of %d", n.Contacts, rows)
	}
}

func TestDisk_noRoomForStandardOutput(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	server := httptest.NewServer(sandbox.New(calmly))
	t.Cleanup(server.Close)
	dir, args := sheet(t, aelyst, 5)
	end := invoke(t, strings.NewReader(""), full, append(args, "--base-url", server.URL, "--json")...)
	if end.code != 3 || !strings.Contains(end.stderr, "standard output") {
		t.Errorf("the summary could not be printed: exit code %d, want 3; it says: %s", end.code, end.stderr)
	}
	r := read(t, dir)
	r.only(t, "updated")
	if r.summary.State != "finished" {
		t.Errorf("the run itself is %s, want finished", r.summary.State)
	}
}
