package undo_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/undo"
)

// BenchmarkMake undoes a row of each of many contacts.
func BenchmarkMake(b *testing.B) {
	const rows = 100_000
	var text strings.Builder
	text.WriteString(aelystHead)
	for i := range rows {
		fmt.Fprintf(&text, "{\"row\":%d,\"writes\":[\"lastName\",\"email\"]}\n", i+1)
		fmt.Fprintf(&text, "{\"row\":%d,\"contact\":\"id:%d\",\"id\":\"%d\",\"holds\":{\"firstName\":\"A\",\"lastName\":\"Rahman\",\"email\":null,\"Points\":12.5}}\n", i+1, i+1, i+1)
	}
	path := filepath.Join(b.TempDir(), "before.jsonl")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	backup, err := undo.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	def, _ := all.Find("aelyst")
	p := def.New(nil)
	updated := func(yield func(contact.Outcome, error) bool) {
		for i := range rows {
			out := contact.Outcome{Row: contact.Row{Number: i + 1}, Contact: fmt.Sprintf("id:%d", i+1), Status: contact.Updated}
			if !yield(out, nil) {
				return
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		plan, err := undo.Make(undo.Config{
			Backup: backup, Provider: p, Comparer: p.(providers.Comparer), Rows: rows, Outcomes: updated,
		}, func([]byte) error { return nil })
		if err != nil || plan.Contacts != rows {
			b.Fatalf("%d contacts, %v", plan.Contacts, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}
