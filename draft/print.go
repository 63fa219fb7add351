package draft

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"rollcall/providers"
)

// A printer writes the draft as YAML.
type printer struct {
	cfg  Config
	out  bytes.Buffer
	open int
}

func (p *printer) line(format string, args ...any) { fmt.Fprintf(&p.out, format+"\n", args...) }

func (p *printer) write(contact entry, fields, custom []entry) {
	p.head()
	p.settings()
	p.line("")
	p.comments("", contact)
	p.line("contact: %s", contact.source)
	p.line("\n# What an empty cell does to its field: skip leaves it alone, clear empties it,")
	p.line("# error makes the row invalid. A field may say it for itself.")
	p.line("empty: skip\n")
	p.fields(fields)
	p.custom(custom)
	p.next()
}

func (p *printer) head() {
	spec := p.cfg.Spec
	p.line("# A draft for %s and %s, from the header and the first rows.", comment(p.cfg.Input), spec.Title)
	for _, f := range p.cfg.Findings {
		p.line("# Looks damaged: %s", comment(f.String()))
	}
	p.line("")
	p.line("provider: %s", spec.Name)
	p.line("token: {env: %s} # the variable that holds the token, never the token itself", spec.Auth.Env)
}

func (p *printer) settings() {
	var required []providers.Setting
	for _, s := range p.cfg.Spec.Settings {
		if s.Required {
			required = append(required, s)
		}
	}
	if len(required) == 0 {
		return
	}
	p.line("\nsettings:")
	for _, s := range required {
		p.open++
		p.line("  %s: TODO # %s", s.Name, s.Doc)
	}
}

func (p *printer) fields(fields []entry) {
	p.line("# The provider's field: the column of the file. `rollcall providers %s` lists them all.", p.cfg.Spec.Name)
	p.line("fields:")
	if len(matched(fields)) == 0 {
		p.open++
		p.line("  # TODO: no column was recognised: name one.")
		p.line("  %s: TODO", scalar(p.cfg.Spec.FieldNames()[0]))
	}
	for _, e := range fields {
		p.entry("  ", e)
	}
}

// entry writes a line with its comments. What is off stays a comment: what would
// be decided there concerns nobody before.
func (p *printer) entry(indent string, e entry) {
	p.comments(indent, e)
	mark := ""
	if e.off {
		mark = "# "
	}
	p.line("%s%s%s: %s", indent, mark, scalar(e.name), e.source)
}

func (p *printer) comments(indent string, e entry) {
	for _, text := range e.remarks {
		p.line("%s# %s", indent, comment(text))
	}
	for _, text := range e.todo {
		prefix := "TODO: "
		if e.off {
			prefix = ""
		} else {
			p.open++
		}
		p.line("%s# %s%s", indent, prefix, comment(text))
	}
}

// custom lists the columns that are left. One with a comment of its own comes
// with it at the end of the line, so that all lines can be switched on at once.
func (p *printer) custom(custom []entry) {
	if len(custom) == 0 {
		return
	}
	spec := p.cfg.Spec
	if len(spec.Custom.Types) == 0 {
		p.line("\n# %s has no field for these columns:", spec.Title)
		for _, e := range custom {
			p.line("#   %s", comment(e.name))
		}
		return
	}
	p.line("\n# These columns found no field. To send them to fields of the account's own, take")
	p.line("# the marks away and put the names that the account uses on the left.")
	if spec.Custom.Effect != "" {
		p.line("# Mind: %s.", spec.Custom.Effect)
	}
	if spec.Custom.Creates {
		p.line("# One that the account does not have yet needs {column: …, create: true}.")
	}
	p.line("# custom:")
	for _, e := range custom {
		note := strings.Join(e.remarks, " ")
		if reason := p.refused(e.name); reason != "" {
			note = strings.TrimSpace(reason + " " + note)
		}
		if note != "" {
			note = " # " + comment(note)
		}
		p.line("#   %s: %s%s", scalar(e.name), e.source, note)
	}
}

// refused says why the account can have no field of that name.
func (p *printer) refused(name string) string {
	spec := p.cfg.Spec
	if reason := spec.Refused[name]; reason != "" {
		return "Rename it: " + reason + "."
	}
	if slices.Contains(spec.Custom.Reserved, name) {
		return "Rename it: the provider has a field of that name."
	}
	return ""
}

func (p *printer) next() {
	p.line("")
	if p.open > 0 {
		p.line("# Still to decide: %d, marked TODO above. Then:", p.open)
	} else {
		p.line("# Read it through. Then:")
	}
	p.line("#")
	p.line("#   rollcall check %s -m %s%s", comment(p.cfg.Input), comment(p.cfg.File), comment(p.cfg.Reading))
	p.line("#")
	p.line("# which sends nothing and says what would become of every row.")
}

// String writes the source as the mapping takes it.
func (s source) String() string {
	if s.template == "" && len(s.options) == 0 {
		return scalar(s.column)
	}
	parts := []string{"column: " + scalar(s.column)}
	if s.template != "" {
		parts[0] = "template: " + scalar(s.template)
	}
	for _, o := range s.options {
		parts = append(parts, o.key+": "+o.value)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// flow writes a list, a single word without brackets.
func flow(words []string) string {
	var all []string
	for _, word := range words {
		all = append(all, scalar(word))
	}
	if len(all) == 1 {
		return all[0]
	}
	return "[" + strings.Join(all, ", ") + "]"
}

var (
	// bare is a text that YAML takes for itself wherever it stands. Its classes are
	// large, so it waits for a draft: 0.3 ms and 200 KB of every start.
	bare = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[\p{L}\p{M}][\p{L}\p{M}\p{N}_./()'-]*( [\p{L}\p{M}\p{N}_./()'-]+)*$`)
	})
	// meant is a word that YAML takes for something else.
	meant = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null)$`)
)

// scalar writes a text as YAML, in quotes where it needs them.
func scalar(text string) string {
	if bare().MatchString(text) && !meant.MatchString(text) {
		return text
	}
	return quoted(text)
}

// quoted writes a text in double quotes; YAML knows all the escapes of Go.
func quoted(text string) string { return strconv.Quote(strings.ToValidUTF8(text, "\uFFFD")) }

// comment makes a text fit for a comment: one line, nothing that a reader of
// YAML refuses.
func comment(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}
