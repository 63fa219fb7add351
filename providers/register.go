package providers

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"
)

// A register is a list of codes and of their names in English. It is made once
// and not changed any more, so goroutines may share it.
type register struct {
	codes   map[string]string // code of two or three letters, lower case -> the one of two
	names   map[string]string // folded name -> code of two letters
	unclear map[string]string // folded name that several have -> what to write
	titles  []title           // for guesses
}

// A title is a name as people write it.
type title struct{ text, folded string }

// newRegister reads a table: on each line a code, the same of three letters, and
// the name.
func newRegister(table string) *register {
	r := &register{codes: map[string]string{}, names: map[string]string{}}
	for line := range strings.Lines(table) {
		code, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		long, name, _ := strings.Cut(rest, " ")
		r.add(code, long, name)
	}
	return r
}

// add enters a code with its code of three letters and its name.
func (r *register) add(code, long, name string) {
	r.codes[strings.ToLower(code)] = code
	r.codes[strings.ToLower(long)] = code
	r.call(name, code)
}

// call enters one more name for a code.
func (r *register) call(name, code string) {
	folded := foldName(name)
	r.names[folded] = code
	r.titles = append(r.titles, title{name, folded})
}

// callAll enters more names; one that stands for another code already changes
// over.
func (r *register) callAll(names map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(names)) {
		r.call(name, names[name])
	}
}

// find returns the code of two letters for a code or a name.
func (r *register) find(s string) (string, bool) {
	if len(s) <= 3 {
		if code, ok := r.codes[strings.ToLower(s)]; ok {
			return code, true
		}
	}
	code, ok := r.names[foldName(s)]
	return code, ok
}

// guess says what to write for an s that find does not know: which of several
// things it may be, or a name that it may be a slip of.
func (r *register) guess(s string) (string, bool) {
	key := foldName(s)
	if choice, ok := r.unclear[key]; ok {
		return "write " + choice, true
	}
	nearest, found := max(1, min(2, utf8.RuneCountInString(key)/3)), ""
	for _, title := range r.titles {
		if difference := len(title.folded) - len(key); difference < -4 || difference > 4 {
			continue
		}
		if d := levenshtein.ComputeDistance(key, title.folded); d <= nearest && (found == "" || d < nearest) {
			nearest, found = d, title.text
		}
	}
	return fmt.Sprintf("did you mean %s?", found), found != ""
}

// foldName returns what two ways of writing a name have in common: neither case
// nor accents, nor the kind of an apostrophe, nor an abbreviated Saint or and.
func foldName(s string) string {
	if len(s) > 4*longestName {
		return s
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
	return nameSpellings.Replace(bare)
}

const longestName = 64 // characters of any name, with room to spare

var nameSpellings = strings.NewReplacer("\u2019", "'", "&", "and", "st. ", "saint ")
