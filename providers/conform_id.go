package providers

import "fmt"

func checkID(form Form, s string) error {
	switch {
	case form == HexID && !isHex(s, 24):
		return fmt.Errorf("%s is not a contact id: it has 24 hexadecimal digits", quote(s))
	case form == HexUUID && !isHex(s, 32):
		return fmt.Errorf("%s is not a contact id: it has 32 hexadecimal digits and no dashes", quote(s))
	case form == UUID && !isUUID(s):
		return fmt.Errorf("%s is not a contact id: it has 8-4-4-4-12 hexadecimal digits with dashes", quote(s))
	case form == PositiveID && !isPositive(s):
		return fmt.Errorf("%s is not a contact id: it is a whole number from 1, without leading zeros", quote(s))
	}
	return nil
}

func isHex(s string, length int) bool {
	if len(s) != length {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		if !isDigit(s[i]) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func isUUID(s string) bool {
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' &&
		isHex(s[:8], 8) && isHex(s[9:13], 4) && isHex(s[14:18], 4) && isHex(s[19:23], 4) && isHex(s[24:], 12)
}

// isPositive takes up to 19 digits, which is what 64 bits hold.
func isPositive(s string) bool {
	return allDigits(s) && s[0] != '0' && len(s) <= 19
}
