package mapping

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// didYouMean returns a clause that names the candidates near to name, or
// nothing where there is none.
func didYouMean(name string, candidates []string) string {
	found := near(name, candidates)
	if len(found) == 0 {
		return ""
	}
	return ": did you mean " + quotedList(found, " or ") + "?"
}

// Nearest returns the one of the names that name is most likely a slip of, as in
// the "did you mean" of [Compile]. It reports false where none is near.
func Nearest(name string, names []string) (string, bool) {
	found := near(name, names)
	if len(found) == 0 {
		return "", false
	}
	return found[0], true
}

// near returns up to three candidates that name may be a slip of: the nearest,
// as long as a slip explains the distance. Two swapped letters count as two.
func near(name string, candidates []string) []string {
	key := plain(cut(name))
	length := utf8.RuneCountInString(key)
	nearest := max(min(2, length/2), length/4, 1)
	var found []string
	for _, candidate := range candidates {
		d := levenshtein.ComputeDistance(key, plain(cut(candidate)))
		if d > nearest || candidate == "" {
			continue
		}
		if d < nearest {
			nearest, found = d, nil
		}
		if len(found) < 3 && !slices.Contains(found, candidate) {
			found = append(found, candidate)
		}
	}
	return found
}

// plain keeps letters and digits only, in lower case: what people remember of a
// name.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// quotedList returns the names in quotation marks.
func quotedList(names []string, separator string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return strings.Join(quoted, separator)
}

// quote returns s in quotation marks, cut to 60 characters.
func quote(s string) string { return fmt.Sprintf("%q", cut(s)) }

func cut(s string) string {
	if utf8.RuneCountInString(s) > 60 {
		return string([]rune(s)[:60]) + "…"
	}
	return s
}

// keysOf returns the keys in alphabetical order.
func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
