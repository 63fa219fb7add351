package docs_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unlisted are the first words of texts that need no entry, by why they need
// none.
var unlisted = map[string][]string{
	"it ends or fills in a message that has an entry": {
		"… bytes are too much", "… or one of … more", "… to have it created", "…, but the answer …", "……; see:", "…; nothing was sent", "…\nnothing was sent",
		"MY or GB", "a cell is missing, or a quote is", "a list of texts", "an entry of token.command", "an item of value", "as the provider asked",
		"contact: …", "dates and times", "delete the file", "did you mean", "in the field", "is HTML, not JSON", "is longer than 1 MiB",
		"its head", "it has … pages", "its table has", "leave it out", "name the column behind the last one",
		"nothing, for it has no options", "put a cell that holds", "set empty: skip", "texts and lists", "the account cannot be asked",
		"the entry at byte", "the value of … in map", "two accounts have number", "use YYYY MM DD", "write MY or", "write de or", "write https://", "write token:",
	},
	"its parts have entries of their own": {"… …: write it like", "…, read as …, …"},
	"it ends a message on a damaged journal": {
		"a frame", "an entry is malformed", "it begins with …, which is no journal", "row … follows row", "row … has two outcomes", "row … was decided after",
		"row … was handed on after", "row … was never handed on", "row … was not handed on", "row … was sent after", "row … is settled already",
	},
	"it says how a run waits or goes on": {"… is gone: going on", "the provider answers again", "the rate limit is used up"},
	"it says what a field does or takes": {"changes consent data", "changes what the contact is sent", "created in the account", "YYYY-MM-DD"},
	"only a programmer's mistake leads there": {
		"… accounts are too many", "… verdicts for", "a key has", "a page is full", "columns must be bound", "form … is not known", "it has too many accounts",
		"it is open for reading only", "no more outcomes", "no such outcome", "the rows can be read only once", "the workbook was closed",
	},
}

// An entry of the page is an item that begins with the first words of messages.
var (
	entry = regexp.MustCompile("(?m)^- ((?:`[^`]+`(?:,\\s+)?)+):\\s+((?:.|\n {2})+)$")
	span  = regexp.MustCompile("`([^`]+)`")
)

// explained returns the first words of the messages that the page explains.
func explained(t *testing.T, p page) (words []string) {
	t.Helper()
	entries := entry.FindAllStringSubmatch(p.prose, -1)
	if items := strings.Count("\n"+p.prose, "\n- `"); len(entries) != items {
		t.Errorf("%s: %d of %d items begin with messages, a colon and an explanation", p.path, len(entries), items)
	}
	for _, m := range entries {
		for _, s := range span.FindAllStringSubmatch(m[1], -1) {
			words = append(words, s[1])
		}
	}
	return words
}

// TestTroubleshooting looks for every message of the program on the page, and
// for every message of the page in the program.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	listed, all := explained(t, readPage(t, "docs/troubleshooting.md")), messages(t)
	var exempt []string
	for _, words := range unlisted {
		exempt = append(exempt, words...)
	}
	for _, m := range all {
		begins := func(words string) bool { return leads(words, m.text) }
		if !slices.ContainsFunc(listed, begins) && !slices.ContainsFunc(exempt, begins) {
			t.Errorf("%s: who reads %q does not find it in docs/troubleshooting.md", m.where, m.text)
		}
	}
	for _, words := range listed {
		if len(word.FindAllString(words, -1)) < 2 && !room.MatchString(words) {
			t.Errorf("docs/troubleshooting.md explains %q, which is too little to be found by", words)
		}
	}
	for _, words := range append(listed, exempt...) {
		if !slices.ContainsFunc(all, func(m message) bool { return leads(words, m.text) }) {
			t.Errorf("the program does not say %q, of docs/troubleshooting.md or of its test, any more", words)
		}
	}
}

// leads reports whether a message begins with some words. Those of a room, such
// as "journal: …", stand for that message alone.
func leads(words, text string) bool {
	if strings.HasSuffix(words, ": …") {
		return words == text
	}
	return strings.HasPrefix(text, strings.TrimSuffix(words, "…"))
}
