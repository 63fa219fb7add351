package docs_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unlisted are texts that need no entry, by why they need none. A text counts
// that begins so.
var unlisted = map[string][]string{
	"it ends or fills in a message that has an entry": {
		"… bytes are too much", "… is no list of texts", "… or one of … more", "…; nothing was sent", "…\nnothing was sent", "… to have it created", "…, but the answer …",
		"MY or GB", "a cell is missing, or a quote is", "a list of texts", "an entry of token.command", "an item of value", "as the provider asked",
		"contact: …", "dates and times", "delete the file", "did you mean", "in the field", "is HTML, not JSON", "is longer than 1 MiB", "its head", "it has … pages", "its table has",
		"leave it out", "line …, column …", "name the column behind the last one", "nothing, for it has no options", "put a cell that holds",
		"set empty: skip", "texts and lists", "the account cannot be asked", "the command …", "the entry at byte", "the value of … in map",
		"two accounts have number", "use YYYY MM DD", "write MY or", "write de or", "write https://", "write token:",
	},
	"its parts have entries of their own": {"… …: write it like", "…, read as …, …"},
	"it ends a message on a damaged journal": {
		"a frame", "an entry is malformed", "it begins with …, which is no journal", "row … follows row", "row … has two outcomes",
		"row … was decided after", "row … was handed on", "row … was never handed on", "row … was not handed on", "row … was sent after", "row … is settled already",
	},
	"it says how a run waits or goes on": {"… is gone: going on", "the provider answers again", "the rate limit is used up"},
	"it says what a field does or takes": {"changes consent data", "changes what the contact is sent", "created in the account", "YYYY-MM-DD"},
	"only a programmer's mistake leads there": {
		"… accounts are too many", "… verdicts for", "a key has", "a page is full", "columns must be bound", "form … is not known", "it has too many accounts",
		"it is open for reading only", "no more outcomes", "no such outcome", "the rows can be read only once", "the workbook was closed",
	},
}

var (
	entry = regexp.MustCompile("(?m)^- ((?:`[^`]+`(?:,\\s+)?)+):\\s+((?:.|\n {2})+)$")
	span  = regexp.MustCompile("`([^`]+)`")
)

// entries returns the first words of the messages that the page explains.
func entries(t *testing.T, p page) (spans []string) {
	t.Helper()
	bullets := strings.Count("\n"+p.prose, "\n- `")
	found := entry.FindAllStringSubmatch(p.prose, -1)
	if len(found) != bullets {
		t.Errorf("%d of %d entries begin with messages, a colon and an explanation", len(found), bullets)
	}
	for _, m := range found {
		for _, s := range span.FindAllStringSubmatch(m[1], -1) {
			spans = append(spans, s[1])
		}
	}
	return spans
}

// TestTroubleshooting looks for every message of the program on the page, and
// for every entry of the page in the program.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	spans := entries(t, readPage(t, "docs/troubleshooting.md"))
	all := messages(t)
	begins := func(text string) func(string) bool {
		return func(span string) bool { return leads(span, text) }
	}
	for _, m := range all {
		if !slices.ContainsFunc(spans, begins(m.text)) && !isUnlisted(m.text) {
			t.Errorf("%s: who reads %q does not find it in docs/troubleshooting.md", m.where, m.text)
		}
	}
	for _, span := range spans {
		if len(word.FindAllString(span, -1)) < 2 && !room.MatchString(span) {
			t.Errorf("docs/troubleshooting.md explains %q, which is too little to be found by", span)
		}
		if !slices.ContainsFunc(all, func(m message) bool { return leads(span, m.text) }) {
			t.Errorf("docs/troubleshooting.md explains %q, which the program does not say", span)
		}
	}
}

// leads reports whether a message begins with the words of an entry. One such as
// "journal: …" stands for that message alone, not for all of its room.
func leads(entry, text string) bool {
	if strings.HasSuffix(entry, ": …") {
		return entry == text
	}
	return strings.HasPrefix(text, strings.TrimSuffix(entry, "…"))
}

func isUnlisted(text string) bool {
	for _, list := range unlisted {
		if slices.ContainsFunc(list, func(begin string) bool { return strings.HasPrefix(text, begin) }) {
			return true
		}
	}
	return false
}
