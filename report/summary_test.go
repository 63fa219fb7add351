package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rollcall/contact"
)

func TestSummary(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sum := "00ff"
	refused := outcome(2, "b", contact.Rejected)
	refused.HTTPStatus, refused.Field, refused.Message = 422, "email", `<"x"> & more`
	write(t, dir, csvStart("ID", "V"), readRows(1, 2), settle(outcome(1, "a", contact.Updated)), func(j *Journal) error {
		return j.End(End{State: Stopped, Reason: "limit", Requests: Requests{Sent: 3, Retried: 1, ByStatus: map[string]int{"200": 1, "503": 2}}, Latency: Latency{1, 2, 3, 4}, RowsPerSecond: 5.5})
	})
	write(t, dir, csvStart("ID", "V"), settle(refused), func(j *Journal) error {
		return j.End(End{
			State: Finished, ExitCode: 1, FinishedAt: noon.Add(time.Hour), Complete: true, Bytes: 99, SHA256: &sum,
			Requests: Requests{Sent: 2, Split: 1, ByStatus: map[string]int{"200": 2}}, Latency: Latency{5, 6, 7, 8}, RowsPerSecond: 9,
		})
	})
	s := render(t, dir)
	equal(t, "count", s.Count(contact.Rejected), 1)
	equal(t, summaryName, strings.ReplaceAll(read(t, dir, summaryName), strings.ReplaceAll(dir, `\`, `\\`), "DIR"), `{
  "version": "1.2.3",
  "command": "run",
  "provider": "cellcast",
  "state": "finished",
  "reason": "",
  "exit_code": 1,
  "dir": "DIR",
  "input": {
    "path": "in.csv",
    "format": "csv",
    "bytes": 99,
    "sha256": "00ff",
    "complete": true
  },
  "mapping": {
    "path": "m.yaml",
    "sha256": "ab"
  },
  "started_at": "2026-03-01T12:00:00.25Z",
  "finished_at": "2026-03-01T13:00:00.25Z",
  "resumed": 1,
  "killed": 0,
  "rows": 2,
  "outcomes": {
    "rejected": 1,
    "updated": 1
  },
  "problems": [
    {
      "outcome": "rejected",
      "http_status": 422,
      "field": "email",
      "message": "<\"…\"> & more",
      "count": 1,
      "first_rows": [
        2
      ],
      "next": "correct what the message names in the rejects and feed them back with the same mapping"
    }
  ],
  "requests": {
    "sent": 5,
    "retried": 1,
    "split": 1,
    "by_status": {
      "200": 3,
      "503": 2
    }
  },
  "latency_ms": {
    "p50": 5,
    "p90": 6,
    "p99": 7,
    "max": 8
  },
  "rows_per_second": 9
}
`)
}

func TestSummaryOfAKilledRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, csvStart("ID"), readRows(1, 1))
	render(t, dir)
	text := read(t, dir, summaryName)
	for _, want := range []string{`"state": "unfinished"`, `"exit_code": null`, `"finished_at": null`, `"sha256": null`, `"by_status": {}`, `"complete": false`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
}

func TestAnonymous(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"plain words", "plain words"},
		{`column "Mobile": "12" is no phone`, `column "Mobile": "…" is no phone`},
		{`open "quote 12`, `open "quote …`},
		{`"a\"b" c`, `"…" c`},
		{"contact with id 674d9650b0 is not exist", "contact with id … is not exist"},
		{"no c0ffee00-1111-4222-8333-444455556666.", "no …."},
		{"ada@example.com is taken, a@b too", "… is taken, … too"},
		{"429 Too Many Requests", "429 Too Many Requests"},
		{"has 9 cells, the header has 10", "has 9 cells, the header has …"},
		{"+60123456789 on 2026-01-02", "+… on …"},
		{"v2 effaced defaced @ home", "v2 effaced defaced @ home"},
		{"größe 12 µ", "größe … µ"},
	} {
		message, want := pair[0], pair[1]
		if got := anonymous(message, 429); got != want {
			t.Errorf("%q is grouped as %q, want %q", message, got, want)
		}
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	p := newProblems()
	add := func(row int, status contact.Status, message string) {
		o := outcome(row, "a", status)
		o.Message = message
		p.add(&o)
	}
	row := 0
	for range 4 {
		row++
		add(row, contact.NotFound, fmt.Sprintf("no contact %d", 1000+row))
	}
	add(5, contact.Updated, "well")
	for i := range groupsCounted + 50 {
		add(10+i, contact.Invalid, strings.Repeat("x", i))
	}
	list := p.list()
	equal(t, "groups", len(list), groupsListed+1)
	equal(t, "the most frequent", list[0], Problem{
		Outcome: "not_found", HTTPStatus: 200, Message: "no contact …", Count: 4, FirstRows: []int{1, 2, 3}, Next: advice(&contact.Outcome{Status: contact.NotFound}),
	})
	equal(t, "the first of the others", list[1].FirstRows, []int{10})
	rest := list[groupsListed]
	equal(t, "other", []any{rest.Outcome, rest.Count, rest.FirstRows}, []any{"other", groupsCounted + 50 - 99, []int{109, 110, 111}})
	total := 0
	for _, group := range list {
		total += group.Count
	}
	equal(t, "rows in all groups", total, 4+groupsCounted+50)
}

func FuzzAnonymous(f *testing.F) {
	f.Add(`a "b\"" c@d.e 12 674d9650b0`, 200)
	f.Add(`"`, 0)
	f.Fuzz(func(t *testing.T, message string, status int) {
		got := anonymous(message, status)
		if utf8.ValidString(message) && !utf8.ValidString(got) {
			t.Fatalf("%q becomes %q, which is no UTF-8", message, got)
		}
		digits := regexp.MustCompile("[0-9]{2,}").FindAllString(got, -1)
		for _, number := range digits {
			if number != strconv.Itoa(status) {
				t.Fatalf("%q becomes %q, which holds %s", message, got, number)
			}
		}
	})
}

func TestOwn(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{`column "Mobile": "12" is no phone`, `column "Mobile": "…" is no phone`},
		{"has 12 cells, the header has 10", "has 12 cells, the header has 10"},
		{`line 22: column "A 1" is not UTF-8: add --encoding windows-1252`, `line …: column "A 1" is not UTF-8: add --encoding windows-1252`},
		{"line 7, column 14: a quote inside a cell", "line …, column …: a quote inside a cell"},
		{`"a\"b" is long`, `"…" is long`},
	} {
		if got := own(pair[0]); got != pair[1] {
			t.Errorf("%q is grouped as %q, want %q", pair[0], got, pair[1])
		}
	}
}
