package providers

import (
	"testing"

	"rollcall/contact"
)

func TestConformCode(t *testing.T) {
	t.Parallel()
	runConform(t, []conformCase{
		{name: "lower", field: Field{Form: LanguageLower}, cell: text("MS"), want: `"ms"`},
		{name: "upper", field: Field{Form: LanguageUpper}, cell: text("es"), want: `"ES"`},
		{name: "tag", field: Field{Form: LanguageLower}, cell: text("en-US"), fault: "write en"},
		{name: "tag with underscore", field: Field{Form: LanguageLower}, cell: text("pt_BR"), fault: "write pt"},
		{name: "three letters", field: Field{Form: LanguageLower}, cell: text("eng"), want: `"en"`},
		{name: "three letters of the other set", field: Field{Form: LanguageUpper}, cell: text("GER"), want: `"DE"`},
		{name: "three letters without two", field: Field{Form: LanguageLower}, cell: text("fil"), fault: "write de or German"},
		{name: "withdrawn code", field: Field{Form: LanguageLower}, cell: text("iw"), fault: "write he"},
		{name: "unknown", field: Field{Form: LanguageLower}, cell: text("xx"), fault: "ISO 639-1"},
		{name: "name", field: Field{Form: LanguageLower}, cell: text("english"), want: `"en"`},
		{name: "name with an accent", field: Field{Form: LanguageUpper}, cell: text("Norwegian Bokmal"), want: `"NB"`},
		{name: "name that is another's in the library", field: Field{Form: LanguageLower}, cell: text("Norwegian"), want: `"no"`},
		{name: "name of a dialect", field: Field{Form: LanguageLower}, cell: text("English (US)"), fault: "write de or German"},
		{name: "name of one's own", field: Field{Form: LanguageLower}, cell: text("Deutsch"), fault: "ISO 639-1"},
		{name: "slip", field: Field{Form: LanguageLower}, cell: text("Germann"), fault: "did you mean German?"},
		{name: "country", field: Field{Form: Country}, cell: text("my"), want: `"MY"`},
		{name: "UK", field: Field{Form: Country}, cell: text("UK"), fault: "write GB"},
		{name: "three letter country", field: Field{Form: Country}, cell: text("usa"), want: `"US"`},
		{name: "withdrawn country", field: Field{Form: Country}, cell: text("YU"), fault: "ISO 3166-1"},
		{name: "reserved code", field: Field{Form: Country}, cell: text("UN"), fault: "ISO 3166-1"},
		{name: "Kosovo", field: Field{Form: Country}, cell: text("Kosovo"), want: `"XK"`},
		{name: "no country", field: Field{Form: Country}, cell: text("EU"), fault: "ISO 3166-1"},
		{name: "nowhere", field: Field{Form: Country}, cell: text("ZZ"), fault: "ISO 3166-1"},
		{name: "number", field: Field{Form: Country}, cell: text("458"), fault: "write MY"},
		{name: "country name", field: Field{Form: Country}, cell: text("MALAYSIA"), want: `"MY"`},
		{name: "country name without its accent", field: Field{Form: Country}, cell: text("Cote d'Ivoire"), want: `"CI"`},
		{name: "country name with and", field: Field{Form: Country}, cell: text("Trinidad and Tobago"), want: `"TT"`},
		{name: "country name in full", field: Field{Form: Country}, cell: text("Korea, Republic of"), want: `"KR"`},
		{name: "older country name", field: Field{Form: Country}, cell: text("Burma"), want: `"MM"`},
		{name: "name of two countries", field: Field{Form: Country}, cell: text("Korea"), fault: "write KR (South Korea) or KP (North Korea)"},
		{name: "slip in a country", field: Field{Form: Country}, cell: text("Germnay"), fault: "did you mean Germany?"},
		{name: "country in its own language", field: Field{Form: Country}, cell: text("Deutschland"), fault: "write MY or Malaysia"},
		{name: "enum", field: Field{Form: Enum, Options: []string{"MALE", "FEMALE"}}, cell: text("female"), want: `"FEMALE"`},
		{name: "not in enum", field: Field{Form: Enum, Options: []string{"MALE", "FEMALE"}}, cell: text("m"), fault: "MALE or FEMALE"},
		{name: "enum by its very letters", field: Field{Form: Enum, Options: []string{"vip", "VIP"}}, cell: text("VIP"), want: `"VIP"`},
		{name: "list of options", field: Field{Form: List, Options: []string{"Gold", "Silver"}}, cell: list(text("gold"), text("Silver")), want: `["Gold","Silver"]`},
		{name: "list with a stranger", field: Field{Form: List, Options: []string{"Gold", "Silver"}}, cell: list(text("Gold"), text("Bronze")), fault: `item 2: "Bronze" is none of the options: write Gold or Silver`},
		{name: "list of one", field: Field{Form: List}, cell: text("a,b"), want: `["a,b"]`},
		{name: "list", field: Field{Form: List}, cell: list(text("a"), number("007"), boolean("true"), text("a")), want: `["a","007","true","a"]`},
		{name: "empty list", field: Field{Form: List}, cell: list(), want: `[]`},
		{name: "list in list", field: Field{Form: List}, cell: list(text("a"), list()), fault: "item 2"},
		{name: "null in list", field: Field{Form: List}, cell: list(contact.Cell{Kind: contact.Null}), fault: "item 1"},
	})
}
