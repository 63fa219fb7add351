package draft

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"rollcall/inspect"
	"rollcall/providers"
)

// translate maps the words of a column to those that the field takes.
func translate(e *entry, t *trial) {
	known := vocabulary(t.field)
	if known == nil || t.field.Form == providers.Text && !allKnown(known, t.column.Words) {
		return
	}
	t.words = map[string]string{}
	var pairs, open []string
	keep := false
	for _, word := range t.column.Words {
		switch to, ok := known[inspect.Plain(word)]; {
		case t.field.Form != providers.Text && t.fits(word):
			keep = true
		case ok && to != word:
			t.words[word] = to
			pairs = append(pairs, scalar(word)+": "+scalar(to))
		case !ok:
			open = append(open, quoted(word))
		}
	}
	if len(open) > 0 {
		e.todo = append(e.todo, "say under map what these are: "+strings.Join(open[:min(len(open), 10)], ", "))
	}
	if len(pairs) == 0 {
		return
	}
	e.source.set("map", "{"+strings.Join(pairs, ", ")+"}")
	if keep || t.field.Form == providers.Text {
		e.source.set("map_other", "keep")
	}
}

func allKnown(known map[string]string, words []string) bool {
	return words != nil && !slices.ContainsFunc(words, func(word string) bool { return known[inspect.Plain(word)] == "" })
}

// vocabulary returns what the field says for plain words; nil where it takes any.
func vocabulary(f providers.Field) map[string]string {
	switch f.Form {
	case providers.LanguageLower, providers.LanguageUpper:
		return languages()
	case providers.Country:
		return countries()
	}
	if concept(f) != inspect.Gender {
		return nil
	}
	words := map[string]string{}
	for _, sex := range []string{"female", "male"} {
		to := sex
		for _, option := range f.Options {
			if strings.EqualFold(option, sex) {
				to = option
			}
		}
		for word := range strings.FieldsSeq(genders[sex]) {
			words[word] = to
		}
	}
	return words
}

// genders are plain words for the two, a salutation included.
var genders = map[string]string{
	"male": `m male man mr mister herr mann mannlich homme masculin monsieur senor sr hombre masculino varon signor sig uomo maschio
		maschile homem senhor heer dhr mannelijk lakilaki lelaki encik tuan bapak`,
	"female": `f female woman mrs ms miss frau w weiblich femme feminin madame mme mlle senora sra srta mujer femenino signora sigra
		donna femmina femminile mulher feminino senhora vrouw vrouwelijk mevr mevrouw v perempuan wanita puan cik ibu`,
}

// tongues are the languages in which exports name languages and countries.
var tongues = []language.Tag{
	language.English, language.German, language.French, language.Spanish, language.Italian, language.Portuguese,
	language.Dutch, language.Malay, language.Indonesian,
}

// languages returns ISO 639-1 codes by the plain names of the languages, in
// their own words and in those of the tongues.
var languages = sync.OnceValue(func() map[string]string {
	words := map[string]string{}
	for _, code := range pairs() {
		base, err := language.ParseBase(code)
		if err != nil || base.String() != code {
			continue
		}
		tag := language.Make(code)
		name(words, code, display.Self.Name(tag))
		for _, tongue := range tongues {
			name(words, code, display.Languages(tongue).Name(tag))
		}
	}
	name(words, "ms", "Bahasa Melayu")
	name(words, "id", "Bahasa Indonesia")
	return words
})

// countries returns ISO 3166-1 codes by the plain names of the countries.
var countries = sync.OnceValue(func() map[string]string {
	words := map[string]string{}
	for _, code := range pairs() {
		region, err := language.ParseRegion(strings.ToUpper(code))
		if err != nil || !region.IsCountry() || region.Canonicalize().String() != strings.ToUpper(code) {
			continue
		}
		for _, tongue := range tongues {
			name(words, region.String(), display.Regions(tongue).Name(region))
		}
		name(words, region.String(), region.ISO3())
	}
	name(words, "GB", "UK")
	return words
})

// pairs lists all codes of two letters.
func pairs() []string {
	var codes []string
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			codes = append(codes, string(a)+string(b))
		}
	}
	return codes
}

func name(words map[string]string, code, text string) {
	if plain := inspect.Plain(text); plain != "" && words[plain] == "" {
		words[plain] = code
	}
}
