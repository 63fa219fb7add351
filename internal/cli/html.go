package cli

import (
	"fmt"
	"io"
	"path/filepath"

	"rollcall/report"
	"rollcall/report/page"
	"rollcall/source"
)

func pagePath(dir string) string { return filepath.Join(dir, page.Name) }

// tell prints one line, unless nothing is to be said.
func (a *app) tell(line string, out outputFlags) error {
	if out.quiet {
		return nil
	}
	return a.print(func(w io.Writer) { fmt.Fprintln(w, line) })
}

// next returns the command lines that a reader of the report may want next. A
// demo's sandbox is gone by then.
func (j *job) next() report.Next {
	if j.demo {
		return report.Next{}
	}
	name := "rejects.csv"
	if j.src.Format() == source.JSONL {
		name = "rejects.jsonl"
	}
	next := report.Next{Rejects: j.rejectsHint(filepath.Join(j.dir, name))}
	if !j.dry {
		next.Resume = j.resumeHint()
		return next
	}
	flags := j.flags.input.words() + j.flags.send.words() + j.flags.careful.words()
	next.Send = fmt.Sprintf("rollcall run %s -m %s%s", quote(j.input), quote(j.flags.mapping), flags)
	return next
}
