package workload

import (
	"bytes"
	"encoding/csv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRows(t *testing.T) {
	t.Parallel()
	for _, k := range []Kind{Single, Sorted, Batch} {
		var out bytes.Buffer
		if err := k.WriteRows(&out, 10); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(&out).ReadAll() // refuses rows of different length
		if err != nil {
			t.Fatalf("%s: %v", k.Name, err)
		}
		contacts := map[string]int{}
		for _, record := range records[1:] {
			contacts[record[0]]++
		}
		if len(records[0]) != 10 || len(records) != 11 || len(contacts) != 10/k.perContact {
			t.Errorf("%s: %d columns, %d lines, %d contacts", k.Name, len(records[0]), len(records), len(contacts))
		}
	}
}

// TestRowsAreTheSame makes figures comparable from one run to the next.
func TestRowsAreTheSame(t *testing.T) {
	t.Parallel()
	var a, b bytes.Buffer
	if err := Single.WriteRows(&a, 100); err != nil {
		t.Fatal(err)
	}
	if err := Single.WriteRows(&b, 100); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a.String(), b.String()); diff != "" {
		t.Errorf("two inputs of the same kind differ:\n%s", diff)
	}
}

func FuzzParseRequest(f *testing.F) {
	f.Add([]byte("PUT\t/a\t{}\n"))
	f.Add([]byte("PUT\t/a\t{}"))
	f.Add([]byte("PUT /a\n"))
	f.Fuzz(func(t *testing.T, line []byte) {
		r, err := ParseRequest(line)
		if err != nil {
			return
		}
		if again := r.Append(nil); !bytes.Equal(again, line) {
			t.Errorf("%q became %q", line, again)
		}
	})
}
