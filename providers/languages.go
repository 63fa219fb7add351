package providers

import (
	_ "embed"
	"strings"
	"sync"
)

// languageTable holds the codes of ISO 639-1, those of ISO 639-2 for the same
// languages, and their English names in the Unicode CLDR. go test -update writes
// it anew.
//
//go:embed languages.txt
var languageTable string

// languages are those of ISO 639-1. A code of three letters is one of ISO 639-2,
// of either of its two sets.
var languages = sync.OnceValue(func() *register {
	r := newRegister(languageTable)
	for long, code := range bibliographic {
		r.codes[long] = code
	}
	r.callAll(languageNames)
	return r
})

// withdrawnLanguages are codes that ISO 639-1 had once, and what to write now.
var withdrawnLanguages = map[string]string{
	"bh": "hi or another language of Bihar", "in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "hr, bs or sr",
}

// bibliographic are the codes of ISO 639-2 that differ from the terminological
// ones: https://www.loc.gov/standards/iso639-2/php/code_list.php
var bibliographic = map[string]string{
	"alb": "sq", "arm": "hy", "baq": "eu", "bur": "my", "chi": "zh", "cze": "cs", "dut": "nl", "fre": "fr",
	"geo": "ka", "ger": "de", "gre": "el", "ice": "is", "mac": "mk", "mao": "mi", "may": "ms", "per": "fa",
	"rum": "ro", "slo": "sk", "tib": "bo", "wel": "cy",
}

// languageNames are names of the code list that the table lacks or gives to
// another code: https://www.loc.gov/standards/iso639-2/php/code_list.php
var languageNames = map[string]string{
	"Bengali": "bn", "Castilian": "es", "Chichewa": "ny", "Divehi": "dv", "Farsi": "fa", "Fula": "ff",
	"Gaelic": "gd", "Greenlandic": "kl", "Kirghiz": "ky", "Maldivian": "dv", "Māori": "mi", "Moldavian": "ro",
	"Moldovan": "ro", "Norwegian": "no", "Norwegian Bokmål": "nb", "Bokmål": "nb", "Nynorsk": "nn", "Oriya": "or",
	"Ossetian": "os", "Panjabi": "pa", "Pushto": "ps", "Sinhalese": "si", "Slovene": "sl", "Tagalog": "tl", "Twi": "tw",
	"Uighur": "ug", "Western Frisian": "fy", "Frisian": "fy", "Akan": "ak",
}

// languageLike names the code that a tag such as en-US is about.
func languageLike(s string) (string, bool) {
	head, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(s), "_", "-"), "-")
	if now := withdrawnLanguages[head]; now != "" {
		return now, true
	}
	code, ok := languages().codes[head]
	return code, ok
}
