package cli

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A group is commands or flags that belong together, in the order in which a
// person wants them.
type group struct {
	title string
	names []string
}

// The last group of each takes what is in no other.
var (
	commandGroups = []group{
		{"The main job", []string{"init", "check", "run", "report", "undo"}},
		{"To look things up", []string{"providers", "state"}},
		{"To try it without an account", []string{"demo", "sandbox"}},
		{"Other commands", nil},
	}
	flagGroups = []group{
		{"Which rows", []string{"limit", "sample", "resume", "restart", "state", "full", "unknown", "unfinished"}},
		{"Reading the input", []string{"input-format", "delimiter", "encoding", "sheet", "strict"}},
		{"Sending", []string{
			"base-url", "concurrency", "rate", "batch", "attempts", "timeout", "retry-wait", "retry-max-wait", "queue-wait", "max-pause",
			"outage-wait", "max-errors", "keep-going", "pause-file", "allow-http", "ca-file",
		}},
		{"Being careful", []string{
			"online", "no-preflight", "confirm", "verify", "backup", "min-rows", "max-shrink", "max-cleared", "max-changed",
		}},
		{"Output", []string{
			"json", "quiet", "log-level", "log-format", "keep-runs", "metrics-file", "on-finish",
		}},
		{"Flags", nil},
	}
)

// helpWidth is how wide help is where no terminal says otherwise.
const helpWidth = 80

func (a *app) helpSheet() sheet {
	s := a.sheet(a.out)
	s.columns = cmp.Or(s.columns, helpWidth)
	return s
}

// writeHelp writes what a command is and how it is used.
func writeHelp(s sheet, cmd *cobra.Command) {
	text := cmd.Long
	if text == "" {
		text = cmd.Short
	}
	writeProse(s, text)
	fmt.Fprintln(s)
	writeUsage(s, cmd)
}

// indented is a line of a list: a term, and what is said of it.
var indented = regexp.MustCompile(`^( +\S+(?: \S+)*  +)(.+)$`)

// writeProse writes paragraphs, and lists whose lines are indented.
func writeProse(s sheet, text string) {
	var paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			s.say("", strings.Join(paragraph, " "))
		}
		paragraph = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		item := indented.FindStringSubmatch(line)
		switch {
		case item != nil:
			flush()
			s.say(item[1], item[2])
		case line == "":
			flush()
			fmt.Fprintln(s)
		default:
			paragraph = append(paragraph, line)
		}
	}
	flush()
}

func writeUsage(s sheet, cmd *cobra.Command) {
	fmt.Fprintf(s, "%s\n", s.title("Usage"))
	if cmd.Runnable() {
		fmt.Fprintf(s, "  %s\n", cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(s, "  %s COMMAND\n", cmd.CommandPath())
	}
	if cmd.Example != "" {
		fmt.Fprintf(s, "\n%s\n%s\n", s.title("Examples"), cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		writeCommands(s, cmd)
		fmt.Fprintln(s)
		s.say("", fmt.Sprintf("%s COMMAND --help says more about a command.", cmd.CommandPath()))
	}
	writeFlags(s, cmd)
}

func (s sheet) title(text string) string { return s.ink(inkBold, text+":") }

func writeCommands(s sheet, root *cobra.Command) {
	shown := func(cmd *cobra.Command) bool { return cmd.IsAvailableCommand() || cmd.Name() == "help" }
	for _, g := range sorted(commandGroups, root.Commands(), (*cobra.Command).Name, shown) {
		fmt.Fprintf(s, "\n%s\n", s.title(g.title))
		for _, cmd := range g.of {
			s.say(fmt.Sprintf("  %-12s", cmd.Name()), cmd.Short)
		}
	}
}

// writeFlags writes the flags of a command. Where they are few, one title does.
func writeFlags(s sheet, cmd *cobra.Command) {
	const few = 10
	cmd.InitDefaultHelpFlag()
	var flags []*pflag.Flag
	cmd.Flags().VisitAll(func(f *pflag.Flag) { flags = append(flags, f) })
	groups := flagGroups
	if len(flags) <= few {
		groups = groups[len(groups)-1:]
	}
	all := sorted(groups, flags, func(f *pflag.Flag) string { return f.Name }, func(f *pflag.Flag) bool { return !f.Hidden })
	if n := len(all); n > 1 { // what is in no group is most to the point
		all = slices.Insert(all[:n-1], 0, all[n-1])
	}
	for _, g := range all {
		set := pflag.NewFlagSet(g.title, pflag.ContinueOnError)
		set.SortFlags = false
		for _, f := range g.of {
			set.AddFlag(f)
		}
		fmt.Fprintf(s, "\n%s\n%s", s.title(g.title), set.FlagUsagesWrapped(s.room(0)))
	}
}

// members are a group with what of it there is.
type members[T any] struct {
	title string
	of    []T
}

// sorted puts things into groups by their names, in the order of the names; what
// is in no group comes last, in its own order. Groups without any are left out.
func sorted[T any](groups []group, all []T, name func(T) string, shown func(T) bool) []members[T] {
	var in []members[T]
	known := map[string]bool{}
	for _, g := range groups {
		m := members[T]{title: g.title}
		for _, n := range g.names {
			known[n] = true
			if i := slices.IndexFunc(all, func(one T) bool { return name(one) == n && shown(one) }); i >= 0 {
				m.of = append(m.of, all[i])
			}
		}
		if g.names == nil {
			m.of = slices.DeleteFunc(slices.Clone(all), func(one T) bool { return known[name(one)] || !shown(one) })
		}
		if len(m.of) > 0 {
			in = append(in, m)
		}
	}
	return in
}
