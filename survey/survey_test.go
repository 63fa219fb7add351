package survey

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/providers/all"
)

// input is an input in memory, each row with an id and a name.
type input struct {
	rows   []string // id,name
	broken error    // after the rows

	opened, open int
}

func (in *input) Open() (iter.Seq2[contact.Row, error], func(), error) {
	in.opened++
	in.open++
	return func(yield func(contact.Row, error) bool) {
		for i, row := range in.rows {
			if !yield(contact.Row{Number: i + 1, Record: strings.SplitN(row, ",", 2), Slots: []int{0, 1}, Blank: row == ","}, nil) {
				return
			}
		}
		if in.broken != nil {
			yield(contact.Row{}, in.broken)
		}
	}, func() { in.open-- }, nil
}

func compile(t *testing.T, extra string) *mapping.Mapping {
	t.Helper()
	m, err := mapping.Compile("m.yaml", []byte("provider: aelyst\ncontact: id\nfields: {lastName: {column: name, empty: clear}}\n"+extra), all.Definitions(), []string{"id", "name"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func take(t *testing.T, in *input, extra string, unchanged ...string) *Survey {
	t.Helper()
	s, err := Take(Config{Mapping: compile(t, extra), Open: in.Open, Unchanged: func(u *contact.Update) bool {
		return slices.Contains(unchanged, string(u.Fields[0].Value))
	}})
	if err != nil {
		t.Fatal(err)
	}
	if in.open != 0 {
		t.Errorf("%d of %d openings of the input were not closed", in.open, in.opened)
	}
	return s
}

// mixed are rows of which two cannot be sent: one is blank, one has no contact.
var mixed = []string{"1,Ann", ",", "2,", ",Ben", "3,Cid", "1,Ann"}

func TestTake(t *testing.T) {
	t.Parallel()
	in := &input{rows: mixed}
	s := take(t, in, "", `"Ann"`)
	want := Figures{Rows: 6, Sendable: 4, Unchanged: 2, Values: 4, Cleared: 1}
	if diff := cmp.Diff(want, s.Figures); diff != "" {
		t.Errorf("the guards judge by other figures than the file has (-want +got):\n%s", diff)
	}
	if in.opened != 1 {
		t.Errorf("the input is read %d times where no rule asks for it", in.opened)
	}
}

// TestTake_losers shows that a row which the rule for duplicates leaves out does
// not count for the guards.
func TestTake_losers(t *testing.T) {
	t.Parallel()
	rows := []string{"1,Ann", "1,", "2,Ben", "1,Cid", "2,Dan", "3,Eve"}
	for rule, want := range map[string]Figures{
		"send":  {Rows: 6, Sendable: 6, Unchanged: 2, Values: 6, Cleared: 1},
		"first": {Rows: 6, Sendable: 3, Unchanged: 1, Values: 3},
		"last":  {Rows: 6, Sendable: 3, Unchanged: 1, Values: 3},
		"error": {Rows: 6, Sendable: 1, Values: 1},
	} {
		s := take(t, &input{rows: rows}, "duplicates: "+rule, `"Ann"`, `"Cid"`)
		if diff := cmp.Diff(want, s.Figures); diff != "" {
			t.Errorf("with duplicates: %s the guards judge by other figures (-want +got):\n%s", rule, diff)
		}
	}
}

func TestTake_unreadable(t *testing.T) {
	t.Parallel()
	broken := errors.New("a quote is never closed")
	for _, rule := range []string{"send", "last"} {
		in := &input{rows: mixed, broken: broken}
		_, err := Take(Config{Mapping: compile(t, "duplicates: "+rule), Open: in.Open})
		if !errors.Is(err, broken) || in.open != 0 {
			t.Errorf("an input that breaks off is surveyed with %v, and %d openings are left", err, in.open)
		}
	}
}

func TestTake_unopenable(t *testing.T) {
	t.Parallel()
	gone := errors.New("no such file")
	_, err := Take(Config{Mapping: compile(t, ""), Open: func() (iter.Seq2[contact.Row, error], func(), error) { return nil, nil, gone }})
	if !errors.Is(err, gone) {
		t.Errorf("an input that is gone is surveyed with %v", err)
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	rows := []string{"1,Ann", "2,Ben", "1,Ann", "archived,x", "1,Cid", "2,Dan", "3,Eve"}
	for rule, want := range map[string][]string{
		"send":  {"", "", "", "", "", "", ""},
		"first": {"", "", "duplicate 1", "", "duplicate 1", "duplicate 2", ""},
		"last":  {"duplicate 5", "duplicate 6", "duplicate 5", "", "", "", ""},
		"error": {"invalid 3", "invalid 6", "invalid 1", "", "invalid 1", "invalid 2", ""},
	} {
		in := &input{rows: rows}
		m := compile(t, "duplicates: "+rule)
		s := take(t, in, "duplicates: "+rule)
		var got []string
		stream, done, _ := in.Open()
		for row := range stream {
			u, err := m.Apply(row, nil)
			got = append(got, verdict(t, s, &u, err))
		}
		done()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("duplicates: %s, the outcome and the row that it names (-want +got):\n%s", rule, diff)
		}
	}
}

// TestJudge_spelling shows that an identifier in another case is of the same contact.
func TestJudge_spelling(t *testing.T) {
	t.Parallel()
	s := &Survey{rule: mapping.DuplicatesFirst}
	s.rivals.halves = []uint64{markOf(contact.Key("674d9650b0000000000000aa"))[0]}
	s.rivals.list = make([]rival, 1)
	one := contact.Update{Row: contact.Row{Number: 1}, Contact: "674d9650b0000000000000aa"}
	two := contact.Update{Row: contact.Row{Number: 2}, Contact: "674D9650B0000000000000AA"}
	for _, u := range []contact.Update{one, two} {
		s.meet(s.rivals.enter(markOf(u.Key())), uint32(u.Row.Number), weight{})
	}
	if got := verdict(t, s, &two, nil); got != "duplicate 1" {
		t.Errorf("a contact whose id stands in upper case is no duplicate of itself: %q", got)
	}
}

// TestJudge_grown has a row that was written to the input after the survey.
func TestJudge_grown(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]string{"first": "duplicate 1", "last": "", "error": "invalid 1"} {
		s := take(t, &input{rows: []string{"1,Ann", "1,Ben"}}, "duplicates: "+rule)
		late := contact.Update{Row: contact.Row{Number: 3}, Contact: "id:1"}
		if got := verdict(t, s, &late, nil); got != want {
			t.Errorf("duplicates: %s, the latest data of a contact end as %q, want %q", rule, got, want)
		}
	}
}

// verdict returns what the survey says of an update, and the row that it names.
func verdict(t *testing.T, s *Survey, u *contact.Update, err error) string {
	t.Helper()
	if err != nil {
		return ""
	}
	out, judged := s.Judge(u)
	if !judged {
		return ""
	}
	if out.Row.Number != u.Row.Number || out.Contact != u.Contact || out.Open {
		t.Errorf("row %d gets the outcome %+v", u.Row.Number, out)
	}
	var row int
	if _, err := fmt.Sscanf(out.Message, "row %d is about the same contact", &row); err != nil {
		t.Errorf("%q names no row", out.Message)
	}
	return fmt.Sprint(out.Status, " ", row)
}

func TestJudge_withoutSurvey(t *testing.T) {
	t.Parallel()
	var none *Survey
	if _, judged := none.Judge(&contact.Update{Contact: "id:1"}); judged {
		t.Error("without a survey a row is called a duplicate")
	}
}

// TestCompare_halfMark shows that contacts which share half of their mark alone are
// no rivals.
func TestCompare_halfMark(t *testing.T) {
	t.Parallel()
	m := compile(t, "duplicates: first")
	in := &input{rows: []string{"1,Ann", "2,Ben", "2,Cid"}}
	s := &Survey{rule: m.Duplicates, Figures: Figures{Rows: 3, Sendable: 3, Values: 3}}
	s.rivals.halves = []uint64{markOf("id:1")[0], markOf("id:2")[0]}
	slices.Sort(s.rivals.halves)
	if err := s.compare(Config{Mapping: m, Open: in.Open}); err != nil {
		t.Fatal(err)
	}
	if _, judged := s.Judge(&contact.Update{Row: contact.Row{Number: 1}, Contact: "id:1"}); judged {
		t.Error("a contact that occurs once is called a duplicate, because of its hash")
	}
	if want := (Figures{Rows: 3, Sendable: 2, Values: 2}); s.Figures != want {
		t.Errorf("the guards judge by %+v, want %+v", s.Figures, want)
	}
}

func TestRivals(t *testing.T) {
	t.Parallel()
	r := rivals{halves: []uint64{7}, list: make([]rival, 1)}
	one, other, again := r.enter(mark{7, 1}), r.enter(mark{8, 1}), r.enter(mark{7, 1})
	if one == nil || other != nil || again != one {
		t.Fatalf("of two marks of which one is known, these are rivals: %p %p %p", one, other, again)
	}
	one.first = 1
	stranger := r.enter(mark{7, 2})
	if stranger == nil || stranger == one || r.enter(mark{7, 2}) != stranger || r.enter(mark{7, 1}) != one {
		t.Error("a contact that shares half of a mark is taken for the other one")
	}
	if r.find(mark{7, 1}) != one || r.find(mark{7, 2}) != stranger || r.find(mark{7, 3}) != nil || r.find(mark{8, 1}) != nil {
		t.Error("rivals are not found again")
	}
}

func TestRepeated(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ sums, want []uint64 }{
		{nil, nil},
		{[]uint64{3}, nil},
		{[]uint64{3, 1, 2}, nil},
		{[]uint64{3, 1, 3, 3, 2, 1, 3}, []uint64{1, 3}},
		{[]uint64{5, 5, 5}, []uint64{5}},
	} {
		if got := repeated(slices.Clone(tt.sums)); !slices.Equal(got, tt.want) {
			t.Errorf("of %v these occur again: %v, want %v", tt.sums, got, tt.want)
		}
	}
}

func TestGuard(t *testing.T) {
	t.Parallel()
	figures := Figures{Rows: 100, Sendable: 90, Unchanged: 60, Values: 180, Cleared: 9}
	rows := func(n int) *int { return &n }
	part := func(f float64) *float64 { return &f }
	for name, tt := range map[string]struct {
		guards mapping.Guards
		last   int
		want   []string // in the lines of the error; none lets the file pass
	}{
		"none":                {},
		"at the limits":       {mapping.Guards{MinRows: rows(100), MaxShrink: part(0.2), MaxCleared: part(0.05), MaxChanged: part(1.0 / 3)}, 125, nil},
		"too short":           {mapping.Guards{MinRows: rows(101)}, 0, []string{"the file has 100 data rows, fewer than min_rows: 101; if that is right, --min-rows 1 lets it pass for once"}},
		"shrunk":              {mapping.Guards{MaxShrink: part(0.2)}, 126, []string{"the last run had 126: that is 20.63% less, more than max_shrink: 20%; if that is right, --max-shrink 100%"}},
		"grown":               {mapping.Guards{MaxShrink: part(0)}, 50, nil},
		"nothing to compare":  {mapping.Guards{MaxShrink: part(0)}, 0, nil},
		"cleared":             {mapping.Guards{MaxCleared: part(0.049)}, 0, []string{"9 of 180 values would empty their fields: that is 5%, more than max_cleared: 4.9%; if that is right, --max-cleared 100%"}},
		"changed":             {mapping.Guards{MaxChanged: part(0.3)}, 0, []string{"30 of 90 rows would be sent, for they have changed: that is 33.33%, more than max_changed: 30%; if that is right, --max-changed 100%"}},
		"everything is wrong": {mapping.Guards{MinRows: rows(1000), MaxShrink: part(0), MaxCleared: part(0), MaxChanged: part(0)}, 1000, []string{"min_rows", "max_shrink", "max_cleared", "max_changed"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var lines []string
			if err := figures.Guard(tt.guards, tt.last); err != nil {
				lines = strings.Split(err.Error(), "\n")
			}
			if len(lines) != len(tt.want) {
				t.Fatalf("the guards say %q, want %d lines", lines, len(tt.want))
			}
			for i, want := range tt.want {
				if !strings.Contains(lines[i], want) {
					t.Errorf("the guards say\n%s\nwant in it\n%s", lines[i], want)
				}
			}
		})
	}
	if err := (&Figures{}).Guard(mapping.Guards{MaxShrink: part(0.99), MaxCleared: part(0), MaxChanged: part(0)}, 5); err == nil || !strings.Contains(err.Error(), "max_shrink") || strings.Contains(err.Error(), "max_c") {
		t.Errorf("of a file without rows the guards say %v", err)
	}
}

// TestGuard_new: on the first night of an account all rows count as changed, and
// the one line that is mailed says why.
func TestGuard_new(t *testing.T) {
	t.Parallel()
	limit := 0.3
	err := (&Figures{Rows: 9, Sendable: 9, New: true}).Guard(mapping.Guards{MaxChanged: &limit}, 0)
	const want = "9 of 9 rows would be sent, for the state file knows nothing of this account yet: that is 100%, more than max_changed: 30%; if that is right, --max-changed 100% lets it pass for once"
	if err == nil || err.Error() != want {
		t.Errorf("the guards say\n%v\nwant\n%s", err, want)
	}
}

// TestLocate: a guard that refuses says where to look, and counts no row that the
// rule for duplicates leaves out.
func TestLocate(t *testing.T) {
	t.Parallel()
	none := 0.0
	for _, tt := range []struct {
		rows []string
		rule string
		want string
	}{
		{mixed, "", `1 of 4 values would empty their fields ("name" 1): that is 25%, `},
		{[]string{"1,", "1,Ann", "2,", "3,Cid"}, "duplicates: last\n", `1 of 3 values would empty their fields ("name" 1): that is 33.33%, `},
	} {
		in := &input{rows: tt.rows}
		cfg := Config{Mapping: compile(t, tt.rule), Open: in.Open}
		s, err := Take(cfg)
		if err == nil {
			err = s.Locate(cfg)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Guard(mapping.Guards{MaxCleared: &none}, 0); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("of %q the guards say\n%v\nwant\n%s", tt.rows, err, tt.want)
		}
	}
	if got := named([]mapping.Count{{Column: "a", Cleared: 4}, {Column: "b", Cleared: 3}, {Column: "c", Cleared: 2}, {Column: "d", Cleared: 1}}); got != ` ("a" 4, "b" 3, "c" 2, …)` {
		t.Errorf("of four columns the guards name%s", got)
	}
}

// TestGuard_rounding has files that are exactly at a limit.
func TestGuard_rounding(t *testing.T) {
	t.Parallel()
	for tenths := 1; tenths < 1000; tenths++ {
		text := fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
		limit, err := mapping.ParseShare(text)
		if err != nil {
			t.Fatal(err)
		}
		figures := Figures{Rows: 1000 - tenths, Sendable: 1000, Unchanged: 1000 - tenths, Values: 1000, Cleared: tenths}
		guards := mapping.Guards{MaxShrink: &limit, MaxCleared: &limit, MaxChanged: &limit}
		if err := figures.Guard(guards, 1000); err != nil {
			t.Errorf("a file is refused that is at its limits: %v", err)
		}
		figures.Rows, figures.Cleared, figures.Unchanged = figures.Rows-1, figures.Cleared+1, figures.Unchanged-1
		if err := figures.Guard(guards, 1000); err == nil || strings.Count(err.Error(), "more than") != 3 {
			t.Errorf("a file passes, or in part, that is one row in a thousand beyond %s: %v", text, err)
		}
	}
}
