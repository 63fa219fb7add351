package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rollcall/source"
)

// inputFlags say how to read INPUT; what they leave out is found from it.
type inputFlags struct {
	format, delimiter, encoding, sheet string
}

func (f *inputFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringVar(&f.format, "input-format", "", "how to read INPUT: csv, tsv, jsonl or xlsx (default: by name, then by content)")
	fs.StringVar(&f.delimiter, "delimiter", "", "what is between the cells of a CSV: a `CHARACTER`, or tab (default: by content)")
	fs.StringVar(&f.encoding, "encoding", "", "the `NAME` of the text's encoding, such as windows-1252 (default: UTF-8 or UTF-16, by content)")
	fs.StringVar(&f.sheet, "sheet", "", "the sheet of a workbook: `NAME or N` from 1 (default: the first)")
}

// config says what to open.
func (f *inputFlags) config(path string, stdin io.Reader) source.Config {
	return source.Config{
		Path: path, Stdin: stdin, Format: source.Format(f.format),
		Delimiter: f.delimiter, Encoding: f.encoding, Sheet: f.sheet,
	}
}

// words returns the flags that were given, each with a blank before it, as a
// shell takes them.
func (f *inputFlags) words() string {
	var b strings.Builder
	for _, flag := range []struct{ name, value string }{
		{"input-format", f.format}, {"delimiter", f.delimiter}, {"encoding", f.encoding}, {"sheet", f.sheet},
	} {
		if flag.value != "" {
			b.WriteString(" --" + flag.name + " " + quote(flag.value))
		}
	}
	return b.String()
}
