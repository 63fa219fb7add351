package mapping

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
)

// header of the rows below; each case fills what it needs.
var columns = []string{"ID", "A", "B", "First Name"}

type applyCase struct {
	name string
	yaml string // what follows head, or a whole mapping
	row  []string
	want string // the fields; where it begins with !, the error
}

var applyCases = []applyCase{
	{"short form", "fields: {name: A}", []string{"7", "Ann"}, `name="Ann"`},
	{"column", "fields: {name: {column: A}}", []string{"7", "Ann"}, `name="Ann"`},
	{"column in another case", "fields: {name: ' first name '}", []string{"7", "", "", "Ann"}, `name="Ann"`},
	{"trim", "fields: {name: A}", []string{"7", " \u00a0Ann\t\n"}, `name="Ann"`},
	{"text is not cast", "fields: {name: A, city: B}", []string{"7", "00123", "yes"}, `name="00123" city="yes"`},
	{"order of the mapping", "fields: {city: B, name: A}", []string{"7", "x", "y"}, `city="y" name="x"`},
	{"line break", "fields: {name: A}", []string{"7", "a\r\nb"}, `name="a\nb"`},
	{"family", "fields: {'channel[sms]': A}", []string{"7", "no"}, `channel[sms]=false`},

	{"template", `fields: {name: {template: "{{{A}}} {B}"}}`, []string{"7", "Ann", "Lee"}, `name="{Ann} Lee"`},
	{"template with an empty cell", `fields: {name: {template: "{A} {B}"}}`, []string{"7", "Ann", " "}, `name="Ann"`},
	{"template of empty cells is empty", `fields: {city: B, name: {template: "Dear {A}!", required: true}}`, []string{"7", " ", "x"}, `!field "name": empty, but required`},
	{"cells are no template", `fields: {name: {template: "{A}"}}`, []string{"7", "{B}", "x"}, `name="{B}"`},

	{"join", `fields: {name: {join: [A, B, First Name], with: ", "}}`, []string{"7", " Ann ", " ", "Lee"}, `name="Ann, Lee"`},
	{"join with a blank", `fields: {name: {join: [A, B]}}`, []string{"7", "Ann", "Lee"}, `name="Ann Lee"`},
	{"join with nothing between", `fields: {name: {join: [A, B], with: ""}}`, []string{"7", "Ann", "Lee"}, `name="AnnLee"`},
	{"join of empty cells is empty", `fields: {name: {join: [A, B], with: "-", required: true}, city: First Name}`, []string{"7", "", "", "x"}, `!field "name": empty, but required`},
	{"join goes through the steps", `fields: {tags: {join: [A, B], with: ";", split: ";", case: upper}}`, []string{"7", "a;b", "c"}, `tags=["A","B","C"]`},
	{"join of one column twice", `fields: {name: {join: [A, a]}}`, []string{"7", "x"}, `name="x x"`},

	{"clear word", "clear_word: '#CLEAR'\nfields: {city: A, name: B}", []string{"7", " #CLEAR ", "x"}, `city="" name="x"`},
	{"clear word beats default, map and empty", "clear_word: '#CLEAR'\nfields: {city: {column: A, default: a, map: {a: b}, empty: error}}", []string{"7", "#CLEAR"}, `city=""`},
	{"clear word is exact", "clear_word: '#CLEAR'\nfields: {city: A}", []string{"7", "#clear"}, `city="#clear"`},
	{"clear word of a number", "clear_word: '-'\nfields: {email: A, name: B}", []string{"7", "-", "x"}, `email=null name="x"`},
	{"clear word where nothing clears", "clear_word: '#CLEAR'\nfields: {name: A}", []string{"7", "#CLEAR"}, `!column "A": "#CLEAR" asks to clear the field name, for which no way is known: leave the cell empty`},
	{"clear word where a value is required", "clear_word: '#CLEAR'\nfields: {city: {column: A, required: true}}", []string{"7", "#CLEAR"}, `!column "A": "#CLEAR", but required`},
	{"clear word of a list", "clear_word: '#CLEAR'\nfields: {tags: {column: A, split: ';'}}", []string{"7", "#CLEAR"}, `tags=[]`},
	{"clear word is the whole cell", "clear_word: '#CLEAR'\nfields: {tags: {column: A, split: ';'}}", []string{"7", "a;#CLEAR"}, `tags=["a","#CLEAR"]`},
	{"clear word adds nothing to a text of several columns", "clear_word: '#CLEAR'\nfields: {name: {join: [A, B]}, city: {template: '{A} {B}'}}", []string{"7", "#CLEAR", "x"}, `name="x" city="x"`},
	{"clear word is a word in where", "clear_word: 'no'\nfields: {city: A}\nwhere: A == 'no'", []string{"7", "no"}, `city=""`},
	{"clear word is a word in contact", "clear_word: '7'\nfields: {name: A}", []string{"7", "x"}, `name="x"`},
	{"no clear word", "fields: {name: A}", []string{"7", "#CLEAR"}, `name="#CLEAR"`},

	{"signs", "fields: {score: {column: A, decimal: ',', group: .}}", []string{"7", "1.234,50"}, `score=1234.50`},
	{"signs of the mapping", "numbers: {decimal: ',', group: ' '}\nfields: {score: A, age: B}", []string{"7", "1 234,50", "1\u00a0000"}, `score=1234.50 age=1000`},
	{"own signs replace both", "numbers: {decimal: ',', group: '.'}\nfields: {score: {column: A, decimal: .}, age: {column: B, group: ''}}", []string{"7", "1.5", "12"}, `score=1.5 age=12`},
	{"own signs leave none of the mapping's", "numbers: {decimal: ',', group: '.'}\nfields: {score: {column: A, decimal: .}}", []string{"7", "1,5"}, `!column "A": "1,5" is not a number here, for its separators: write it like 1234.5`},
	{"signs are for numbers alone", "numbers: {decimal: ',', group: '.'}\nfields: {name: A}", []string{"7", "1.234,50"}, `name="1.234,50"`},
	{"wrong groups", "numbers: {decimal: ',', group: '.'}\nfields: {score: A}", []string{"7", "1.23,4"}, `!column "A": "1.23,4" is not a number here, for its separators: write it like 1.234,5`},
	{"constants have the signs too", "numbers: {decimal: ',', group: '.'}\nfields: {score: {value: '1.000,5'}, name: A}", []string{"7", "x"}, `score=1000.5 name="x"`},

	{"option", "fields: {city: {column: A, options: [Kuala Lumpur, Ipoh]}}", []string{"7", "ipoh"}, `city="Ipoh"`},
	{"no option", "fields: {city: {column: A, options: [Kuala Lumpur, Ipoh]}}", []string{"7", "Penang"}, `!column "A": "Penang" is none of the options: write Kuala Lumpur or Ipoh`},
	{"options come after map and case", "fields: {city: {column: A, map: {KL: kuala lumpur}, map_other: keep, case: upper, options: [Kuala Lumpur]}}", []string{"7", "KL"}, `city="Kuala Lumpur"`},
	{"options of a list", "fields: {tags: {column: A, split: ';', options: [VIP, Gold]}}", []string{"7", "vip;gold"}, `tags=["VIP","Gold"]`},
	{"no option of a list", "fields: {tags: {column: A, split: ';', options: [VIP, Gold]}}", []string{"7", "VIP;Tin"}, `!column "A": item 2: "Tin" is none of the options: write VIP or Gold`},
	{"option of a custom field", "custom: {Plan: {column: A, options: Gold}}", []string{"7", "Gold"}, `Plan="Gold"`},

	{
		"constants are literal", "fields: {name: {value: 2024-01-01}, city: {value: 00123}, vip: {value: yes}, age: {value: 1}, tags: {value: [1, on]}, phone: A}",
		[]string{"7", "+60123456789"},
		`name="2024-01-01" city="00123" vip=true age=1 tags=["1","on"] phone="+60123456789"`,
	},
	{"only constants", "fields: {name: {value: x}}", []string{"7"}, `name="x"`},
	{"constant list of one", "fields: {tags: {value: vip}}", []string{"7"}, `tags=["vip"]`},
	{"constant that clears", "fields: {tags: {value: '', empty: clear}}", []string{"7"}, `tags=[]`},
	{"constants are no news", "fields: {name: {value: x}, city: A}", []string{"7", ""}, "!nothing to update"},
	{"defaults are no news", "fields: {name: {column: B, default: x}, city: A}", []string{"7", "", ""}, "!nothing to update"},
	{"clearing is news", "fields: {city: {column: A, empty: clear}}", []string{"7", ""}, `city=""`},

	{"default", "fields: {name: {column: A, default: x}, city: B}", []string{"7", " ", "y"}, `name="x" city="y"`},
	{"default not needed", "fields: {name: {column: A, default: x}}", []string{"7", "Ann"}, `name="Ann"`},
	{"default goes through map and case", "fields: {name: {column: A, default: a, map: {a: bc}, case: upper}, city: B}", []string{"7", "", "y"}, `name="BC" city="y"`},
	{"default satisfies required", "fields: {name: {column: A, default: x, required: true}, city: B}", []string{"7", "", "y"}, `name="x" city="y"`},
	{"required", "fields: {name: {column: A, required: true}, city: B}", []string{"7", " ", "y"}, `!column "A": empty, but required`},
	{"required after map", "fields: {name: {column: A, map: {'-': ''}, required: true}}", []string{"7", "-"}, `!column "A": empty, but required`},

	{"empty skips", "fields: {name: A, city: B}", []string{"7", "", "y"}, `city="y"`},
	{"empty clears everywhere", "empty: clear\nfields: {tags: A, city: B}", []string{"7", "", " "}, `tags=[] city=""`},
	{"empty clears one", "fields: {email: {column: A, empty: clear}, city: B}", []string{"7", "", "x"}, `email=null city="x"`},
	{"empty is skipped for one", "empty: clear\nfields: {name: {column: A, empty: skip}, city: B}", []string{"7", "", ""}, `city=""`},
	{"clear of all spares what is never empty", "empty: clear\nfields: {name: {column: A, required: true}, age: {value: 1}, phone: {column: B, default: '+60123456789'}}", []string{"7", "x", ""}, `name="x" age=1 phone="+60123456789"`},
	{"empty is an error", "fields: {name: {column: A, empty: error}, city: B}", []string{"7", "", "x"}, `!column "A": empty, which the mapping refuses`},
	{"nothing but empty cells", "fields: {name: A, city: B}", []string{"7", " ", ""}, "!nothing to update"},

	{"map", "fields: {name: {column: A, map: {' Yes ': 00, x: y}}}", []string{"7", " Yes "}, `name="00"`},
	{"map is exact", "fields: {name: {column: A, map: {Yes: x}}}", []string{"7", "yes"}, `!column "A": "yes" is not in the map of the mapping: add it there, or set map_other: keep: did you mean "Yes"?`},
	{"map keeps others", "fields: {name: {column: A, map: {Yes: x}, map_other: keep}}", []string{"7", "no"}, `name="no"`},
	{"map to nothing", "fields: {name: {column: A, map: {N/A: ''}}, city: B}", []string{"7", "N/A", "y"}, `city="y"`},
	{"map of nothing", "fields: {name: {column: A, map: {'': none}}}", []string{"7", ""}, `name="none"`},
	{"empty needs no place in map", "fields: {name: {column: A, map: {a: b}}, city: B}", []string{"7", "", "y"}, `city="y"`},
	{"lower", "fields: {name: {column: A, case: lower}}", []string{"7", "ÄNN"}, `name="änn"`},
	{"upper", "fields: {name: {column: A, case: upper}}", []string{"7", "ann"}, `name="ANN"`},
	{"title", "fields: {name: {column: A, case: title}}", []string{"7", "ann LEE"}, `name="Ann Lee"`},
	{"map before case", "fields: {name: {column: A, map: {a: bc}, case: upper}}", []string{"7", "a"}, `name="BC"`},

	{"split", "fields: {tags: {column: A, split: ';'}}", []string{"7", " a; b,c ;;d;"}, `tags=["a","b,c","d"]`},
	{"split at a word", "fields: {tags: {column: A, split: ' and '}}", []string{"7", "a and b"}, `tags=["a","b"]`},
	{"no split", "fields: {tags: A}", []string{"7", "a;b"}, `tags=["a;b"]`},
	{"split of nothing", "fields: {tags: {column: A, split: ';', empty: clear}}", []string{"7", " ; "}, `tags=[]`},
	{"split and map", "fields: {tags: {column: A, split: ';', map: {a: x, b: ''}, case: upper}}", []string{"7", "a;b;a"}, `tags=["X","X"]`},
	{"split and map of a stranger", "fields: {tags: {column: A, split: ';', map: {a: x}}}", []string{"7", "a;z"}, `!column "A": "z" is not in the map`},
	{"split and default", "fields: {tags: {column: A, split: ';', default: none}, city: B}", []string{"7", "", "y"}, `tags=["none"] city="y"`},
	{"split of separators takes the default", "fields: {tags: {column: A, split: ';', default: none}, city: B}", []string{"7", ";;", "y"}, `tags=["none"] city="y"`},

	{"date format", "fields: {born: {column: A, format: DD/MM/YYYY}}", []string{"7", "03/04/2024"}, `born="2024-04-03"`},
	{"date formats", "fields: {born: {column: A, format: [DD/MM/YYYY, YYYY.MM.DD]}}", []string{"7", "2024.04.03"}, `born="2024-04-03"`},
	{"impossible date", "fields: {born: {column: A, format: DD/MM/YYYY}}", []string{"7", "31/02/2024"}, `!column "A": "31/02/2024", read as DD/MM/YYYY, is no date in the calendar`},
	{"timezone", "fields: {seen: {column: A, timezone: Asia/Kuala_Lumpur}}", []string{"7", "2024-01-01 08:00"}, `seen="2024-01-01T00:00:00Z"`},
	{"region", "fields: {phone: {column: A, region: my}}", []string{"7", "012-3456789"}, `phone="+60123456789"`},
	{"words", "fields: {vip: {column: A, true: Ja, false: [Nein, nö]}}", []string{"7", "NÖ"}, `vip=false`},
	{"word that is none", "fields: {vip: {column: A, true: Ja}}", []string{"7", "yes"}, `!column "A": "yes" is neither true (ja)`},
	{"enum", "fields: {gender: A}", []string{"7", "female"}, `gender="FEMALE"`},
	{"out of form", "fields: {age: A}", []string{"7", "1,5"}, `!column "A": "1,5" is not a number here, for its separators: write it like 1234, or say in the mapping how the file writes numbers, with decimal and group`},
	{"too long", "fields: {city: A}", []string{"7", strings.Repeat("x", 21)}, "!21 characters: the field takes 20"},

	{"custom is text", "custom: {Joined: A}", []string{"7", "007"}, `Joined="007"`},
	{"custom with type", "custom: {Joined: {column: A, type: date, format: D.M.YYYY}, Size: {column: B, type: number}}", []string{"7", "3.4.2024", "1.50"}, `Joined="2024-04-03" Size=1.50`},

	{"where meets", "fields: {name: A}\nwhere: B == 'x' and row[\"First Name\"] startsWith 'A'", []string{"7", "Ann", " x ", "Ann"}, `name="Ann"`},
	{"where leaves out", "fields: {name: A}\nwhere: b == 'x'", []string{"7", "Ann", "y"}, `!left out by where`},
	{"where with let", "fields: {name: A}\nwhere: let n = len(A); n > 2", []string{"7", "An"}, `!left out by where`},
	{"where with dots", "fields: {name: A}\nwhere: row.A != ''", []string{"7", "An"}, `name="An"`},
	{"where with many", "fields: {name: A}\nwhere: \"any([A, B], # == 'x')\"", []string{"7", "An", "x"}, `name="An"`},
	{"where counts numbers", "fields: {name: A}\nwhere: int(B) >= 18", []string{"7", "An", "18"}, `name="An"`},
	{"where fails", "fields: {name: A}\nwhere: int(B) >= 18", []string{"7", "An", "x"}, `!where: `},
	{"where beats a bad contact", "fields: {name: A}\nwhere: A != 'Ann'", []string{"", "Ann"}, `!left out by where`},

	{"provider's check", "fields: {name: A, city: B}", []string{"7", "x", "Atlantis"}, `!column "B": nobody lives there`},
	{"provider's check of the row", "fields: {name: A, city: B}", []string{"7", "x", "Nowhere"}, `!no such update`},
	{"provider's check of a constant", "fields: {name: A, city: {value: Atlantis}}", []string{"7", "x"}, `!field "city": nobody lives there`},
	{"no contact from a template", "provider: acme\nsettings: {region: eu}\ncontact: {template: '{ID}'}\nfields: {name: A}", []string{"", "x"}, "!contact: empty, but required"},
	{"no contact", "fields: {name: A}", []string{" ", "x"}, `!column "ID": empty, but required`},
	{"bad contact", "fields: {name: A}", []string{"../7", "x"}, `!column "ID": "../7" is not a contact id`},
}

// mappingOf completes a mapping with head.
func mappingOf(yaml string) string {
	if strings.Contains(yaml, "provider:") {
		return yaml + "\n"
	}
	return head + yaml + "\n"
}

func filledRow(t testing.TB, m *Mapping, cells []string) contact.Row {
	full := make([]string, len(columns))
	copy(full, cells)
	return record(t, m, columns, full...)
}

// outcome writes what Apply gave the way that a case wants it.
func outcome(u contact.Update, err error) string {
	if err != nil {
		return "!" + err.Error()
	}
	return wire(u)
}

func (c applyCase) met(got string) bool {
	if strings.HasPrefix(c.want, "!") {
		return strings.HasPrefix(got, "!") && strings.Contains(got, c.want[1:])
	}
	return got == c.want
}

func TestApply(t *testing.T) {
	t.Parallel()
	for _, c := range applyCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := compile(t, mappingOf(c.yaml), columns...)
			row := filledRow(t, m, c.row)
			got := outcome(m.Apply(row, nil))
			if !c.met(got) {
				t.Errorf("the row %q became\n%s\nwant\n%s", c.row, got, c.want)
			}
			if counted := outcome(m.Apply(row, &Tally{})); counted != got {
				t.Errorf("with a tally the row became\n%s\nwithout\n%s", counted, got)
			}
			a := NewApplier(m, nil)
			for _, cells := range [][]string{{"8", "another", "x", "1"}, nil, c.row, c.row} {
				row := filledRow(t, m, cells)
				want := outcome(m.Apply(row, nil))
				u, err := a.Apply(&row)
				if again := outcome(*u, err); again != want {
					t.Errorf("in memory that was used the row %q became\n%s\nelse\n%s", cells, again, want)
				}
			}
		})
	}
}

func TestApplyJSONL(t *testing.T) {
	t.Parallel()
	null, yes := contact.Cell{Kind: contact.Null}, contact.Cell{Kind: contact.Bool, Text: "true"}
	items := func(cells ...contact.Cell) contact.Cell { return contact.Cell{Kind: contact.List, Items: cells} }
	for _, c := range []struct {
		name, yaml string
		cell       contact.Cell
		want       string
	}{
		{"number to text", "fields: {name: a}", literal("00.10"), `name="00.10"`},
		{"big number to text", "fields: {name: a}", literal("12345678901234567890"), `name="12345678901234567890"`},
		{"number", "fields: {score: a}", literal("1.50"), `score=1.50`},
		{"text to number", "fields: {score: a}", words("1.50"), `score=1.50`},
		{"boolean", "fields: {vip: a}", yes, `vip=true`},
		{"boolean to text", "fields: {name: a}", yes, `name="true"`},
		{"list", "fields: {tags: a}", items(words(" x "), literal("1"), words("")), `tags=["x","1"]`},
		{"list with default", "fields: {tags: {column: a, default: z}}", items(words("x"), words("")), `tags=["x","z"]`},
		{"list with map", "fields: {tags: {column: a, map: {1: one}}}", items(literal("1")), `tags=["one"]`},
		{"list with null", "fields: {tags: a}", items(words("x"), null), `!item 2`},
		{"empty list", "fields: {tags: {column: a, empty: clear}}", items(), `tags=[]`},
		{"empty list is skipped", "fields: {tags: a}", items(), `!nothing to update`},
		{"list of empty texts", "fields: {tags: {column: a, required: true}}", items(words(" ")), `!column "a": empty, but required`},
		{"list to text", "fields: {name: a}", items(words("x")), `!column "a": a list of 1 has no place here`},
		{"object", "fields: {name: a}", contact.Cell{Kind: contact.Object, Text: `{"b":1}`}, `!column "a": "{\"b\":1}" is an object: name the key inside`},
		{"map by the literal", "fields: {name: {column: a, map: {1: one}}}", literal("1"), `name="one"`},
		{"null clears", "fields: {city: {column: a, empty: error, default: x}}", null, `city=""`},
		{"null clears a list", "fields: {tags: {column: a, split: ','}}", null, `tags=[]`},
		{"null where nothing clears", "fields: {name: a}", null, `!column "a": null asks to clear the field name, for which no way is known`},
		{"null where a value is required", "fields: {city: {column: a, required: true}}", null, `!column "a": null, but required`},
		{"clear word", "clear_word: '-'\nfields: {city: a}", words("-"), `city=""`},
		{"clear word in an array", "clear_word: '-'\nfields: {tags: a}", items(words("-")), `tags=["-"]`},
		{"null beside a clear word", "clear_word: '-'\nfields: {city: {column: a, required: true}}", null, `!column "a": null, but required`},
		{"JSON number beside signs", "numbers: {decimal: ',', group: '.'}\nfields: {score: a}", literal("1.234"), `score=1.234`},
		{"join", "fields: {name: {join: [a, b.c], with: /}}", literal("007"), `name="007"`},
		{"join of a list", "fields: {name: {join: [a, b]}}", items(words("x")), `!the column "a" holds more than one value`},
		{"missing key", "fields: {name: {column: a, required: true}}", contact.Cell{}, `!column "a": empty, but required`},
		{"missing key with default", "fields: {name: {column: a, default: x}, city: {column: a, empty: clear}}", contact.Cell{}, `name="x" city=""`},
		{"split of a text", "fields: {tags: {column: a, split: ','}}", words("x, y"), `tags=["x","y"]`},
		{"path", "fields: {name: address.city}", contact.Cell{}, `!nothing to update`},
		{"template of number and null", `fields: {name: {template: "{a}-{b}"}}`, literal("007"), `name="007-"`},
		{"template of a list", `fields: {name: {template: "{a}"}}`, items(words("x")), `!the column "a" holds more than one value`},
		{"where number", "fields: {name: a}\nwhere: a > 17.5 and a <= 18", literal("18"), `name="18"`},
		{"where keeps big numbers apart", "fields: {name: a}\nwhere: a == '9007199254740993'", literal("9007199254740993"), `name="9007199254740993"`},
		{"where boolean", "fields: {name: a}\nwhere: a", yes, `name="true"`},
		{"where null", "fields: {city: a}\nwhere: a == nil", null, `city=""`},
		{"where missing", "fields: {city: {column: a, empty: clear}}\nwhere: a == nil && row['b'] == nil", contact.Cell{}, `city=""`},
		{"where list", "fields: {tags: a}\nwhere: len(a) == 1 and a[0] == 'x' and 'x' in a", items(words("x")), `tags=["x"]`},
		{"where path", "fields: {name: a}\nwhere: address.city == nil and row['address.city'] == nil", words("x"), `name="x"`},
		{"where object", "fields: {name: b, city: {column: c, empty: clear}}\nwhere: a contains 'b'", contact.Cell{Kind: contact.Object, Text: `{"b":1}`}, `city=""`},
		{"where is no boolean", "fields: {name: a}\nwhere: a", words("x"), `!where`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := compile(t, head+c.yaml+"\n")
			got := outcome(m.Apply(object(m, map[string]contact.Cell{"ID": literal("7"), "a": c.cell}), nil))
			if !(applyCase{want: c.want}).met(got) {
				t.Errorf("%+v became\n%s\nwant\n%s", c.cell, got, c.want)
			}
		})
	}
}

func TestApplyBindsKeyPaths(t *testing.T) {
	t.Parallel()
	m := compile(t, head+"fields: {name: address.city}\nwhere: address.zip.code != '' and other == nil\nreport: {keep: [extra]}\n")
	if diff := cmp.Diff([]string{"ID", "address.city", "address.zip.code", "other", "extra"}, m.Columns); diff != "" {
		t.Errorf("columns to bind (-want +got):\n%s", diff)
	}
	if m.Unused != nil {
		t.Errorf("JSONL has no header, but these columns are unused: %q", m.Unused)
	}
}

func TestApplyIdentifiers(t *testing.T) {
	t.Parallel()
	hex := strings.Repeat("ab12", 6)
	for _, c := range []struct{ contact, cell, want string }{
		{"provider: acme\nsettings: {region: eu}\ncontact: ID\n", " 7 ", "id:7"},
		{"provider: acme\nsettings: {region: eu}\ncontact: {column: ID, by: email}\n", "a.o'b+c@x.org", "email:a.o'b+c@x.org"},
		{"provider: acme\nsettings: {region: eu}\ncontact: {column: ID, by: phone, region: MY}\n", "012-3456789", "phone:+60123456789"},
		{"provider: acme\nsettings: {region: eu}\ncontact: {template: '1{ID}', by: id}\n", "7", "id:17"},
		{"provider: acme\nsettings: {region: eu}\ncontact: {column: ID, map: {seven: 7}}\n", "seven", "id:7"},
		{"provider: acme\nsettings: {region: eu}\ncontact: {value: 9}\n", "", "id:9"},
		{"provider: plain\ncontact: {column: ID, required: true}\n", hex, hex},
	} {
		m := compile(t, c.contact+"fields: {name: A}\n", columns...)
		u, err := m.Apply(filledRow(t, m, []string{c.cell, "x"}), nil)
		if err != nil || u.Contact != c.want {
			t.Errorf("%q gave the contact %q, %v; want %q", c.cell, u.Contact, err, c.want)
		}
	}
}

func TestApplyErrorsBearTheRow(t *testing.T) {
	t.Parallel()
	m := compile(t, head+"fields: {age: A}\nwhere: B != 'out'\n", columns...)
	for _, c := range []struct {
		name, contact, want string
		row                 contact.Row
	}{
		{"bad record", "", "12 cells", contact.Row{Number: 3, Err: errors.New("12 cells")}},
		{"blank row", "", "blank row", contact.Row{Number: 3, Blank: true}},
		{"left out", "id:7", "left out by where", filledRow(t, m, []string{"7", "1", "out"})},
		{"bad value", "id:7", "not a number", filledRow(t, m, []string{"7", "x"})},
		{"nothing to do", "id:7", "nothing to update", filledRow(t, m, []string{"7"})},
		{"bad contact", "", "not a contact id", filledRow(t, m, []string{"x", "1"})},
	} {
		u, err := m.Apply(c.row, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || u.Row.Number != c.row.Number || u.Contact != c.contact {
			t.Errorf("%s: row %d, contact %q, error %v; want row %d, contact %q, error %q",
				c.name, u.Row.Number, u.Contact, err, c.row.Number, c.contact, c.want)
		}
		_, skipped := errors.AsType[*Skipped](err)
		_, invalid := errors.AsType[*Invalid](err)
		if skipped == invalid || skipped != (c.name == "blank row" || c.name == "left out") {
			t.Errorf("%s: the error is a %T", c.name, err)
		}
	}
}

func TestInvalidNamesColumnAndField(t *testing.T) {
	t.Parallel()
	m := compile(t, head+"fields: {age: ' a '}\n", columns...)
	_, err := m.Apply(filledRow(t, m, []string{"7", "x"}), nil)
	got, ok := errors.AsType[*Invalid](err)
	if !ok || got.Column != "A" || got.Field != "age" {
		t.Errorf("the error %v names column %q and field %q", err, got.Column, got.Field)
	}
}

// A column that is wrong throughout must not have every row compared with every
// word of a large map.
func TestHintsOfALargeMap(t *testing.T) {
	t.Parallel()
	for size, hinted := range map[int]bool{hintedWords: true, hintedWords + 1: false} {
		yaml := head + "fields:\n  name:\n    column: A\n    map:\n      Kuala Lumpur: KL\n"
		for i := range size - 1 {
			yaml += fmt.Sprintf("      %d: x\n", i)
		}
		m := compile(t, yaml, columns...)
		_, err := m.Apply(filledRow(t, m, []string{"7", "Kuala Lumpor"}), nil)
		if err == nil || strings.HasSuffix(err.Error(), `did you mean "Kuala Lumpur"?`) != hinted {
			t.Errorf("a stranger to a map of %d words gets %v; want a hint: %t", size, err, hinted)
		}
	}
}

func TestValuesOfAnUpdateAreApart(t *testing.T) {
	t.Parallel()
	m := compile(t, head+"fields: {name: A, city: B, tags: {value: [x]}}\n", columns...)
	row := filledRow(t, m, []string{"7", strings.Repeat("a", 200), "b"})
	first, err := m.Apply(row, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := wire(first)
	second, _ := m.Apply(row, nil)
	for _, f := range second.Fields {
		_ = append(f.Value, "overflow"...)
		clear(f.Value)
	}
	if got := wire(first); got != want {
		t.Errorf("a change of one update changed another to %s", got)
	}
	if third, _ := m.Apply(row, nil); wire(third) != want {
		t.Errorf("a change of an update changed the mapping: %s", wire(third))
	}
}

func TestApplyFromManyGoroutines(t *testing.T) {
	t.Parallel()
	m := compile(t, head+"fields: {name: {column: A, case: title}, phone: {column: B, region: MY}}\nwhere: len(A) > 1\n", columns...)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			var tally Tally
			for range 200 {
				u, err := m.Apply(filledRow(t, m, []string{"7", "ann", "012-3456789"}), &tally)
				if got := outcome(u, err); got != `name="Ann" phone="+60123456789"` {
					t.Errorf("a row became %s", got)
				}
			}
		})
	}
	group.Wait()
}
