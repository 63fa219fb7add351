package report

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/contact"
)

func decide(outcomes ...contact.Outcome) session {
	return func(j *Journal) error { return j.Decided(outcomes) }
}

// valids returns the outcomes of a check's rows, the first to the last.
func valids(first, last int) []contact.Outcome {
	var list []contact.Outcome
	for n := first; n <= last; n++ {
		list = append(list, contact.Outcome{
			Row:     contact.Row{Number: n, Line: 2*n + 1, Record: []string{"c" + itoa(n), "v"}},
			Contact: "c" + itoa(n), Status: contact.Valid,
		})
	}
	return list
}

// checked returns such outcomes, of which one is invalid.
func checked(first, last, bad int) []contact.Outcome {
	list := valids(first, last)
	o := &list[bad-first]
	o.Status, o.Message, o.Field = contact.Invalid, "no, not this", "email"
	return list
}

// TestDecided renders checks, and compares with those whose rows are handed on
// and settled one after the other.
func TestDecided(t *testing.T) {
	t.Parallel()
	kept := csvStart("ID", "V")
	kept.Keep = Keep{Columns: []string{"V"}, Cells: func(r contact.Row) []string { return r.Record[1:] }}
	all := csvStart("ID", "V")
	all.Keep.All = true
	for name, c := range map[string]struct {
		start    Start
		outcomes [][]contact.Outcome
	}{
		"valid rows":     {csvStart("ID", "V"), [][]contact.Outcome{valids(1, 300), valids(301, 302)}},
		"an invalid row": {csvStart("ID", "V"), [][]contact.Outcome{checked(1, 9, 1), checked(10, 12, 11), checked(13, 13, 13), valids(14, 20)}},
		"kept cells":     {kept, [][]contact.Outcome{checked(1, 5, 3)}},
		"all cells":      {all, [][]contact.Outcome{checked(1, 5, 3)}},
		"no rows":        {csvStart("ID", "V"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dirs := []string{t.TempDir(), t.TempDir()}
			var brief, full []session
			for _, list := range c.outcomes {
				rows := make([]contact.Row, len(list))
				for i := range list {
					rows[i] = list[i].Row
				}
				brief = append(brief, decide(list...))
				full = append(full, func(j *Journal) error { return j.Rows(rows) }, settle(list...))
			}
			write(t, dirs[0], c.start, append(brief, end(Finished, 0))...)
			write(t, dirs[1], c.start, append(full, end(Finished, 0))...)
			got, want := render(t, dirs[0]), render(t, dirs[1])
			got.Dir = want.Dir
			equal(t, "summary", got, want)
			for _, file := range []string{reconciliationName, rejectsCSV} {
				if _, err := os.Stat(filepath.Join(dirs[1], file)); err == nil {
					equal(t, file, read(t, dirs[0], file), read(t, dirs[1], file))
				}
			}
		})
	}
}

func checkText(t testing.TB) []byte {
	dir := filepath.Join(t.TempDir(), "check")
	write(t, dir, csvStart("ID", "V"), decide(valids(1, 3)...), decide(checked(4, 6, 5)...), end(Finished, 1))
	return []byte(read(t, dir, journalName))
}

func TestACheckThatIsCutOff(t *testing.T) {
	t.Parallel()
	text := checkText(t)
	before := 0
	for n := range len(text) + 1 {
		x, err := indexJournal(bytes.NewReader(text[:n]), int64(n))
		if err != nil {
			t.Fatalf("cut at byte %d of %d: %v", n, len(text), err)
		}
		rows := 0
		err = inOrder(x, bytes.NewReader(text[:n]), func(*contact.Outcome, []string) error { rows++; return nil })
		if err != nil || rows != x.LastRow || rows < before {
			t.Fatalf("cut at byte %d: %d rows are listed, %d were read, one byte less held %d: %v", n, rows, x.LastRow, before, err)
		}
		before = rows
	}
	equal(t, "rows of the whole journal", before, 6)
}

func TestLawOfDecided(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		steps []session
		want  string
	}{
		"a gap":                  {[]session{decide(valids(1, 2)...), decide(valids(4, 4)...)}, "row 4 was decided after row 2"},
		"a gap in a stretch":     {[]session{decide(append(valids(1, 2), valids(4, 4)...)...)}, "row 4 was decided after row 2"},
		"a row again":            {[]session{decide(valids(1, 2)...), decide(valids(2, 3)...)}, "row 2 was decided after row 2"},
		"behind one handed on":   {[]session{readRows(1, 1), decide(valids(2, 2)...)}, "row 2 was decided after row 1"},
		"settled once more":      {[]session{decide(valids(1, 2)...), settle(outcome(2, "b", contact.Invalid))}, "row 2 is settled already"},
		"after another's breach": {[]session{settle(outcome(1, "a", contact.Invalid)), decide(valids(1, 2)...)}, "row 1 was not handed on"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			j, err := Create(dir, csvStart("ID", "V"))
			if err != nil {
				t.Fatal(err)
			}
			var broken error
			for _, step := range c.steps {
				broken = step(j)
			}
			if broken == nil || !strings.HasSuffix(broken.Error(), c.want) {
				t.Errorf("error is %v, want %s", broken, c.want)
			}
			if err := j.Close(); err == nil {
				t.Error("closing says nothing of it")
			}
			if _, err := Load(dir); err != nil {
				t.Errorf("what was right is lost: %v", err)
			}
		})
	}
}

// TestDamagedValidRows reads frames that no writer of ours leaves behind.
func TestDamagedValidRows(t *testing.T) {
	t.Parallel()
	frame := func(body ...byte) []byte { return append(openFrame(nil, kindValid), body...) }
	for name, c := range map[string]struct {
		frame []byte
		want  string
	}{
		"nothing":               {frame(), "malformed"},
		"no rows":               {frame(3, 0), "malformed"},
		"more rows than fit":    {frame(3, 0xff, 0xff, 0xff, 0xff, 0x7f, 2, 0), "malformed"},
		"a gap":                 {frame(4, 1, 2, 1, 'a'), "row 4 follows row 2"},
		"behind an open row":    {frame(3, 1, 2, 1, 'a'), "1 of these are settled"},
		"a row that is settled": {frame(1, 1, 2, 1, 'a'), "row 1 follows row 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, csvStart("ID", "V"), readRows(1, 2), settle(outcome(1, "a", contact.Failed)))
			isDamaged(t, withFrames(t, dir, c.frame), c.want)
		})
	}
}

// TestHalfARowOfACheck renders a frame whose rows are not what it promises.
func TestHalfARowOfACheck(t *testing.T) {
	t.Parallel()
	f := append(openFrame(nil, kindValid), 1, 2, 4, 1, 'a', 2, 9)
	dir := t.TempDir()
	write(t, dir, csvStart("ID", "V"))
	dir = withFrames(t, dir, f)
	_, err := Render(dir)
	if _, ok := errors.AsType[*DamagedError](err); !ok {
		t.Errorf("error is %v, want that the journal is damaged", err)
	}
	entries, _ := os.ReadDir(dir)
	equal(t, "files", len(entries), 1)
}
