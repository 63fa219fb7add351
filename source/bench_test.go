package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
)

const benchRows = 20_000

func benchCSV() string {
	var text strings.Builder
	text.WriteString("id,first,last,email,phone,city,zip,country,lang,since,tags,note\n")
	for i := range benchRows {
		fmt.Fprintf(&text, "%024x,Ann,\"Bell, Jr\",ann%d@example.com,+6012345%05d,Penang,%05d,MY,en,2020-01-02,a;b,hello there\n", i, i, i, i)
	}
	return text.String()
}

func benchJSONL() string {
	var text strings.Builder
	for i := range benchRows {
		fmt.Fprintf(&text, `{"id":"%024x","first":"Ann","last":"Bell","email":"ann%d@example.com","phone":"+6012345%05d","address":{"city":"Penang","zip":"%05d"},"age":%d,"active":true,"tags":["a","b"],"note":"hello"}`+"\n", i, i, i, i, i)
	}
	return text.String()
}

func benchmark(b *testing.B, format Format, text string, columns ...string) {
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		n := 0
		for row, err := range open(b, format, text, columns...).Rows() {
			if err != nil || row.Err != nil {
				b.Fatal(err, row.Err)
			}
			n++
		}
		if n != benchRows {
			b.Fatalf("%d rows, want %d", n, benchRows)
		}
	}
	perRow(b)
}

func perRow(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/row")
}

func BenchmarkCSV(b *testing.B) { benchmark(b, CSV, benchCSV(), "id", "email", "phone") }

func BenchmarkJSONL(b *testing.B) {
	benchmark(b, JSONL, benchJSONL(), "id", "first", "email", "phone", "address.city", "age", "tags")
}

func BenchmarkWindows1252(b *testing.B) {
	text := in(b, "windows-1252", strings.ReplaceAll(benchCSV(), "Ann,", "Zoë,"))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		countRows(b, Config{Path: "-", Stdin: strings.NewReader(text), Encoding: "windows-1252"})
	}
	perRow(b)
}

func BenchmarkGzip(b *testing.B) {
	data := packed(b, benchCSV())["gzip"]
	for b.Loop() {
		countRows(b, Config{Path: "-", Stdin: bytes.NewReader(data)})
	}
	perRow(b)
}

// BenchmarkXLSX reads what Excel writes: most texts are shared ones.
func BenchmarkXLSX(b *testing.B) {
	var rows strings.Builder
	var texts []string
	next := func() cellText {
		texts = append(texts, fmt.Sprintf("<t>text %d</t>", len(texts)))
		return shared(len(texts) - 1)
	}
	rows.WriteString(row(1, next(), next(), next(), next(), next()))
	for i := range benchRows {
		rows.WriteString(row(i+2, next(), next(), next(), value(fmt.Sprintf("6012%08d", i)), styled(1, "45360")))
	}
	w := one(rows.String())
	w.texts, w.styles = texts, "dd/mm/yyyy"
	data := w.bytes(b)
	b.ReportAllocs()
	for b.Loop() {
		countRows(b, Config{Path: "-", Stdin: bytes.NewReader(data)})
	}
	perRow(b)
}

// countRows reads an input that holds nothing but good rows.
func countRows(b *testing.B, cfg Config) {
	b.Helper()
	s, err := Open(cfg)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	n := 0
	for row, err := range s.Rows() {
		if err != nil || row.Err != nil {
			b.Fatal(err, row.Err)
		}
		n++
	}
	if n != benchRows {
		b.Fatalf("%d rows, want %d", n, benchRows)
	}
}

func BenchmarkBareCSV(b *testing.B) {
	text := benchCSV()
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r := csv.NewReader(bufio.NewReaderSize(strings.NewReader(text), bufferSize))
		for {
			if _, err := r.Read(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	perRow(b)
}
