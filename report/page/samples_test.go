package page_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rollcall/contact"
	"rollcall/report"
	"rollcall/report/page"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A sample is a run to draw a page of.
type sample struct {
	name  string
	write func(*scribe)
}

// samples are the runs that a page must suit. tools/page opens all of them in a
// browser.
var samples = []sample{
	{"well", func(s *scribe) {
		s.start(nil)
		s.sent(400, 40*time.Millisecond, func(n int, o *contact.Outcome) {})
		s.end(report.Finished, "", 0)
	}},
	{"ill", func(s *scribe) {
		s.start(nil)
		s.rows(64, wrong)
		s.sent(6936, 4*time.Millisecond, mixed)
		s.pause(12*time.Second, "as the provider asked")
		s.sent(9000, 5*time.Millisecond, mixed)
		s.pause(3*time.Second, "held by the pause file")
		s.sent(4000, 4*time.Millisecond, mixed)
		s.end(report.Finished, "", 1)
	}},
	{"resumed", func(s *scribe) {
		s.start(nil)
		s.sent(3000, 4*time.Millisecond, mixed)
		s.end(report.Interrupted, "SIGINT", 130)
		s.resume(20 * time.Hour)
		s.sent(2000, 4*time.Millisecond, mixed)
		s.end(report.Finished, "", 1)
	}},
	{"check", func(s *scribe) {
		s.start(func(start *report.Start) { start.Command = "check" })
		s.rows(300, func(n int, o *contact.Outcome) {
			o.Status = contact.Valid
			if n%20 == 0 {
				wrong(n, o)
			}
		})
		s.end(report.Finished, "", 1)
	}},
	{"pilot", func(s *scribe) {
		s.start(nil)
		s.sent(100, 40*time.Millisecond, func(int, *contact.Outcome) {})
		s.end(report.Stopped, "limit", 0)
	}},
	{"stopped", func(s *scribe) {
		s.start(nil)
		s.sent(100, 40*time.Millisecond, mixed)
		s.rows(20, func(_ int, o *contact.Outcome) { o.Status, o.Open = contact.NotSent, true })
		s.note(report.Note{At: s.at, For: time.Hour, Why: "as the provider asked"})
		s.end(report.Stopped, "the token was refused (401): token is invalid", 3)
	}},
	{"killed", func(s *scribe) {
		s.start(nil)
		s.sent(100, 40*time.Millisecond, mixed)
		s.pending(10)
	}},
	{"empty", func(s *scribe) { s.start(nil); s.end(report.Finished, "", 0) }},
	{"hostile", hostileRun},
	{"many", func(s *scribe) {
		s.start(nil)
		s.sent(60_000, time.Millisecond, func(n int, o *contact.Outcome) {
			o.Status, o.HTTPStatus, o.Message = contact.Rejected, 422, fmt.Sprintf("value %d is not allowed for tier", n)
			if n%3 == 0 {
				o.Status, o.HTTPStatus, o.Message = contact.NotFound, 404, "Contact not found."
			}
		})
		s.end(report.Finished, "", 1)
	}},
}

// mixed has one row in fifty end badly.
func mixed(n int, o *contact.Outcome) {
	bad := []contact.Outcome{
		{Status: contact.NotFound, HTTPStatus: 404, Message: "Contact not found."},
		{Status: contact.Conflict, HTTPStatus: 409, Code: "409", Message: "A contact with this phone or email already exists."},
		{Status: contact.Rejected, HTTPStatus: 422, Field: "language", Message: "language must be one of ms, en, zh, ta"},
		{Status: contact.Unknown, Attempts: 3, Message: "the connection was reset after the request had been sent"},
	}
	if n%50 == 0 {
		b := bad[[]int{0, 0, 1, 0, 2, 0, 1, 3}[n/50%8]]
		o.Status, o.HTTPStatus, o.Code, o.Field, o.Message = b.Status, b.HTTPStatus, b.Code, b.Field, b.Message
		o.Attempts = max(b.Attempts, 1)
	}
}

// wrong has a row fail before it is sent.
func wrong(n int, o *contact.Outcome) {
	o.Status, o.Field, o.Message = contact.Invalid, "email", fmt.Sprintf(`column "E-mail": "x%d" is not an e-mail address`, n)
}

// A scribe writes the journal of a sample.
type scribe struct {
	testing.TB
	dir    string
	random *rand.Rand
	begun  report.Start
	j      *report.Journal
	at     time.Time
	last   int
	tried  int
}

// write writes the journal of a sample and the files rendered from it, into a
// directory of the sample's name.
func (s sample) render(tb testing.TB, folder string) (dir string) {
	tb.Helper()
	dir = filepath.Join(folder, s.name)
	c := &scribe{TB: tb, dir: dir, random: rand.New(rand.NewPCG(1, 2)), at: noon}
	s.write(c)
	c.must(c.j.Close())
	if _, err := report.Render(dir, page.New(dir)); err != nil {
		tb.Fatalf("%s: %v", s.name, err)
	}
	return dir
}

func (s *scribe) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *scribe) start(change func(*report.Start)) {
	s.Helper()
	s.begun = report.Start{
		Version: "1.2.3", Command: "run", Provider: "aelyst", Title: "Aelyst", StartedAt: noon,
		Input:   report.Input{Path: "contacts.csv", Format: "csv"},
		Mapping: report.Mapping{Path: "aelyst.yaml", SHA256: "5c8f5d6e3b1a"},
		Header:  []string{"ID", "Name"},
		Next: report.Next{
			Resume:  "rollcall run contacts.csv -m aelyst.yaml --resume",
			Rejects: "rollcall run contacts.rollcall/rejects.csv -m aelyst.yaml",
			Send:    "rollcall run contacts.csv -m aelyst.yaml",
		},
	}
	if change != nil {
		change(&s.begun)
	}
	var err error
	s.j, err = report.Create(s.dir, s.begun)
	s.must(err)
}

// resume begins a session that goes on later.
func (s *scribe) resume(after time.Duration) {
	s.Helper()
	s.must(s.j.Close())
	s.at = s.at.Add(after)
	s.begun.StartedAt = s.at
	var err error
	s.j, _, err = report.Append(s.dir, s.begun)
	s.must(err)
}

// rows hands on and settles rows that were not sent.
func (s *scribe) rows(n int, fate func(n int, o *contact.Outcome)) {
	s.Helper()
	for range n {
		s.last++
		row := contact.Row{Number: s.last, Line: s.last + 1, Record: []string{fmt.Sprint(1000 + s.last), "Ann"}}
		o := contact.Outcome{Row: row, Contact: "id:" + row.Record[0]}
		fate(s.last, &o)
		s.must(s.j.Rows([]contact.Row{row}))
		s.must(s.j.Settled([]contact.Outcome{o}))
	}
}

// sent hands on rows that were sent, one each so often, and settles them.
func (s *scribe) sent(n int, every time.Duration, fate func(n int, o *contact.Outcome)) {
	s.Helper()
	s.tried += n
	s.rows(n, func(n int, o *contact.Outcome) {
		o.Status, o.HTTPStatus, o.Attempts, o.SentAt = contact.Updated, 200, 1, s.at
		o.Duration = time.Duration((0.6 + s.random.ExpFloat64()/4) * float64(40*time.Millisecond))
		fate(n, o)
		s.at = s.at.Add(time.Duration(2 * s.random.Float64() * float64(every)))
	})
}

// pending hands on and sends rows to which no answer comes.
func (s *scribe) pending(n int) {
	s.Helper()
	for range n {
		s.last++
		row := contact.Row{Number: s.last, Line: s.last + 1, Record: []string{fmt.Sprint(s.last), "Ann"}}
		s.must(s.j.Rows([]contact.Row{row}))
		s.must(s.j.Sending([]contact.Update{{Row: row, Contact: "id:" + row.Record[0]}}))
	}
}

func (s *scribe) note(n report.Note) { s.Helper(); s.must(s.j.Note(n)) }

// pause has nothing sent for a while.
func (s *scribe) pause(d time.Duration, why string) {
	s.Helper()
	s.note(report.Note{At: s.at, For: d, Why: why})
	s.at = s.at.Add(d)
}

func (s *scribe) end(state, reason string, code int) {
	s.Helper()
	end := report.End{State: state, Reason: reason, ExitCode: code, FinishedAt: s.at.Add(time.Second), Complete: state == report.Finished}
	if s.tried > 0 && s.begun.Command == "run" {
		end.Requests = report.Requests{Sent: s.tried, Retried: 12, Split: 1, ByStatus: map[string]int{"200": max(s.tried-20, 0), "404": 8, "429": 12}}
		end.Latency = report.Latency{P50: 31, P90: 48.2, P99: 70, Max: 412}
		end.RowsPerSecond = float64(s.tried) / end.FinishedAt.Sub(s.begun.StartedAt).Seconds()
	}
	s.must(s.j.End(end))
}

// hostile are texts that try to leave their place.
var hostile = []string{
	`<script>document.title='broken'</script>`,
	`</script><script>document.title='broken'</script>`,
	`<!--<script>`, `]]>`, `<![CDATA[`, `-->`,
	`"><img src=x onerror="document.title='broken'">`,
	`' onmouseover='document.title=1`, "`${document.title=1}`", `javascript:document.title=1`,
	`</textarea></title></style></svg></table><h1>broken</h1>`,
	"line\u2028break\u2029end", "nul\x00bell\x07", "\xff\xfe no utf-8 \xc3", "\u202edlrow\u202c", "{{.}} \\u003c &lt;b&gt; &#60;",
	"a\nb\tc\r\nd", "",
}

const hostileCommand = "rollcall run 'two  blanks <b>\u2028.csv' </code></script>"

func hostileRun(s *scribe) {
	s.start(func(start *report.Start) {
		start.Provider, start.Title, start.Version = hostile[0], hostile[1], hostile[2]
		start.Input.Path = hostile[6]
		start.Mapping = report.Mapping{Path: hostile[10], SHA256: hostile[7]}
		start.Next = report.Next{Resume: hostileCommand, Rejects: hostile[0], Send: hostile[0]}
	})
	s.sent(len(hostile), 200*time.Millisecond, func(n int, o *contact.Outcome) {
		text := hostile[n-1]
		o.Status, o.Contact, o.Code, o.Field, o.Message, o.RequestID = contact.Rejected, text, text, text, text, text
	})
	for _, text := range hostile {
		s.note(report.Note{At: noon, For: time.Second, Why: text})
	}
	s.end(report.Stopped, hostile[1], 3)
}

func read(t testing.TB, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
