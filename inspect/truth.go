package inspect

import "strings"

// truths are the words for yes and no that exports hold, in lower case.
var truths = map[string]bool{
	"true": true, "yes": true, "y": true, "1": true, "on": true, "x": true,
	"false": false, "no": false, "n": false, "0": false, "off": false,
	"ja": true, "j": true, "wahr": true, "nein": false, "falsch": false,
	"sí": true, "si": true, "verdadero": true, "falso": false,
	"oui": true, "o": true, "vrai": true, "non": false, "faux": false,
	"sì": true, "vero": true, "sim": true, "s": true, "verdadeiro": true, "não": false, "nao": false,
	"waar": true, "nee": false, "onwaar": false,
	"ya": true, "tidak": false, "benar": true, "salah": false,
}

// Truth returns what a word for yes or no means, in any case, and whether it is
// one.
func Truth(word string) (yes, ok bool) {
	if len(word) > 10 {
		return false, false
	}
	yes, ok = truths[strings.ToLower(word)]
	return yes, ok
}
