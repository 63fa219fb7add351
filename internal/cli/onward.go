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
		next.Again = commandLine(masked(j.args), "")
		if j.refusal == nil {
			next.Send = j.sendHint()
		}
	} else {
		next.Resume = j.resumed(masked(j.args))
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
func (j *job) resumeHint() string { return j.resumed(j.args) }

// resumed returns the command line that goes on with a job that was begun with
// the arguments.
func (j *job) resumed(args []string) string {
	var words []string
	for i, arg := range args {
		value := i > 0 && isPassing(args[i-1]) && !strings.Contains(args[i-1], "=")
		if value || isPassing(arg) || isFlag(arg, "resume", "restart") {
			continue
		}
		if j.pattern != nil {
			arg = strings.Replace(arg, j.flags.dir, j.dir, 1)
		}
		words = append(words, arg)
	}
	return commandLine(words, "--resume")
}

// commandLine returns a command line as a shell takes it, with a flag added to
// it; empty for none.
func commandLine(args []string, flag string) string {
	words := []string{"rollcall"}
	for _, arg := range args {
		words = append(words, quote(arg))
	}
	if flag == "" {
		return strings.Join(words, " ")
	}
	end := slices.Index(words, "--") // what is behind it is no flag
	if end < 0 {
		end = len(words)
	}
	return strings.Join(slices.Insert(words, end, flag), " ")
}

// forgotten takes the place of a command that must not be kept. A shell does
// nothing when it is called.
const forgotten = ": put the command in here again"

// masked returns arguments that may be kept in files: the command of --on-finish
// may hold the secret of whom it tells.
func masked(args []string) []string {
	args = slices.Clone(args)
	for i, arg := range args {
		switch {
		case strings.HasPrefix(arg, "--on-finish="):
			args[i] = "--on-finish=" + forgotten
		case i > 0 && args[i-1] == "--on-finish":
			args[i] = forgotten
		}
	}
	return args
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

// paceFlags say how fast a job sends, and how it repeats.
var paceFlags = []string{
	"concurrency", "rate", "batch", "attempts", "timeout", "retry-wait", "retry-max-wait", "queue-wait", "max-pause", "outage-wait",
}

// boundFlags say which rows are sent, how fast, what must hold before, and what
// stops them.
var boundFlags = slices.Concat(
	[]string{"limit", "sample", "strict"}, paceFlags,
	[]string{"max-errors", "keep-going", "min-rows", "max-shrink", "max-cleared", "max-changed"},
)

// given returns those of the flags that were given, each with a blank before it,
// as a shell takes them.
func given(flags *pflag.FlagSet, names []string) string {
	var b strings.Builder
	for _, name := range names {
		switch f := flags.Lookup(name); {
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
		j.flags.send.words() + j.flags.careful.words() + j.pace + online
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
	}{{"full", f.full}, {"verify", f.verify}, {"backup", f.backup}, {"no-preflight", f.noPreflight}} {
		if flag.set {
			b.WriteString(" --" + flag.name)
		}
	}
	return b.String()
}
