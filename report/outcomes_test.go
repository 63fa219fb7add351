package report

import (
	"fmt"
	"testing"

	"rollcall/contact"
)

// TestOutcomes compares what is told of each row with what the reconciliation
// lists of it.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, csvStart("ID", "V"), readRows(1, 6),
		settle(outcome(3, "c", contact.Rejected), outcome(1, "a", contact.Updated)),
		sendUpdates(update(2, "b"), update(5, "e")),
		settle(open(outcome(4, "d", contact.Deferred)), outcome(5, "e", contact.Verified)))
	past, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for o, err := range past.Outcomes() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, []string{itoa(o.Row.Number), o.Contact, o.Status.String()})
	}
	render(t, dir)
	want := table(t, dir, reconciliationName, "row", "contact", "outcome")
	equal(t, "outcomes", got, want)
	equal(t, "the row that was sent last and never answered", got[1], []string{"2", "b", "unknown"})
}

func TestOutcomes_noMore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, csvStart("ID", "V"), readRows(1, 3), settle(outcome(1, "a", contact.Updated), outcome(2, "b", contact.Updated)), end(Stopped, 3))
	past, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for o, err := range past.Outcomes() {
		rows = append(rows, fmt.Sprint(o.Row.Number, err))
		if len(rows) == 2 {
			break
		}
	}
	equal(t, "rows", rows, []string{"1 <nil>", "2 <nil>"})
}

func TestOutcomes_gone(t *testing.T) {
	t.Parallel()
	past := &Past{dir: t.TempDir()}
	n := 0
	for _, err := range past.Outcomes() {
		if n++; err == nil {
			t.Error("a journal that is gone tells of a row")
		}
	}
	equal(t, "errors", n, 1)
}
