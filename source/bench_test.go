package source

import (
	"bufio"
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
