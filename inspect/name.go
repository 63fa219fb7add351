package inspect

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A Concept is what a column is about, as its name says.
type Concept uint8

// The concepts. The zero Concept is none that is known.
const (
	Unknown Concept = iota
	ContactID
	KeyNumber // a number of the user's own: customer, order, patient
	FirstName
	LastName
	FullName
	EmailAddress
	PhoneNumber
	CallingCode
	Birthday
	Gender
	Language
	Country
	State
	City
	PostalCode
	Street
	Company
	JobTitle
	Website
	Picture
	Tags
	Note
)

// Plain returns what people remember of a name: its letters and digits, without
// case, accents or compatibility forms.
func Plain(name string) string {
	folded := strings.ReplaceAll(strings.ToLower(norm.NFKD.String(name)), "ß", "ss")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, folded)
}

// ConceptOf returns what a column of that name is about, and how far the name is
// from the usual ones: of two columns about the same, the one with the lower
// distance is the more likely. Of a key path the last key counts most.
func ConceptOf(name string) (c Concept, distance int) {
	if c, distance, ok := known(name); ok {
		return c, distance
	}
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return inside(name[:i], name[i+1:])
	}
	if rest, cost := unqualified(name); cost > 0 {
		if c, distance, ok := known(rest); ok {
			return c, distance + cost
		}
	}
	return Unknown, 0
}

// inside returns what the key of an object is about. A bare name or id belongs
// to the object, which is a person only if its own name says so.
func inside(object, key string) (Concept, int) {
	c, distance := ConceptOf(key)
	if c == FullName || c == ContactID {
		if cost := qualifiers[Plain(object)]; cost != same {
			return Unknown, 0
		}
	}
	return c, distance + 1
}

func known(name string) (Concept, int, bool) {
	place, ok := dictionary()[Plain(name)]
	return place.concept, place.distance, ok
}

type place struct {
	concept  Concept
	distance int
}

var dictionary = sync.OnceValue(func() map[string]place {
	words := map[string]place{}
	for concept, text := range synonyms {
		for i, word := range strings.Fields(text) {
			words[word] = place{concept, i}
		}
	}
	return words
})

// The costs of a word that says whose value it is. One that names another value
// of the same person costs more than any synonym.
const (
	same  = 100
	other = 1000
)

// unqualified takes the words off a name that say whose it is: of Customer
// E-mail the E-mail is left, of Work E-mail too, but at a higher cost.
func unqualified(name string) (rest string, cost int) {
	var kept []string
	for _, word := range words(name) {
		switch c, ok := qualifiers[Plain(word)]; {
		case ok:
			cost += c
		default:
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " "), cost
}

// words cuts a name at everything that is no letter or digit, and before a
// capital that follows a small letter.
func words(name string) []string {
	var b strings.Builder
	var before rune
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before = r
	}
	return strings.FieldsFunc(b.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
