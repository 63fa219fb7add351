package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"rollcall/report"
	"rollcall/source"
)

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
	if j.dry {
		next.Send = j.sendHint()
	} else {
		next.Resume = j.resumeHint()
	}
	return next
}

// after returns what is left to do after a session. How to go on with one that was
// cut short is said behind the summary.
func (j *job) after(sum report.Summary) report.Next {
	next := j.next()
	next.Resume = ""
	if *sum.ExitCode > codeRows {
		next.Rejects = ""
	}
	return next
}

// onward says how to go on with a job that did not come to its end.
func (j *job) onward() string {
	switch {
	case j.dry:
		return "check again: nothing was sent"
	case j.demo:
		return "start the demo again"
	}
	return "go on with: " + j.resumeHint()
}

// resumeHint is the command line that goes on with the job: the one that began
// it, told to.
func (j *job) resumeHint() string {
	words := []string{"rollcall"}
	for i, arg := range j.args {
		value := i > 0 && isPassing(j.args[i-1]) && !strings.Contains(j.args[i-1], "=")
		if value || isPassing(arg) || isFlag(arg, "resume", "restart") {
			continue
		}
		if j.pattern != nil {
			arg = strings.Replace(arg, j.flags.dir, j.dir, 1)
		}
		words = append(words, quote(arg))
	}
	end := slices.Index(words, "--") // what is behind it is no flag
	if end < 0 {
		end = len(words)
	}
	return strings.Join(slices.Insert(words, end, "--resume"), " ")
}

// isPassing reports whether a word of the command line begins a flag that a
// resume does without: a pilot's, and the one that needs {date} in --dir, where
// now the very directory stands.
func isPassing(word string) bool { return isFlag(word, "limit", "sample", "keep-runs") }

// isFlag reports whether a word of the command line is one of the flags, with or
// without its value.
func isFlag(word string, names ...string) bool {
	flag, _, _ := strings.Cut(word, "=")
	name, long := strings.CutPrefix(flag, "--")
	return long && slices.Contains(names, name)
}

// sendHint is the command line that sends what a check looked at.
func (j *job) sendHint() string {
	return fmt.Sprintf("rollcall run %s -m %s", quote(j.input), quote(j.flags.mapping)) +
		j.flags.input.words() + j.flags.send.words() + j.flags.careful.words() + j.bounds
}

// boundFlags say which rows are sent, how fast, and what must hold before.
var boundFlags = []string{
	"limit", "sample", "strict", "concurrency", "rate", "batch", "max-errors",
	"min-rows", "max-shrink", "max-cleared", "max-changed",
}

// bounds returns those of the bound flags that were given, each with a blank
// before it, as a shell takes them.
func bounds(given *pflag.FlagSet) string {
	var b strings.Builder
	for _, name := range boundFlags {
		switch f := given.Lookup(name); {
		case f == nil || !f.Changed || f.Value.String() == "false":
		case f.Value.String() == "true":
			b.WriteString(" --" + name)
		default:
			b.WriteString(" --" + name + " " + quote(f.Value.String()))
		}
	}
	return b.String()
}

// rejectsHint is the command line that feeds corrected rejects back.
func (j *job) rejectsHint(rejects string) string {
	command, online := "run", ""
	if j.dry {
		command = "check"
	}
	if j.flags.careful.online {
		online = " --online"
	}
	return fmt.Sprintf("rollcall %s %s -m %s", command, quote(rejects), quote(j.flags.mapping)) +
		j.flags.send.words() + j.flags.careful.words() + online
}

// words returns the flags that say where to send, each with a blank before it, as
// a shell takes them.
func (f *sendFlags) words() string {
	var b strings.Builder
	for _, flag := range []struct{ name, value string }{{"base-url", f.baseURL}, {"ca-file", f.caFile}} {
		if flag.value != "" {
			b.WriteString(" --" + flag.name + " " + quote(flag.value))
		}
	}
	if f.allowHTTP {
		b.WriteString(" --allow-http")
	}
	return b.String()
}

// words returns likewise the flags that say what to remember and to make sure of.
func (f *carefulFlags) words() string {
	var b strings.Builder
	if f.state != "" {
		b.WriteString(" --state " + quote(f.state))
	}
	if f.confirm != "" {
		b.WriteString(" --confirm " + quote(f.confirm))
	}
	for _, flag := range []struct {
		name string
		set  bool
	}{{"full", f.full}, {"verify", f.verify}, {"backup", f.backup}} {
		if flag.set {
			b.WriteString(" --" + flag.name)
		}
	}
	return b.String()
}
