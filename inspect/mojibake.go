package inspect

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// garbledLead is the byte with which Â, Ã, â and Å begin, the letters that UTF-8
// turns into when it is read as Windows-1252.
const garbledLead = 0xC3

// garbled reports whether a text holds UTF-8 that was read as Windows-1252: Ã©
// for é, â€™ for ’, Å‚ for ł. A letter that stands before a closing quote or a
// dash is no sign, since words do end so: MAÇÃ”.
func garbled(text string) bool {
	for rest := text; ; {
		at := strings.IndexByte(rest, garbledLead)
		if at < 0 {
			return false
		}
		rest = rest[at:]
		if garbledHere([]rune(cut(rest))) {
			return true
		}
		rest = rest[1:]
	}
}

func garbledHere(runes []rune) bool {
	if len(runes) < 2 {
		return false
	}
	switch runes[0] {
	case 'Ã', 'Â', 'Å':
		return continues(runes[1]) && !strings.ContainsRune("“”‘’–—…›»", runes[1])
	case 'â':
		return len(runes) > 2 && continues(runes[1]) && continues(runes[2])
	}
	return false
}

// continues reports whether the rune is what Windows-1252 makes of a byte inside
// a UTF-8 sequence.
func continues(r rune) bool {
	b, ok := charmap.Windows1252.EncodeRune(r)
	return ok && b >= 0x80 && b < 0xC0
}
