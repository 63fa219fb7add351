package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// A Format is how an input is written.
type Format string

// The formats. CSV and TSV differ in the delimiter alone; both know quotes.
const (
	CSV   Format = "csv"   // delimited by what its header shows
	TSV   Format = "tsv"   // delimited by tabs
	JSONL Format = "jsonl" // one JSON object a line, or a JSON array of objects
	XLSX  Format = "xlsx"  // a sheet of a workbook
)

var byExtension = map[string]Format{
	".csv": CSV, ".tsv": TSV, ".tab": TSV, ".jsonl": JSONL, ".ndjson": JSONL, ".json": JSONL, ".xlsx": XLSX, ".xlsm": XLSX,
}

// known refuses a format that there is none of.
func (f Format) known() error {
	switch f {
	case "", CSV, TSV, JSONL, XLSX:
		return nil
	}
	return fmt.Errorf("unknown input format %s: use csv, tsv, jsonl or xlsx", cut(string(f)))
}

// extension returns what the name of an input ends with, that of a compression
// left out, in lower case.
func extension(path string) string {
	path = strings.ToLower(path)
	path = strings.TrimSuffix(strings.TrimSuffix(path, ".gz"), ".zst")
	return filepath.Ext(path)
}

// isWorkbook tells a workbook by its name and its content: it is a zip archive.
func isWorkbook(cfg Config, head *bufio.Reader) (bool, error) {
	zipped := begins(head, "PK\x03\x04")
	named := cfg.Format == XLSX || cfg.Format == "" && byExtension[extension(cfg.Path)] == XLSX
	switch {
	case begins(head, "\xd0\xcf\x11\xe0"):
		return false, errors.New("is an Excel file of the old kind (.xls), or one with a password: save it as .xlsx without a password, or as CSV UTF-8")
	case zipped && (cfg.Format == "" || cfg.Format == XLSX):
		return true, nil
	case zipped:
		return false, fmt.Errorf("is a zip archive or a workbook, not %s: leave --input-format out", cfg.Format)
	case named && head.Buffered() > 0:
		return false, errors.New("is no xlsx workbook, whatever its name says: name its format with --input-format, or export it again")
	}
	return false, nil
}

// detect returns the format of a text: as it was given, by the name, by the
// content, which leaves the delimited ones open.
func detect(cfg Config, head *bufio.Reader) (format Format, array bool) {
	format = cfg.Format
	name := extension(cfg.Path)
	if format == "" {
		format = byExtension[name]
	}
	if format == CSV || format == TSV {
		return format, false
	}
	line := firstLine(head)
	array = isArray(line, name == ".json" && cfg.Format == "")
	if array || bytes.HasPrefix(line, []byte("{")) {
		format = JSONL
	}
	return format, array
}

// isArray tells a JSON array from a header that begins with a bracket, such as
// [Name],[Phone]; in a .json file every bracket begins an array.
func isArray(line []byte, json bool) bool {
	rest, ok := bytes.CutPrefix(line, []byte("["))
	rest = bytes.TrimSpace(rest)
	return ok && (json || len(rest) == 0 || rest[0] == '{')
}

// firstLine returns the first line that is not blank, from its first character
// on, as far as the buffer reaches. It never waits for more than that line.
func firstLine(head *bufio.Reader) []byte {
	for all := false; ; {
		seen, _ := head.Peek(head.Buffered())
		line := bytes.TrimLeft(seen, " \t\r\n")
		if end := bytes.IndexAny(line, "\r\n"); end >= 0 {
			return line[:end]
		}
		if all {
			return line
		}
		_, err := head.Peek(len(seen) + 1) // which moves what was seen
		all = err != nil
	}
}

// begins reports whether the bytes begin so. It waits for no more of them than it
// takes to know.
func begins(head *bufio.Reader, magic string) bool {
	for n := 1; n <= len(magic); n++ {
		start, _ := head.Peek(n)
		if string(start) != magic[:n] {
			return false
		}
	}
	return true
}
