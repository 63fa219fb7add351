package source

import (
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "a,b\r\n\r\n\"1\n\",2\r", "a\n\"", "a,b\n1\"2,3\n4,5", "\ufeffa\n\n\n", "a,b\n\"x\"\"y\",\"z", "\r\r\n\n", "\x00,\xff\n",
		"sep=|\na|b\n1|2", "a;b,c\r1;2,3\r", "a\n1,2;3\t4|5",
		"a,rollcall_message\n,\"has -1 cells, the header has 2\"\n",
	} {
		for _, delimiter := range []string{"", ",", ";", "tab", "|", "§"} {
			f.Add(seed, delimiter)
		}
	}
	f.Fuzz(func(t *testing.T, text, delimiter string) {
		s, err := Open(Config{Path: "-", Stdin: strings.NewReader(text), Format: CSV, Delimiter: delimiter, Encoding: "utf-8"})
		if err != nil {
			return
		}
		rows, err := read(s)
		checkNumbers(t, rows)
		if !s.exact {
			return // it begins as UTF-16 does
		}
		if err == nil && s.Offset() != int64(len(text)) {
			t.Errorf("%d of %d bytes were read", s.Offset(), len(text))
		}
		want, ok := plain(s.rows.(*table), strings.TrimPrefix(text, "\ufeff"))
		if !ok {
			return
		}
		var got [][]string
		for _, row := range rows {
			if line := row.Blank && len(row.Record) > 0 && &row.Record[0] == &s.rows.(*table).blank[0]; !line {
				got = append(got, row.Record)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("error %v, records against those of encoding/csv (-want +got):\n%s", err, diff)
		}
	})
}

// plain returns the records behind the header as encoding/csv alone reads them,
// once it is told how the table is written.
func plain(t *table, text string) (records [][]string, ok bool) {
	if _, size := separatorLine([]byte(text)); size > 0 {
		text = text[size:]
	}
	if _, mac := t.record.r.(macReader); mac {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = t.parser.Comma, -1
	for {
		record, err := r.Read()
		switch {
		case err == io.EOF && len(records) > 1:
			return records[1:], true
		case err == io.EOF:
			return nil, true
		case err != nil:
			return nil, false
		}
		records = append(records, record)
	}
}
