package page

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/contact"
	"rollcall/report"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func answered(at time.Time, status contact.Status) *contact.Outcome {
	return &contact.Outcome{Status: status, HTTPStatus: 200, Attempts: 1, SentAt: at, Duration: 40 * time.Millisecond}
}

// TestCourse keeps every row whatever the times, in little memory.
func TestCourse(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 1))
		var c course
		starts := []time.Time{noon}
		at, rows := noon, 1+random.IntN(20_000)
		for range rows {
			at = at.Add(time.Duration(random.ExpFloat64() * float64(time.Second)))
			if random.IntN(5000) == 0 {
				at = at.Add(time.Duration(random.IntN(100)) * time.Hour)
				starts = append(starts, at)
			}
			c.add(answered(at, contact.Updated))
		}
		if len(c.buckets) > maxBuckets {
			t.Errorf("seed %d: %d buckets are held", seed, len(c.buckets))
		}
		d := c.draw(starts, []report.Span{{From: noon.Add(time.Second), To: noon.Add(2 * time.Second), Held: time.Second}})
		drawn := 0
		for _, col := range d.columns {
			drawn += col.well
		}
		if drawn != rows {
			t.Errorf("seed %d: %d rows were answered, %d are drawn", seed, rows, drawn)
		}
		if most := maxColumns + len(starts); len(d.columns) > most {
			t.Errorf("seed %d: %d columns, want %d at most", seed, len(d.columns), most)
		}
	}
}

func TestDraw_leavesOutWhatStoodStill(t *testing.T) {
	t.Parallel()
	var c course
	evening := noon.Add(8 * time.Hour)
	for i := range 1000 {
		c.add(answered(noon.Add(time.Duration(i)*10*time.Millisecond), contact.Updated))
		c.add(answered(evening.Add(time.Duration(i)*10*time.Millisecond), contact.Rejected))
	}
	d := c.draw([]time.Time{noon, evening}, nil)
	if d.took < 19*time.Second || d.took > 22*time.Second {
		t.Errorf("two sessions of ten seconds are drawn as %s", d.took)
	}
	if len(d.begins) != 1 || d.columns[d.begins[0]-1].bad != 0 || d.columns[d.begins[0]].well != 0 {
		t.Errorf("the second session begins with columns %d", d.begins)
	}
}

func TestDraw_pauses(t *testing.T) {
	t.Parallel()
	var c course
	for i := range 100 {
		c.add(answered(noon.Add(time.Duration(i)*100*time.Millisecond), contact.Updated))
	}
	span := report.Span{From: noon.Add(2 * time.Second), To: noon.Add(6 * time.Second), Held: 2 * time.Second}
	d := c.draw([]time.Time{noon}, []report.Span{span})
	held := time.Duration(0)
	for _, col := range d.columns {
		held += col.held
	}
	if diff := (held - 2*time.Second).Abs(); diff > time.Millisecond {
		t.Errorf("a pause of 2s is drawn as %s", held)
	}
}

func TestCharts_short(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rows  int
		every time.Duration
		want  int
	}{
		"nothing sent":    {0, 0, 0},
		"one row":         {1, 0, 0},
		"half a second":   {50, 10 * time.Millisecond, 0},
		"two far apart":   {2, time.Minute, 0},
		"a few seconds":   {50, 100 * time.Millisecond, 2},
		"a day and night": {1000, 90 * time.Second, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var c course
			for i := range test.rows {
				c.add(answered(noon.Add(time.Duration(i)*test.every), contact.Updated))
			}
			charts := c.draw([]time.Time{noon}, nil).charts()
			if len(charts) != test.want {
				t.Fatalf("%d charts, want %d", len(charts), test.want)
			}
			for _, chart := range charts {
				for _, l := range chart.Layers {
					if strings.ContainsAny(l.Path, "NIne-") {
						t.Errorf("%s, %s: a path of no figures: %.200s", chart.Title, l.Name, l.Path)
					}
				}
			}
		})
	}
}

// TestCourse_brokenClock draws what the clock tells, and leaves out what it cannot.
func TestCourse_brokenClock(t *testing.T) {
	t.Parallel()
	far := []time.Time{time.Unix(0, 1), time.Unix(0, -1), time.Unix(0, 1<<63-1), time.Unix(0, doomsday-1), time.Unix(1<<50, 0), {}}
	for i, at := range far {
		var c course
		for n := range 30 {
			c.add(answered(noon.Add(time.Duration(n)*time.Second), contact.Updated))
			c.add(answered(at, contact.Updated))
		}
		o := answered(noon, contact.Updated)
		o.Duration = 1<<63 - 1
		c.add(o)
		spans := []report.Span{{From: at, To: noon, Held: 1}, {From: noon, To: at, Held: time.Second}, {From: at, To: at.Add(1<<63 - 1), Held: 1}}
		spans = slices.DeleteFunc(spans, func(s report.Span) bool { return !s.From.Before(s.To) })
		d := c.draw([]time.Time{noon, at}, spans)
		if len(d.columns) == 0 || len(d.columns) > maxColumns+2 {
			t.Errorf("clock %d: %d columns are drawn", i, len(d.columns))
		}
	}
}

func TestHistogram(t *testing.T) {
	t.Parallel()
	for _, took := range []time.Duration{70 * time.Microsecond, time.Millisecond, 47 * time.Millisecond, time.Second, 90 * time.Second, 14 * time.Minute} {
		var h histogram
		h.add(took)
		got, ok := h.quantile(0.5)
		if off := float64(got)/float64(took) - 1; !ok || off < -0.07 || off > 0.07 {
			t.Errorf("%s is remembered as %s", took, got)
		}
	}
	var h histogram
	for _, took := range []time.Duration{-1, 0, time.Microsecond, 1000 * time.Hour} {
		h.add(took)
	}
	if _, ok := h.quantile(1); !ok {
		t.Error("extreme durations are not counted")
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	tests := []struct{ got, want string }{
		{count(0), "0"},
		{count(999), "999"},
		{count(1000), "1,000"},
		{count(1234567), "1,234,567"},
		{percent(0, 10), "0 %"},
		{percent(10, 10), "100 %"},
		{percent(1, 3), "33.3 %"},
		{percent(1, 100_000), "< 0.1 %"},
		{percent(99_999, 100_000), "> 99.9 %"},
		{percent(1, 0), "0 %"},
		{rate(0.25), "0.2"},
		{rate(12345.6), "12,346"},
		{brief(0), "0 ms"},
		{brief(1500 * time.Microsecond), "1.5 ms"},
		{brief(412 * time.Millisecond), "412 ms"},
		{brief(2 * time.Second), "2 s"},
		{brief(22400 * time.Millisecond), "22.4 s"},
		{brief(59999 * time.Millisecond), "60 s"},
		{brief(133 * time.Second), "2 min 13 s"},
		{brief(3*time.Hour + 5*time.Minute), "3 h 05 min"},
		{brief(75 * time.Hour), "3 days 3 h"},
		{rows(1), "1 row"},
		{cut("naïve", 3), "na…"},
		{cut("naïve", 4), "naï…"},
		{cut("ok", 2), "ok"},
		{cut("\xff", 9), "\ufffd"},
	}
	for i, test := range tests {
		if test.got != test.want {
			t.Errorf("%d: a reader sees %q, want %q", i, test.got, test.want)
		}
	}
}

// TestMeanings wants a word for every outcome.
func TestMeanings(t *testing.T) {
	t.Parallel()
	seen := map[string]contact.Status{}
	for _, s := range contact.Statuses() {
		word := meaning(s)
		if other, twice := seen[word]; word == "" || twice {
			t.Errorf("%s means %q, as %s does", s, word, other)
		}
		seen[word] = s
	}
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	counts := func(well, bad, notSent int) map[contact.Status]int {
		return map[contact.Status]int{contact.Updated: well, contact.Invalid: bad, contact.NotSent: notSent}
	}
	all, some, cut := 0, 1, 130 // exit codes of checks
	tests := []struct {
		sum  report.Summary
		line string
		next string // of each step, joined
	}{
		{report.Summary{State: report.Finished, Rows: 1, Outcomes: counts(1, 0, 0)}, "The row ended well", "Nothing"},
		{report.Summary{State: report.Finished, Rows: 2, Outcomes: counts(1, 1, 0)}, "1 of 2 rows did not end well", "Correct"},
		{report.Summary{State: report.Finished}, "There were no rows", "Nothing"},
		{report.Summary{State: report.Stopped, Reason: "limit", Rows: 5, Outcomes: counts(3, 1, 1)}, "Pilot. 1 of 4 rows did not end well", "Look Correct"},
		{report.Summary{State: report.Stopped, Reason: "sample", Rows: 3, Outcomes: counts(3, 0, 0)}, "Pilot. All 3 rows ended well", "Look"},
		{report.Summary{State: report.Stopped, Reason: "401", Rows: 5, Outcomes: counts(0, 0, 5)}, "Stopped before the first row was sent", "Once"},
		{report.Summary{State: report.Stopped, Reason: "401", Rows: 5, Outcomes: counts(3, 0, 2)}, "Stopped after 5 rows, 2 of them not sent", "Once"},
		{report.Summary{State: report.Interrupted, Rows: 5, Outcomes: counts(4, 1, 0)}, "Interrupted after 5 rows", "Go Correct"},
		{report.Summary{State: report.Unfinished, Rows: 1, Outcomes: counts(1, 0, 0)}, "Ended without a word after 1 row", "Go"},
		{report.Summary{State: report.Unfinished, Rows: 1, Open: 1, Outcomes: map[contact.Status]int{contact.Unknown: 1}}, "Ended without a word after 1 row", "Go"},
		{report.Summary{State: report.Finished, Rows: 1, Outcomes: map[contact.Status]int{contact.Deferred: 1}}, "1 of 1 row did not end well", "Later,"},
		{
			report.Summary{Command: "check", State: report.Finished, Rows: 10, Outcomes: counts(0, 10, 0), Problems: []report.Problem{{Outcome: "invalid", Count: 10, FirstRows: []int{1}}}},
			"10 of 10 rows did not pass the check", "Mend",
		},
		{
			report.Summary{Command: "check", State: report.Finished, ExitCode: &some, Rows: 3, Outcomes: map[contact.Status]int{contact.Valid: 2, contact.Invalid: 1}},
			"1 of 3 rows did not pass the check", "Correct Send",
		},
		{
			report.Summary{Command: "check", State: report.Stopped, Reason: "limit", ExitCode: &all, Rows: 2, Outcomes: map[contact.Status]int{contact.Valid: 2}},
			"Pilot. All 2 rows passed the check", "Send",
		},
		{
			report.Summary{Command: "check", State: report.Interrupted, ExitCode: &cut, Rows: 2, Outcomes: map[contact.Status]int{contact.Valid: 2}},
			"Interrupted after 2 rows", "No",
		},
	}
	for _, test := range tests {
		test.sum.Input.Format = "jsonl"
		s := newSheet(test.sum, &report.Past{Latest: report.Start{Next: report.Next{Again: "rollcall check"}}}, New(t.TempDir()))
		if isPilot(test.sum) && strings.Contains(s.Detail, "checked") != (test.sum.Command == "check") {
			t.Errorf("%s, of a %q: %s", test.line, test.sum.Command, s.Detail)
		}
		if s.Verdict != test.line {
			t.Errorf("the page says %q, want %q", s.Verdict, test.line)
		}
		var says []string
		for _, step := range s.Steps {
			word, _, _ := strings.Cut(step.Say, " ")
			says = append(says, word)
		}
		if got := strings.Join(says, " "); got != test.next {
			t.Errorf("%s: what next: %q, want %q", test.line, fmt.Sprint(s.Steps), test.next)
		}
	}
}
