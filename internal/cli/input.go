package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rollcall/report"
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

// An inputFlag is one of them, with what it was given.
type inputFlag struct {
	name  string
	value *string
}

func (f *inputFlags) each() []inputFlag {
	return []inputFlag{
		{"input-format", &f.format},
		{"delimiter", &f.delimiter},
		{"encoding", &f.encoding},
		{"sheet", &f.sheet},
	}
}

// reading describes the flags for the journal.
func (f *inputFlags) reading() report.Reading {
	return report.Reading{Format: f.format, Delimiter: f.delimiter, Encoding: f.encoding, Sheet: f.sheet}
}

// goOn takes over how the run in a directory has read its input so far, and
// refuses a flag that says otherwise.
func (f *inputFlags) goOn(before report.Reading, dir string) error {
	began := inputFlags{before.Format, before.Delimiter, before.Encoding, before.Sheet}
	for i, flag := range began.each() {
		now := f.each()[i].value
		switch {
		case *now == "":
			*now = *flag.value
		case *flag.value == "":
			return usage("--resume: the run in %s was begun without --%s: leave it out, or %s", dir, flag.name, startOver)
		case *now != *flag.value:
			return usage("--resume: the run in %s was begun with --%s %s: leave --%s out, or %s", dir, flag.name, quote(*flag.value), flag.name, startOver)
		}
	}
	return nil
}

// words returns the flags that were given, each with a blank before it, as a
// shell takes them.
func (f *inputFlags) words() string {
	var b strings.Builder
	for _, flag := range f.each() {
		if *flag.value != "" {
			b.WriteString(" --" + flag.name + " " + quote(*flag.value))
		}
	}
	return b.String()
}
