package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"rollcall/contact"
)

func TestSuperseded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	silent := outcome(5, "b", contact.Unknown)
	failed := outcome(1, "a", contact.Failed)
	failed.Message = "503 Service Unavailable"
	write(t, dir, csvStart("ID", "V"), readRows(1, 9), sendUpdates(update(8, "b")),
		settle(failed, outcome(2, "b", contact.Updated), outcome(4, "A", contact.Updated), silent, outcome(3, "a", contact.Invalid),
			outcome(6, "", contact.Invalid), outcome(7, "", contact.Updated), outcome(9, "b", contact.Mismatch)))
	s := render(t, dir)
	equal(t, "messages", table(t, dir, reconciliationName, "row", "message"), [][]string{
		{"1", "503 Service Unavailable; superseded by row 4"},
		{"2", ""},
		{"3", "superseded by row 4"},
		{"4", ""},
		{"5", "superseded by row 9"},
		{"6", ""},
		{"7", ""},
		{"8", messageUnanswered + "; superseded by row 9"},
		{"9", ""},
	})
	equal(t, "rejects", table(t, dir, rejectsCSV, "rollcall_row", "rollcall_message")[0], []string{"1", "503 Service Unavailable; superseded by row 4"})
	for _, p := range s.Problems {
		if strings.Contains(p.Message, "superseded") {
			t.Errorf("the row number splits the group %q", p.Message)
		}
	}
}

// TestSupersededInStretches compares with a plain search, for stretches of
// different lengths and outcomes in any order.
func TestSupersededInStretches(t *testing.T) {
	t.Parallel()
	const rows, contacts = 400, 30
	random := rand.New(rand.NewPCG(1, 2))
	outcomes := make([]contact.Outcome, rows)
	for i := range outcomes {
		status := contact.Statuses()[random.IntN(15)]
		outcomes[i] = outcome(i+1, fmt.Sprint(random.IntN(contacts)), status)
	}
	shuffled := append([]contact.Outcome(nil), outcomes...)
	random.Shuffle(rows, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	dir := t.TempDir()
	write(t, dir, csvStart("ID", "V"), readRows(1, rows), settle(shuffled...))
	text := []byte(read(t, dir, journalName))
	x, err := indexJournal(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	for _, held := range []int{1, 2, 7, 50, rows} {
		s := superseded{index: x, at: bytes.NewReader(text), held: held}
		for i := range outcomes {
			got, err := s.by(i + 1)
			if err != nil {
				t.Fatal(err)
			}
			if want := laterAccepted(outcomes, i); got != want {
				t.Errorf("stretches of %d: row %d is superseded by row %d, want %d", held, i+1, got, want)
			}
		}
	}
}

// laterAccepted returns the number of the row that supersedes outcomes[i], or 0.
func laterAccepted(outcomes []contact.Outcome, i int) int {
	if !rejected(outcomes[i].Status) {
		return 0
	}
	for _, o := range outcomes[i+1:] {
		if o.Contact == outcomes[i].Contact && o.Status.Accepted() {
			return o.Row.Number
		}
	}
	return 0
}
