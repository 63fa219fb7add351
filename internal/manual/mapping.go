package main

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// mappingName is the page on the mapping file, of the section for files.
const mappingName = "rollcall-mapping"

var (
	toElsewhere = regexp.MustCompile(`\[([^\]]*)\]\([^)\s]+\)`)
	headings    = regexp.MustCompile(`(?m)^#(#+ .*)$`)
	sections    = regexp.MustCompile(`(?m)^# .*$`)
)

// mappingPage makes a manual page of docs/mapping.md: its sections move up by one
// level, its tables become lists, and its links, which a terminal cannot follow,
// become their texts.
func mappingPage(text, version string, at time.Time) string {
	_, body, _ := strings.Cut(text, "\n")
	parts := strings.Split(body, "\n```")
	for i := 0; i < len(parts); i += 2 { // the others are code
		prose := listed(toElsewhere.ReplaceAllString(parts[i], "$1"))
		prose = headings.ReplaceAllString(prose, "$1")
		parts[i] = sections.ReplaceAllStringFunc(prose, strings.ToUpper)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%% %q \"5\" %q %q %q\n", strings.ToUpper(mappingName), at.Format(time.DateOnly), "rollcall "+version, "rollcall manual")
	fmt.Fprintf(&b, "# NAME\n%s - which column of a file goes to which field\n# DESCRIPTION\n", mappingName)
	b.WriteString(strings.Join(parts, "\n```"))
	b.WriteString("\n# SEE ALSO\n**rollcall(1)**, **rollcall-init(1)**, **rollcall-check(1)**, **rollcall-run(1)**\n")
	return b.String()
}

// listed makes a list of each table: of its first column, with what the others say
// of it. Where these are several, each has its head before it.
func listed(prose string) string {
	var b strings.Builder
	var head []string
	for line := range strings.Lines(prose) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "| "), " | ")
		switch {
		case !strings.HasPrefix(line, "|"):
			head = nil
			b.WriteString(line)
		case head == nil:
			head = cells
		case !strings.HasPrefix(line, "|---"):
			fmt.Fprintf(&b, "\n%s\n: %s\n", cells[0], told(head[1:], cells[1:]))
		}
	}
	return b.String()
}

func told(head, cells []string) string {
	if len(cells) == 1 {
		return cells[0]
	}
	parts := make([]string, len(cells))
	for i, cell := range cells {
		parts[i] = head[i] + ": " + cell
	}
	return strings.Join(parts, "; ")
}
