package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"rollcall/mapping"
	"rollcall/providers/all"
)

// readMapping reads a mapping file, and of one that is too long enough for
// [mapping.Compile] to refuse it.
func readMapping(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unopened(path, err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mapping.MaxSize+1))
	if err != nil {
		return nil, unopened(path, err)
	}
	return text, nil
}

// unopened says of a mapping what is said of an input that cannot be opened.
func unopened(path string, err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return usage("%s: cannot be opened: %w: check the path and its permissions", path, err)
}

// test runs the tests of a mapping and nothing else.
func (a *app) test(f runFlags) error {
	out := f.output
	if err := setLog(a.log, out.logLevel, out.logFormat, out.quiet); err != nil {
		return err
	}
	text, err := readMapping(f.mapping)
	if err != nil {
		return err
	}
	m, err := mapping.CompileAlone(f.mapping, text, all.Definitions())
	if err != nil {
		return usageErr(err)
	}
	if m.Tests() == 0 {
		return usage("%s has no tests: add tests: to it, or name an INPUT to check", f.mapping)
	}
	if err := m.RunTests(); err != nil {
		return usageErr(err)
	}
	return a.showTests(m.Tests(), out)
}

func (a *app) showTests(n int, out outputFlags) error {
	switch {
	case out.json:
		return a.print(func(w io.Writer) { json.NewEncoder(w).Encode(map[string]int{"tests": n}) })
	case out.quiet:
		return nil
	}
	return a.print(func(w io.Writer) { fmt.Fprintln(w, passed(n)) })
}

// passed says that the tests of a mapping passed.
func passed(n int) string { return fmt.Sprintf("%s of the mapping passed", count(n, "test")) }
