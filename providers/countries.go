package providers

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// countryTable holds the codes of ISO 3166-1, of two letters and of three, and
// the English names of the countries in the Unicode CLDR. go test -update writes
// it anew.
//
//go:embed countries.txt
var countryTable string

// countries are those of ISO 3166-1, and Kosovo, which has a code for private
// use.
var countries = sync.OnceValue(func() *register {
	r := newRegister(countryTable)
	r.callAll(countryNames)
	r.unclear = unclearCountries
	return r
})

// countryNames are names that the table lacks: the short names of ISO 3166-1
// where they differ, and what else people write.
var countryNames = map[string]string{
	"Bolivia (Plurinational State of)": "BO", "Bonaire, Sint Eustatius and Saba": "BQ", "Brunei Darussalam": "BN",
	"Cabo Verde": "CV", "Cocos Islands": "CC", "Congo, Democratic Republic of the": "CD",
	"Congo (Democratic Republic of the)": "CD", "Democratic Republic of the Congo": "CD", "DR Congo": "CD",
	"Republic of the Congo": "CG", "Czech Republic": "CZ", "Ivory Coast": "CI", "East Timor": "TL", "Eswatini": "SZ",
	"Falkland Islands (Malvinas)": "FK", "Great Britain": "GB",
	"United Kingdom of Great Britain and Northern Ireland": "GB", "Heard Island and McDonald Islands": "HM",
	"Holy See": "VA", "Hong Kong": "HK", "Iran (Islamic Republic of)": "IR", "Iran, Islamic Republic of": "IR",
	"Korea, Republic of": "KR", "Republic of Korea": "KR", "Korea (Republic of)": "KR",
	"Korea (Democratic People's Republic of)": "KP", "Democratic People's Republic of Korea": "KP",
	"Lao People's Democratic Republic": "LA", "Macao": "MO", "Macau": "MO", "North Macedonia": "MK",
	"Micronesia (Federated States of)": "FM", "Moldova, Republic of": "MD", "Republic of Moldova": "MD", "Myanmar": "MM",
	"Burma": "MM", "Netherlands, Kingdom of the": "NL", "The Netherlands": "NL", "Holland": "NL", "Palestine": "PS",
	"Palestine, State of": "PS", "Pitcairn": "PN", "Russian Federation": "RU", "Saint Barthélemy": "BL",
	"Saint Helena, Ascension and Tristan da Cunha": "SH", "Saint Martin (French part)": "MF",
	"Sint Maarten (Dutch part)": "SX", "South Georgia and the South Sandwich Islands": "GS",
	"Svalbard and Jan Mayen": "SJ", "Syrian Arab Republic": "SY", "Taiwan, Province of China": "TW",
	"Tanzania, United Republic of": "TZ", "United Republic of Tanzania": "TZ", "The Bahamas": "BS", "The Gambia": "GM",
	"Türkiye": "TR", "United States of America": "US", "United States Minor Outlying Islands": "UM",
	"Saint Vincent and the Grenadines": "VC", "The Philippines": "PH", "Vatican": "VA",
	"Venezuela (Bolivarian Republic of)": "VE", "Viet Nam": "VN", "Virgin Islands (British)": "VG",
	"Virgin Islands (U.S.)": "VI", "UAE": "AE",
}

// unclearCountries are names that more than one country goes by.
var unclearCountries = map[string]string{
	"korea": "KR (South Korea) or KP (North Korea)", "congo": "CD (Congo - Kinshasa) or CG (Congo - Brazzaville)",
	"virgin islands": "VG (British) or VI (U.S.)",
}

// countryLike names the code that s stands for in another list, such as UK.
func countryLike(s string) (string, bool) {
	region, err := language.ParseRegion(strings.ToUpper(s))
	code := region.Canonicalize().String()
	return code, err == nil && countries().codes[strings.ToLower(code)] != ""
}
