//go:build unix

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// json FILE PATH VALUE compares a value of a JSON file, stdout or stderr. The
// path is keys and indices with slashes; what is not there is null.
func compareJSON(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 3, "json FILE PATH VALUE")
	expect(ts, []byte(ts.ReadFile(args[0])), args[1], args[2])
}

func expect(ts *testscript.TestScript, text []byte, path, want string) {
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	ts.Check(d.Decode(&v))
	for key := range strings.SplitSeq(path, "/") {
		v = member(v, key)
	}
	got, ok := v.(string)
	if !ok {
		compact, err := json.Marshal(v)
		ts.Check(err)
		got = string(compact)
	}
	if got != want {
		ts.Fatalf("%s is %s, want %s; it stands in:\n%s", path, got, want, text)
	}
}

func member(v any, key string) any {
	switch v := v.(type) {
	case map[string]any:
		return v[key]
	case []any:
		if i, err := strconv.Atoi(key); err == nil && i < len(v) {
			return v[i]
		}
	}
	return nil
}

// volatile FILE… blanks the columns of a reconciliation that differ from run to
// run, where they hold anything.
func volatile(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) > 0, "volatile FILE…")
	for _, name := range args {
		records, err := csv.NewReader(strings.NewReader(ts.ReadFile(name))).ReadAll()
		ts.Check(err)
		for i, column := range records[0] {
			if !slices.Contains([]string{"duration_ms", "request_id", "sent_at"}, column) {
				continue
			}
			for _, record := range records[1:] {
				record[i] = ""
			}
		}
		var b strings.Builder
		ts.Check(csv.NewWriter(&b).WriteAll(records))
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(b.String()), 0o600))
	}
}

// contacts N FILE writes a CSV file of N contacts for Aelyst: id,name.
func contacts(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 2, "contacts N FILE")
	var b strings.Builder
	b.WriteString("id,name\n")
	for i := range number(ts, args[0]) {
		fmt.Fprintf(&b, "%d,Contact %d\n", i+1, i+1)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
}

// mode PERMISSIONS FILE… compares permissions, in octal.
func mode(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) > 1, "mode PERMISSIONS FILE…")
	for _, name := range args[1:] {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if got := fmt.Sprintf("%04o", info.Mode().Perm()); got != args[0] {
			ts.Fatalf("%s has the permissions %s, want %s", name, got, args[0])
		}
	}
}

// nowhere TEXT PATH… looks for a text in files, directories, stdout and stderr,
// where it must not stand.
func nowhere(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) > 1, "nowhere TEXT PATH…")
	for _, name := range args[1:] {
		if name == "stdout" || name == "stderr" {
			missing(ts, args[0], name, ts.ReadFile(name))
			continue
		}
		ts.Check(filepath.WalkDir(ts.MkAbs(name), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			missing(ts, args[0], path, string(text))
			return err
		}))
	}
}

func missing(ts *testscript.TestScript, text, name, content string) {
	if strings.Contains(content, text) {
		ts.Fatalf("%q stands in %s:\n%s", text, name, content)
	}
}
