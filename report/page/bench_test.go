package page_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rollcall/contact"
	"rollcall/report"
	"rollcall/report/page"
)

// BenchmarkRender renders a run with the page and without it.
func BenchmarkRender(b *testing.B) {
	const rows = 200_000
	for _, every := range []int{100, 2} {
		dir := filepath.Join(b.TempDir(), "run")
		s := &scribe{TB: b, dir: dir, at: noon}
		s.start(nil)
		batch, marks := make([]contact.Outcome, 100), make([]contact.Row, 100)
		for n := 0; n < rows; n += len(batch) {
			for i := range batch {
				batch[i] = benchOutcome(n+i+1, every)
				marks[i] = batch[i].Row
			}
			s.must(s.j.Rows(marks))
			s.must(s.j.Settled(batch))
		}
		s.end(report.Finished, "", 1)
		s.must(s.j.Close())
		for name, views := range map[string]func() []report.View{
			"without": func() []report.View { return nil },
			"with":    func() []report.View { return []report.View{page.New(dir)} },
		} {
			b.Run(fmt.Sprintf("bad=1in%d/%s", every, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := report.Render(dir, views()...); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
			})
		}
	}
}

func benchOutcome(n, every int) contact.Outcome {
	o := contact.Outcome{
		Row:     contact.Row{Number: n, Line: n + 1},
		Contact: fmt.Sprintf("674d9650b%015d", n), Status: contact.Updated, HTTPStatus: 200, Attempts: 1,
		Duration: 43 * time.Millisecond, RequestID: "req-0123456789", SentAt: noon.Add(time.Duration(n) * time.Millisecond),
	}
	if n%every == 0 {
		o.Status, o.HTTPStatus, o.Message = contact.NotFound, 404, "contact with id "+o.Contact+" is not exist"
		o.Row.Record = []string{o.Contact, "Ada", "Lovelace", "ada@example.com"}
	}
	return o
}
