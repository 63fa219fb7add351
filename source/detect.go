package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// A Format is how an input is written.
type Format string

// The formats. CSV and TSV differ in the delimiter alone; both know quotes.
const (
	CSV   Format = "csv"
	TSV   Format = "tsv"
	JSONL Format = "jsonl" // one JSON object a line
)

var byExtension = map[string]Format{
	".csv": CSV, ".tsv": TSV, ".tab": TSV, ".jsonl": JSONL, ".ndjson": JSONL, ".json": JSONL,
}

var errArray = errors.New("JSON array: write one object per line (jq -c '.[]')")

// skipMark skips a UTF-8 byte order mark and returns its length.
func skipMark(head *bufio.Reader) (int64, error) {
	const mark = "\ufeff"
	start, err := head.Peek(len(mark))
	if len(start) == 0 {
		if err == io.EOF {
			return 0, errors.New("is empty: 0 bytes: check the export that wrote it")
		}
		return 0, unreadable(1, err)
	}
	if string(start) != mark {
		return 0, nil
	}
	_, err = head.Discard(len(mark))
	return int64(len(mark)), err
}

// detect returns the format: as it was given, by the name, by the content.
func detect(cfg Config, head *bufio.Reader) (Format, error) {
	switch cfg.Format {
	case CSV, TSV, JSONL:
		return cfg.Format, nil
	case "":
	default:
		return "", fmt.Errorf("unknown input format %q: use csv, tsv or jsonl", cfg.Format)
	}
	extension := strings.ToLower(filepath.Ext(cfg.Path))
	format, known := byExtension[extension]
	if known && extension != ".json" {
		return format, nil
	}
	line := firstLine(head)
	switch {
	case isArray(line, known):
		return "", errArray
	case known:
		return format, nil
	}
	return byContent(line), nil
}

// isArray tells a JSON array from a header that begins with a bracket, such as
// [Name],[Phone]; in a .json file every bracket begins an array.
func isArray(line []byte, json bool) bool {
	rest, ok := bytes.CutPrefix(line, []byte("["))
	rest = bytes.TrimSpace(rest)
	return ok && (json || len(rest) == 0 || rest[0] == '{')
}

func byContent(line []byte) Format {
	switch {
	case bytes.HasPrefix(line, []byte("{")):
		return JSONL
	case bytes.ContainsRune(line, '\t') && !bytes.ContainsRune(line, ','):
		return TSV
	}
	return CSV
}

// firstLine returns the first line that is not blank, from its first character
// on, as far as the buffer reaches. It never waits for more than that line.
func firstLine(head *bufio.Reader) []byte {
	for {
		_, err := head.Peek(head.Buffered() + 1)
		seen, _ := head.Peek(head.Buffered())
		line := bytes.TrimLeft(seen, " \t\r\n")
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			return line[:end]
		}
		if err != nil {
			return line
		}
	}
}
