package report

import (
	"fmt"
	"testing"
	"time"
)

func noted(at, length time.Duration, why string) session {
	return func(j *Journal) error { return j.Note(Note{At: noon.Add(at), For: length, Why: why}) }
}

func TestNotes(t *testing.T) {
	t.Parallel()
	type wait struct {
		Why            string
		Count          int
		Total, Longest time.Duration
	}
	const s = time.Second
	tests := map[string]struct {
		sessions [][]session
		want     []wait
		spans    []Span
	}{
		"none": {[][]session{{end(Finished, 0)}}, nil, nil},
		"each reason": {
			[][]session{{noted(1*s, 2*s, "a"), noted(5*s, 3*s, "b"), noted(9*s, 1*s, "a"), end(Finished, 0)}},
			[]wait{{"a", 2, 3 * s, 2 * s}, {"b", 1, 3 * s, 3 * s}},
			[]Span{{noon.Add(1 * s), noon.Add(3 * s), 2 * s}, {noon.Add(5 * s), noon.Add(8 * s), 3 * s}, {noon.Add(9 * s), noon.Add(10 * s), s}},
		},
		"a longer one": {
			[][]session{{noted(1*s, 4*s, "a"), noted(2*s, 5*s, "a"), noted(3*s, 1*s, "a"), end(Finished, 0)}},
			[]wait{{"a", 3, 6 * s, 5 * s}},
			[]Span{{noon.Add(1 * s), noon.Add(5 * s), 4 * s}, {noon.Add(5 * s), noon.Add(7 * s), 2 * s}},
		},
		"cut by the end of the session": {
			[][]session{{noted(50*s, 60*s, "a"), end(Interrupted, 130)}, {noted(65*s, 1*s, "a")}},
			[]wait{{"a", 2, 11 * s, 10 * s}},
			[]Span{{noon.Add(50 * s), noon.Add(60 * s), 10 * s}, {noon.Add(65 * s), noon.Add(66 * s), s}},
		},
		"a longer one before that": {
			[][]session{{noted(1*s, 20*s, "a"), noted(55*s, 60*s, "a"), noted(56*s, 90*s, "a"), end(Interrupted, 130)}},
			[]wait{{"a", 3, 25 * s, 20 * s}},
			[]Span{{noon.Add(1 * s), noon.Add(21 * s), 20 * s}, {noon.Add(55 * s), noon.Add(60 * s), 5 * s}, {noon.Add(115 * s), noon.Add(146 * s), 31 * s}},
		},
		"of no length": {[][]session{{noted(s, 0, "a"), noted(s, -s, "a"), end(Finished, 0)}}, []wait{{"a", 2, 0, 0}}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for i, steps := range test.sessions {
				start := csvStart("ID")
				start.StartedAt = noon.Add(time.Duration(i) * 62 * s)
				write(t, dir, start, steps...)
			}
			past, err := Load(dir)
			if err != nil {
				t.Fatal(err)
			}
			var got []wait
			for _, w := range past.Waits() {
				got = append(got, wait{w.Why, w.Count, w.Total, w.Longest})
			}
			equal(t, "waits", got, test.want)
			equal(t, "spans", past.Spans(), test.spans)
			equal(t, "sessions", len(past.Starts()), len(test.sessions))
		})
	}
}

// TestNotes_many holds little of a night of pauses, and loses none of it.
func TestNotes_many(t *testing.T) {
	t.Parallel()
	var w waits
	const n = 100_000
	for i := range n {
		w.add(Note{At: noon.Add(time.Duration(i) * time.Second), For: 100 * time.Millisecond, Why: fmt.Sprint("reason ", i%50)})
	}
	if len(w.spans) >= spansHeld || len(w.reasons) > reasonsListed+1 {
		t.Errorf("%d spans and %d reasons are held", len(w.spans), len(w.reasons))
	}
	held, count := time.Duration(0), 0
	for i, s := range w.spans {
		held += s.Held
		if s.Held > s.To.Sub(s.From) || i > 0 && s.From.Before(w.spans[i-1].To) {
			t.Fatalf("span %d: %+v", i, s)
		}
	}
	for _, r := range w.reasons {
		count += r.Count
	}
	if want := n * 100 * time.Millisecond; held != want || count != n {
		t.Errorf("%d pauses of %s in all are held, want %d of %s", count, held, n, want)
	}
}

// TestNotes_betweenRows makes sure that notes are nothing to the other files.
func TestNotes_betweenRows(t *testing.T) {
	t.Parallel()
	with, without := t.TempDir(), t.TempDir()
	rows := settle(outcome(1, "a", 1), outcome(2, "b", 7))
	note := noted(time.Second, time.Minute, "as the provider asked")
	write(t, without, csvStart("ID", "V"), readRows(1, 3), rows, end(Stopped, 3))
	write(t, with, csvStart("ID", "V"), note, readRows(1, 3), note, rows, note, end(Stopped, 3))
	render(t, with)
	render(t, without)
	for _, name := range []string{reconciliationName, rejectsCSV} {
		equal(t, name, read(t, with, name), read(t, without, name))
	}
}
