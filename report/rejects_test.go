package report

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/contact"
)

// rejectsOf renders a run whose rows were all refused and returns its rejects.
func rejectsOf(t *testing.T, header []string, records ...[]string) [][]string {
	t.Helper()
	dir := t.TempDir()
	var outcomes []contact.Outcome
	for i, record := range records {
		o := outcome(i+1, "a", contact.Rejected)
		o.Row.Record, o.Message = record, "no"
		outcomes = append(outcomes, o)
	}
	write(t, dir, csvStart(header...), readRows(1, len(records)), settle(outcomes...), end(Finished, 1))
	render(t, dir)
	return table(t, dir, rejectsCSV)
}

func TestRejectsOfRaggedRecords(t *testing.T) {
	t.Parallel()
	got := rejectsOf(t, []string{" ID ", "V", "V"}, []string{"=1+1", "", " x "}, []string{"short"}, []string{"a", "b", "c", `d "e"`, "f,g", ""})
	equal(t, "rejects", got, [][]string{
		{" ID ", "V", "V", contact.RejectRow, contact.RejectOutcome, contact.RejectMessage, contact.RejectSurplus},
		{"=1+1", "", " x ", "1", "rejected", "no", ""},
		{"short", "", "", "2", "rejected", "no", ""},
		{"a", "b", "c", "3", "rejected", "no", `"d ""e""","f,g",`},
	})
}

// TestRejectsFedBack takes the rejects as the next input, twice.
func TestRejectsFedBack(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		header  []string
		records [][]string
		columns string // of the rejects, in each round
	}{
		"plain":   {[]string{"ID", "V"}, [][]string{{"a", "b"}, {"c", "d"}}, "ID,V,rollcall_row,rollcall_outcome,rollcall_message"},
		"ragged":  {[]string{"ID", "V"}, [][]string{{"a"}, {"c", "d", "e", "f"}}, "ID,V,rollcall_row,rollcall_outcome,rollcall_message,rollcall_surplus"},
		"between": {[]string{"ID", "rollcall_message", "V"}, [][]string{{"a", "old", "b"}}, "ID,V,rollcall_row,rollcall_outcome,rollcall_message"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := rejectsOf(t, test.header, test.records...)
			equal(t, "columns", strings.Join(first[0], ","), test.columns)
			second := rejectsOf(t, first[0], first[1:]...)
			equal(t, "the second round", second, first)
		})
	}
	again := rejectsOf(t, []string{"ID", contact.RejectSurplus}, []string{"a", "x,y", "z"})
	equal(t, "what did not fit, and more of it", again[1][4], "x,y,z")
}

func TestRejectedLines(t *testing.T) {
	t.Parallel()
	const tail = `"rollcall_row":7,"rollcall_outcome":"rejected","rollcall_message":"a \"b\""}`
	tests := map[string]struct{ raw, want string }{
		"object":             {`{"id": 12345678901234567890, "b" : [1.0,{}] }`, `{"id": 12345678901234567890, "b" : [1.0,{}],` + tail},
		"empty":              {`{}`, `{` + tail},
		"doubled names":      {`{"a":1,"a":2}`, `{"a":1,"a":2,` + tail},
		"fed back":           {`{"a":1,"rollcall_row":3,"b":2,"rollcall_outcome":"x","rollcall_message":"y"}`, `{"a":1,"b":2,` + tail},
		"fed back, leading":  {`{ "rollcall_row":3 , "rollcall_\u006dessage":"", "b":2}`, `{"b":2,` + tail},
		"only ours":          {`{"rollcall_row":3}`, `{` + tail},
		"no object":          {`[1]`, `{"rollcall_raw":"[1]",` + tail},
		"broken":             {`{"a":1`, `{"rollcall_raw":"{\"a\":1",` + tail},
		"two objects":        {`{} {}`, `{"rollcall_raw":"{} {}",` + tail},
		"no UTF-8":           {"{\"a\":\"\xff\"}", `{"rollcall_raw":"{\"a\":\"` + "\ufffd" + `\"}",` + tail},
		"nothing":            {``, `{"rollcall_raw":"",` + tail},
		"too deep":           {strings.Repeat("[", 20000), `{"rollcall_raw":"` + strings.Repeat("[", 20000) + `",` + tail},
		"fed back as it was": {`{"rollcall_raw":"[1]","rollcall_row":1,"rollcall_outcome":"x","rollcall_message":"y"}`, `{"rollcall_raw":"[1]",` + tail},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := contact.Outcome{Row: contact.Row{Number: 7, Raw: []byte(test.raw)}, Status: contact.Rejected}
			equal(t, "reject", string(appendReject(nil, &o, `a "b"`)), test.want)
		})
	}
}

func TestRejectsJSONL(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	line := func(n int, raw string, s contact.Status) contact.Outcome {
		return contact.Outcome{Row: contact.Row{Number: n, Line: n, Raw: []byte(raw)}, Status: s, Message: "m"}
	}
	write(t, dir, jsonlStart(), readRows(1, 3), settle(line(1, `{"a":1}`, contact.Invalid), line(2, `{"a":2}`, contact.Updated), line(3, `x`, contact.Invalid)), end(Finished, 1))
	render(t, dir)
	equal(t, rejectsJSONL, read(t, dir, rejectsJSONL), `{"a":1,"rollcall_row":1,"rollcall_outcome":"invalid","rollcall_message":"m"}
{"rollcall_raw":"x","rollcall_row":3,"rollcall_outcome":"invalid","rollcall_message":"m"}
`)
}

func FuzzReject(f *testing.F) {
	for _, raw := range []string{`{"a":1,"rollcall_row":3}`, `{ "rollcall_raw" : "x" }`, "\xff", `{"\ud800":1}`} {
		f.Add([]byte(raw), "message")
	}
	f.Fuzz(func(t *testing.T, raw []byte, message string) {
		o := contact.Outcome{Row: contact.Row{Number: 7, Raw: raw}, Status: contact.Rejected}
		once := appendReject(nil, &o, message)
		if !json.Valid(once) {
			t.Fatalf("no JSON: %q", once)
		}
		o.Row.Raw = once
		if twice := appendReject(nil, &o, message); string(twice) != string(once) {
			t.Fatalf("fed back, the line changes:\n%s\n%s", once, twice)
		}
	})
}
