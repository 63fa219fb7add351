package mapping

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const tested = head + `
clear_word: '-'
fields:
  name: {join: [First, Last]}
  age: Age
  vip: VIP
  tags: {column: Tags, split: ";"}
  email: Mail
where: Status != "old"
`

var testedHeader = []string{"ID", "First", "Last", "Age", "VIP", "Tags", "Mail", "Status"}

func TestTests(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, test, want string }{
		{"passes", `{row: {ID: 7, First: Ann, Age: 5, VIP: yes, Tags: a;b, Mail: '-'}, update: {contact: "id:7", name: Ann, age: 5, vip: true, tags: [a, b], email: null}}`, ""},
		{"column in another case", `{row: {id: 7, FIRST: Ann}, update: {name: Ann}}`, ""},
		{"text by its letters", `{row: {ID: 7, First: 007}, update: {name: 007}}`, ""},
		{"invalid", `{row: {ID: x, First: Ann}, invalid: not a contact id}`, ""},
		{"skipped", `{row: {ID: 7, Status: old}, skipped: true}`, ""},
		{"blank row", `{row: {}, skipped: true}`, ""},
		{"empty cell", `{row: {ID: 7, First: , Last: Lee}, update: {name: Lee}}`, ""},

		{"other value", `{name: Ann, row: {ID: 7, First: Ann}, update: {name: Bob}}`, `m.yaml:14:58: test "Ann": field "name" is "Ann", not "Bob"`},
		{"number in quotation marks", `{row: {ID: 7, Age: 5}, update: {age: "5"}}`, `m.yaml:14:42: test 1: field "age" is 5, not "5"`},
		{"list", `{row: {ID: 7, Tags: a;b}, update: {tags: [a, c]}}`, `m.yaml:14:46: test 1: field "tags" is ["a","b"], not ["a", "c"]`},
		{"shorter list", `{row: {ID: 7, Tags: a;b}, update: {tags: [a]}}`, `field "tags" is ["a","b"], not ["a"]`},
		{"null of a value", `{row: {ID: 7, First: x}, update: {name: null}}`, `field "name" is "x", not null`},
		{"value of a null", `{row: {ID: 7, Mail: '-'}, update: {email: x}}`, `field "email" is null, not "x"`},
		{"contact", `{row: {ID: 7, First: x}, update: {contact: 7, name: x}}`, `m.yaml:14:48: test 1: the contact is "id:7", not 7`},
		{"not sent", `{row: {ID: 7, First: x}, update: {name: x, age: 5}}`, `field "age" is left alone, not 5`},
		{"not named", `{row: {ID: 7, First: x, Age: 5}, update: {name: x}}`, `m.yaml:14:46: test 1: field "age" is 5, and the test does not name it`},
		{"invalid, but wanted", `{row: {ID: x, First: x}, update: {name: x}}`, `test 1: the row is invalid (column "ID": "x" is not a contact id: it is a whole number from 1, without leading zeros), not sent`},
		{"sent, but unwanted", `{row: {ID: 7, First: x}, invalid: x}`, `m.yaml:14:39: test 1: the row is sent, not invalid`},
		{"sent, but not to skip", `{row: {ID: 7, First: x}, skipped: true}`, `the row is sent, not skipped`},
		{"skipped, but not invalid", `{row: {ID: 7, Status: old}, invalid: x}`, `the row is skipped (left out by where), not invalid`},
		{"invalid, but not to skip", `{row: {ID: 7}, skipped: true}`, `the row is invalid (nothing to update: no mapped cell holds a value), not skipped`},
		{"another reason", `{row: {ID: x, First: x}, invalid: phone}`, `m.yaml:14:39: test 1: the row is invalid for another reason: column "ID": "x" is not`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := compile(t, tested+"tests:\n  - "+c.test+"\n", testedHeader...)
			err := m.RunTests()
			switch {
			case m.Tests() != 1:
				t.Errorf("the mapping has %d tests", m.Tests())
			case c.want == "" && err != nil:
				t.Errorf("the test failed: %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("the test gave\n%v\nwant\n%s", err, c.want)
			}
		})
	}
}

func TestTestsFailTogether(t *testing.T) {
	t.Parallel()
	m := compile(t, tested+"tests:\n- {row: {ID: 7, First: a}, update: {name: b}}\n- {row: {ID: 7, First: a}, update: {name: a}}\n- {row: {ID: 7, Age: 1}, update: {age: 2}}\n", testedHeader...)
	var places []string
	for line := range strings.SplitSeq(m.RunTests().Error(), "\n") {
		places = append(places, strings.Join(strings.SplitN(line, ":", 4)[:3], ":"))
	}
	if diff := cmp.Diff([]string{"m.yaml:14:43", "m.yaml:16:40"}, places); diff != "" {
		t.Errorf("places of what failed (-want +got):\n%s", diff)
	}
}

func TestTestsAreChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, tests, want string }{
		{"no list", "{row: {ID: 7}}", "m.yaml:13:8: tests must be a list of rows with what becomes of them, not a map"},
		{"no map", "[x]", "test 1 must be a map"},
		{"unknown key", "[{row: {ID: 7}, sikpped: true}]", `test 1 knows no key "sikpped": did you mean "skipped"?`},
		{"no row", "[{name: a, skipped: true}]", `m.yaml:13:9: test "a" has no row`},
		{"no end", "[{row: {ID: 7}}]", "test 1 does not say what becomes of the row"},
		{"two ends", "[{row: {ID: 7}, skipped: true, invalid: x}]", "test 1 has invalid and skipped: it takes one of"},
		{"not skipped", "[{row: {ID: 7}, skipped: false}]", "skipped is true or not there"},
		{"invalid of nothing", "[{row: {ID: 7}, invalid: ''}]", "invalid is empty"},
		{"column the file lacks", "[{row: {Frist: x}, skipped: true}]", `m.yaml:13:16: the file has no column "Frist": did you mean "First"?`},
		{"column twice", "[{row: {ID: 7, id: 8}, skipped: true}]", `m.yaml:13:23: the column "ID" stands twice in the row`},
		{"list in a cell", "[{row: {ID: [7]}, skipped: true}]", "m.yaml:13:20: a cell of this input is a text, not a list"},
		{"null in a cell", "[{row: {ID: null}, skipped: true}]", "is a text, not null: leave it empty"},
		{"row as list", "[{row: [7], skipped: true}]", "row must be a map"},
		{"field the mapping does not set", "[{row: {ID: 7}, update: {nmae: x}}]", `m.yaml:13:33: test 1: the mapping sets no field "nmae": did you mean "name"?`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := Compile("m.yaml", []byte(tested+"tests: "+c.tests+"\n"), definitions, testedHeader)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is\n%v\nwant\n%s", err, c.want)
			}
		})
	}
}

func TestTestsOfObjects(t *testing.T) {
	t.Parallel()
	m := compile(t, head+`
fields: {name: person.first, age: age, vip: vip, tags: tags, city: person.city, born: born}
where: vip == true
tests:
  - row: {id: 7, vip: true, age: 5, tags: [a, 1], person: {first: Ann, city: null}, born: "2024-01-01"}
    update: {contact: "id:7", name: Ann, age: 5, vip: true, tags: [a, "1"], city: "", born: 2024-01-01}
  - {row: {ID: 7, vip: "true", age: 5}, skipped: true}
  - {row: {ID: 7, vip: true, person.first: Ann}, update: {name: Ann, vip: true}}
  - {row: {ID: 7, vip: true, person: {first: {a: b}}}, invalid: is an object}
  - {row: {ID: "", vip: }, skipped: true}
`)
	if err := m.RunTests(); err != nil {
		t.Error(err)
	}
}

func TestCompileAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, yaml, want string }{
		{"cells that are not named are empty texts", tested + "tests: [{row: {ID: 7, First: x}, update: {name: x}}]\n", ""},
		{"columns that the mapping does not use", tested + "tests: [{row: {ID: 7, First: x, Other: y}, update: {name: x}}]\n", ""},
		{"column of the mapping in another case", tested + "tests: [{row: {id: 7, first: x}, update: {name: x}}]\n", ""},
		{"where compares texts", head + "fields: {name: A}\nwhere: B != ''\ntests: [{row: {ID: 7, A: x}, skipped: true}]\n", ""},
		{"paths are of objects", head + "fields: {name: a.b}\ntests: [{row: {ID: 7, a: {b: x}}, update: {name: x}}]\n", ""},
		{"null is of objects", head + "fields: {city: a}\ntests: [{row: {ID: 7, a: null}, update: {city: ''}}]\n", ""},
		{"no tests", head + "fields: {name: A}\n", ""},
		{"wrong mapping", head + "fields: {nmae: A}\n", `did you mean "name"?`},
		{"failing test", head + "fields: {name: A}\ntests: [{row: {ID: 7, A: x}, update: {name: y}}]\n", `field "name" is "x", not "y"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m, err := CompileAlone("m.yaml", []byte(c.yaml), definitions)
			if err == nil {
				err = m.RunTests()
			}
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want %q", err, c.want)
			}
		})
	}
}
