package main

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// name returns the name of a command's page.
func name(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// versionOf returns the version alone, without commit and date.
func versionOf(root *cobra.Command) string {
	version, _, _ := strings.Cut(root.Version, " ")
	return version
}

// page returns the page of a command as Markdown.
func page(cmd *cobra.Command, at time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%% %q \"1\" %q %q %q\n", strings.ToUpper(name(cmd)), at.Format(time.DateOnly), "rollcall "+versionOf(cmd.Root()), "rollcall manual")
	fmt.Fprintf(&b, "# NAME\n%s - %s\n", name(cmd), plain(cmd.Short))
	fmt.Fprintf(&b, "# SYNOPSIS\n%s\n", synopsis(cmd))
	fmt.Fprintf(&b, "# DESCRIPTION\n%s", description(cmd))
	options(&b, cmd)
	fmt.Fprintf(&b, "# EXAMPLES\n```\n%s\n```\n", cmd.Example)
	if !cmd.HasParent() {
		b.WriteString(surroundings)
	}
	fmt.Fprintf(&b, "# SEE ALSO\n%s\n", strings.Join(others(cmd), ", "))
	return b.String()
}

// surroundings are what only the first page tells.
const surroundings = `# ENVIRONMENT

CELLCAST\_TOKEN, TELECMI\_TOKEN, CENDYN\_TOKEN, AELYST\_TOKEN, CALLBELL\_TOKEN
: The token of a provider, where the mapping names no other place for it.

HTTPS\_PROXY, NO\_PROXY
: The proxy to send by, and the hosts to reach without one.

NO\_COLOR
: Colours nothing, if it is set.

CLICOLOR\_FORCE
: Colours what does not go to a terminal too, unless it is 0.

TERM
: With dumb there is neither colour nor a progress bar.

# FILES

INPUT without its extensions + .rollcall
: The run directory: the journal, by which a run goes on, reconciliation.csv, rejects.csv, report.html and summary.json.

`

func synopsis(cmd *cobra.Command) string {
	if cmd.HasAvailableSubCommands() {
		return "**" + cmd.CommandPath() + "** COMMAND"
	}
	words, _ := strings.CutPrefix(cmd.UseLine(), cmd.CommandPath())
	return "**" + cmd.CommandPath() + "**" + plain(words)
}

// term is a line of a list in help: a term, and what is said of it.
var term = regexp.MustCompile(`^ +(\S+(?: \S+)*)  +(.+)$`)

// description returns what help says of a command. Its lists become lists.
func description(cmd *cobra.Command) string {
	text := cmd.Long
	if text == "" {
		text = cmd.Short + "."
	}
	var b strings.Builder
	inList := false
	for line := range strings.SplitSeq(text, "\n") {
		item := term.FindStringSubmatch(line)
		if inList && item == nil {
			b.WriteString("\n")
		}
		inList = item != nil
		switch {
		case item != nil:
			fmt.Fprintf(&b, "\n%s\n: %s\n", plain(item[1]), plain(item[2]))
		case line == "Exit status:":
			b.WriteString("# EXIT STATUS\n")
		default:
			fmt.Fprintln(&b, plain(line))
		}
	}
	return b.String() + "\n"
}

func options(b *strings.Builder, cmd *cobra.Command) {
	b.WriteString("# OPTIONS\n")
	cmd.InitDefaultHelpFlag()
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		flag := "**--" + f.Name + "** " + plain(value)
		if f.Shorthand != "" {
			flag = "**-" + f.Shorthand + "**, " + flag
		}
		if d := f.DefValue; d != "" && d != "0" && d != "false" && d != "[]" && d != "0s" {
			usage += " (default " + d + ")"
		}
		fmt.Fprintf(b, "\n%s\n: %s\n", strings.TrimSpace(flag), plain(usage))
	})
	b.WriteString("\n")
}

// others names the pages that belong to a page.
func others(cmd *cobra.Command) []string {
	if cmd.HasParent() {
		pages := []string{"**" + name(cmd.Root()) + "(1)**"}
		if cmd.Flags().Lookup("mapping") != nil || cmd.Name() == "init" {
			pages = append(pages, "**"+mappingName+"(5)**")
		}
		return pages
	}
	pages := []string{"**" + mappingName + "(5)**"}
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			pages = append(pages, "**"+name(sub)+"(1)**")
		}
	}
	return pages
}

var escapes = strings.NewReplacer(
	`\`, `\\`, `*`, `\*`, `_`, `\_`, "`", "\\`", `<`, `\<`, `>`, `\>`, `[`, `\[`, `]`, `\]`, `|`, `\|`, `~`, `\~`, `#`, `\#`,
)

// plain returns text as Markdown that means nothing but the text.
func plain(text string) string { return escapes.Replace(text) }
