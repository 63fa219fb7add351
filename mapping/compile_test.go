package mapping

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/providers"
)

var wide = []string{"ID", "Name", "E-mail", "Mobile", " City ", "Twice", "Twice", "", "case", "CASE", "Since"}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	field := func(s string) string { return head + "fields:\n  " + s + "\n" }
	for _, c := range []struct {
		name, yaml string
		want       []string // each stands in the error
	}{
		{"empty file", "", []string{"m.yaml:1:1: the mapping is empty"}},
		{"comments only", "# nothing\n", []string{"m.yaml:1:1: the mapping is empty"}},
		{"null", "~\n", []string{"the mapping is empty"}},
		{"two documents", head + "fields: {name: Name}\n---\nprovider: x\n", []string{"m.yaml:5:1: a second document"}},
		{"syntax", "provider: [a\ncontact: b\n", []string{"m.yaml:2:", "not YAML"}},
		{"tab", "provider: acme\n\tcontact: ID\n", []string{"m.yaml:2:", "not YAML"}},
		{"list", "- a\n", []string{"m.yaml:1:1: the mapping must be a map of keys and values, not a list"}},
		{"scalar", "hello\n", []string{"not a single value"}},
		{"alias", "a: &x [1]\nb: *x\n", []string{"m.yaml:2:4: aliases such as *x are not read"}},
		{"merge", "a: &x {b: 1}\n<<: *x\n", []string{"m.yaml:2:1: merge keys", "aliases"}},
		{"own tag", "provider: !secret acme\n", []string{"m.yaml:1:11: the tag \"!secret\""}},
		{"unknown key", head + "feilds: {name: Name}\n", []string{`m.yaml:4:1: the mapping knows no key "feilds": did you mean "fields"?`, "sets no field"}},
		{"unknown key unlike any", head + "xyzzy: 1\nfields: {name: Name}\n", []string{"the keys are clear_word, contact, custom, duplicates, empty"}},
		{"duplicate key", head + "contact: Name\nfields: {name: Name}\n", []string{"m.yaml:4:1: the key \"contact\" of the mapping stands in line 3 already"}},
		{"duplicate field", field("name: Name\n  name: Name"), []string{"m.yaml:6:3: the key \"name\" of fields stands in line 5"}},
		{"key that is a list", head + "fields:\n  ? [a]\n  : Name\n", []string{"m.yaml:5:5: a key of fields must be a word, not a list"}},

		{"no provider", "contact: ID\nfields: {name: Name}\n", []string{"names no provider: write provider: and one of acme, plain"}},
		{"unknown provider", "provider: Acme\n", []string{`m.yaml:1:11: there is no provider "Acme": did you mean "acme"?`}},
		{"other provider", "provider: mailbox\n", []string{"the providers are acme, plain"}},
		{"missing setting", "provider: acme\ncontact: ID\nfields: {name: Name}\n", []string{"m.yaml:1:11: settings: acme needs region"}},
		{"wrong setting", "provider: acme\nsettings: {region: asia}\ncontact: ID\nfields: {name: Name}\n", []string{`region is "asia": use eu or us`}},
		{"unknown setting", "provider: acme\nsettings: {region: eu, shpae: x}\ncontact: ID\nfields: {name: Name}\n", []string{`m.yaml:2:24: acme knows no setting "shpae": did you mean "shape"?`}},
		{"empty setting", "provider: acme\nsettings: {region: }\ncontact: ID\nfields: {name: Name}\n", []string{"settings.region must be a text, not nothing"}},

		{"no contact", "provider: acme\nsettings: {region: eu}\nfields: {name: Name}\n", []string{"does not say which contact"}},
		{"by", strings.Replace(field("name: Name"), "contact: ID", "contact: {column: ID, by: uuid}", 1), []string{`by is "uuid": write id or email or phone`}},
		{"by as list", strings.Replace(field("name: Name"), "contact: ID", "contact: {column: ID, by: [id]}", 1), []string{"by must be a text, not a list"}},
		{"by where there is one", "provider: plain\ncontact: {column: ID, by: id}\nfields: {name: Name}\n", []string{"leave out by"}},
		{"contact with type", strings.Replace(field("name: Name"), "contact: ID", "contact: {column: ID, type: text, split: x}", 1), []string{"contact has no type", "contact has no use for split"}},
		{"contact with empty", strings.Replace(field("name: Name"), "contact: ID", "contact: {column: ID, empty: skip}", 1), []string{"contact takes no empty"}},
		{"constant contact out of form", strings.Replace(field("name: Name"), "contact: ID", "contact: {value: abc}", 1), []string{"value: \"abc\" is not a contact id"}},

		{"no fields", head, []string{"m.yaml:1:1: the mapping sets no field"}},
		{"empty fields", head + "fields: {}\n", []string{"sets no field"}},
		{"fields as list", head + "fields: [name]\n", []string{"fields must be a map"}},
		{"unknown field", field("nmae: Name"), []string{`m.yaml:5:3: acme has no field "nmae": did you mean "name"?`}},
		{"field unlike any", field("shoe size: Name"), []string{"it has name, city", "under custom"}},
		{"refused field", field("phone_number: Mobile"), []string{`"phone_number" cannot be mapped: the API has no way to change it`}},
		{"family without key", field("channel: Name"), []string{"write channel[sms]"}},
		{"unknown key of a family", field("channel[fax]: Name"), []string{"channel[sms]"}},
		{"type on a known field", field("name: {column: Name, type: text}"), []string{"m.yaml:5:30: the field \"name\" has its own type"}},
		{"by on a field", field("name: {column: Name, by: id}"), []string{"by belongs to contact"}},
		{"no source", field("name:"), []string{`field "name" has no source`}},
		{"list as source", field("name: [Name]"), []string{"must be a column name or a map, not a list"}},
		{"no origin", field("name: {required: true}"), []string{"needs one of column, template, join and value"}},
		{"two origins", field("name: {column: Name, value: x}"), []string{"m.yaml:5:31: field \"name\" has column and value"}},
		{"unknown source key", field("name: {colunm: Name}"), []string{`did you mean "column"?`}},

		{"column the file lacks", field("name: Nmae"), []string{`m.yaml:5:9: the file has no column "Nmae": did you mean "Name"?`}},
		{"column near by spelling", field("email: email"), []string{`did you mean "E-mail"?`}},
		{"column unlike any", field("name: Shoe size"), []string{`it has "ID", "Name", "E-mail"`}},
		{"column twice", field("name: Twice"), []string{`has the column "Twice" 2 times, first at 6 and 7`}},
		{"column by case twice", field("name: Case"), []string{`could be "case" or "CASE"`}},
		{"column without name", field("name: ''"), []string{"column is empty"}},
		{"template column", field(`name: {template: "{Nmae}"}`), []string{`did you mean "Name"?`}},
		{"template unclosed", field(`name: {template: "{Name"}`), []string{"{ without its }"}},
		{"template closed twice", field(`name: {template: "{Name}}"}`), []string{"} without its {"}},
		{"template without column", field(`name: {template: "{{hello}}"}`), []string{"names no column"}},
		{"template with empty braces", field(`name: {template: "{}"}`), []string{"column without a name"}},

		{"join as text", field("name: {join: Name}"), []string{"m.yaml:5:16: join must be a list of columns, not a single value"}},
		{"join of nothing", field("name: {join: []}"), []string{"join is an empty list"}},
		{"join with a column the file lacks", field("name: {join: [Name, Ctiy]}"), []string{`m.yaml:5:23: the file has no column "Ctiy": did you mean " City "?`}},
		{"join and template", field("name: {join: [Name], template: '{Name}'}"), []string{"has template and join: it takes one of"}},
		{"with without join", field("name: {column: Name, with: x}"), []string{`m.yaml:5:30: field "name" has with, but no join`}},

		{"empty clear word", field("name: Name") + "clear_word: ' '\n", []string{"clear_word is empty"}},
		{"clear word as value", field("name: {value: '#X'}") + "clear_word: '#X'\n", []string{"m.yaml:5:17: value is the clear word, which counts in cells only"}},
		{"clear word as item", field("tags: {value: [a, '#X']}") + "clear_word: '#X'\n", []string{"m.yaml:5:17: value is the clear word"}},
		{"clear word as default", field("name: {column: Name, default: '#X'}") + "clear_word: '#X'\n", []string{"default is the clear word"}},
		{"clear word in map", field("city: {column: City, map: {none: '#X'}}") + "clear_word: '#X'\n", []string{`map makes "none" the clear word`}},

		{"signs alike", field("age: {column: Name, decimal: '.', group: '.'}"), []string{"m.yaml:5:44: decimal and group are both \".\""}},
		{"group that is the point", field("age: {column: Name, group: '.'}"), []string{"say with decimal what does"}},
		{"sign too long", field("age: {column: Name, decimal: ',,'}"), []string{`decimal is ",,": write one character`}},
		{"sign without use", field("name: {column: Name, decimal: ',', group: .}"), []string{"no use for decimal, which is for numbers", "no use for group"}},
		{"signs of the mapping", field("name: Name") + "numbers: {decimal: x, gruop: .}\n", []string{`did you mean "group"?`, `decimal is "x"`}},
		{"signs as text", field("name: Name") + "numbers: ','\n", []string{"numbers must be a map"}},

		{"options without use", field("age: {column: Name, options: [1, 2]}"), []string{"no use for options, which is for texts and lists"}},
		{"option too long", field("city: {column: Name, options: [" + strings.Repeat("x", 21) + "]}"), []string{"m.yaml:5:34: options:", "the field takes 20 at most"}},
		{"option twice", field("city: {column: Name, options: [a, a]}"), []string{`options has "a" twice`}},
		{"value that is no option", field("city: {value: c, options: [a, b]}"), []string{`value: "c" is none of the options: write a or b`}},

		{"too long a file", strings.Repeat("# a comment\n", MaxSize/10), []string{"m.yaml:1:1: the file is longer than the 1048576 bytes"}},
		{"anchors without end", laughs(), []string{"m.yaml:2:", "aliases such as *a are not read"}},

		{"null value", field("name: {value: null}"), []string{"value is null: write {value: \"\", empty: clear}"}},
		{"empty value", field("name: {value: ''}"), []string{"value is empty: leave the field out"}},
		{"value out of form", field("age: {value: 1.5}"), []string{"m.yaml:5:16: value: \"1.5\" is not a whole number"}},
		{"value list", field("name: {value: [a]}"), []string{"value is a list: the field takes a single value"}},
		{"value map", field("tags: {value: {a: b}}"), []string{"value is a map: the field takes a list of texts"}},
		{"default out of form", field("email: {column: E-mail, default: nobody}"), []string{"default: \"nobody\" is not an e-mail address"}},
		{"default not in map", field("name: {column: Name, default: en, map: {English: en}}"), []string{`default: "en" is not in the map`}},
		{"empty default", field("name: {column: Name, default: ''}"), []string{"default is empty"}},
		{"map of null", field("name: {column: Name, map: {a: }}"), []string{`the value of "a" in map must be a text, not nothing`}},
		{"map twice", field("name: {column: Name, map: {a: x, ' a': y}}"), []string{`map has "a" twice`}},
		{"map_other without map", field("name: {column: Name, map_other: keep}"), []string{"map_other without map"}},
		{"map_other word", field("name: {column: Name, map: {a: b}, map_other: drop}"), []string{`map_other is "drop": write keep or error`}},
		{"case word", field("name: {column: Name, case: camel}"), []string{"write lower or upper or title"}},
		{"required word", field("name: {column: Name, required: maybe}"), []string{"required is \"maybe\": write true or false"}},
		{"empty word", field("name: {column: Name, empty: null}"), []string{"empty must be a text, not nothing"}},
		{"split without use", field("name: {column: Name, split: ','}"), []string{`field "name" has no use for split, which is for lists`}},
		{"empty split", field("tags: {column: Name, split: ''}"), []string{"split is empty"}},
		{"format without use", field("name: {column: Name, format: DD/MM/YYYY}"), []string{"no use for format, which is for dates and times"}},
		{"format", field("born: {column: Since, format: [DD/MM/YY, HH:mm]}"), []string{"m.yaml:5:34: format: \"DD/MM/YY\": YY: years are written with four digits", "m.yaml:5:44: format: \"HH:mm\" has no YYYY"}},
		{"timezone without use", field("born: {column: Since, timezone: UTC}"), []string{"no use for timezone, which is for date-times"}},
		{"timezone", field("seen: {column: Since, timezone: Mars/Olympus}"), []string{`timezone is "Mars/Olympus"`}},
		{"timezone of the machine", field("seen: {column: Since, timezone: Local}"), []string{`timezone is "Local"`}},
		{"region without use", field("name: {column: Name, region: MY}"), []string{"no use for region, which is for phone numbers"}},
		{"region", field("phone: {column: Mobile, region: UK}"), []string{`region: "UK" is not a country code`, "write GB"}},
		{"words without use", field("name: {column: Name, true: ja}"), []string{"no use for true, which is for booleans"}},
		{"word for both", field("vip: {column: Name, true: [ja, no]}"), []string{`has "no" among the words for true and for false`}},

		{"custom type", head + "custom: {Web: {column: Name, type: url}}\n", []string{`acme has no custom fields of type "url": it takes text, number, date, list`}},
		{"custom type misspelt", head + "custom: {Web: {column: Name, type: txet}}\n", []string{`"txet"`}},
		{"custom name reserved", head + "custom: {id: Name}\n", []string{`the name "id" is reserved`}},
		{"custom name known", head + "custom: {city: Name}\n", []string{`"city" is a field of acme itself: move it to fields`}},
		{"no custom fields", "provider: plain\ncontact: ID\ncustom: {Web: Name}\n", []string{"plain takes no custom fields"}},

		{"clear without a way", field("name: {column: Name, empty: clear}"), []string{`m.yaml:5:31: acme knows no way to clear the field "name": leave it out`}},
		{"clear for all", head + "empty: clear\nfields:\n  city: City\n  name: Name\n", []string{`m.yaml:7:9: acme knows no way to clear the field "name": set empty: skip on it`}},

		{"where with unknown column", field("name: Name") + "where: Stats == 'x' || Nmae != ''\n", []string{`m.yaml:6:8: where: the file has no column "Stats"`, `did you mean "Name"?`}},
		{"where with unknown key", field("name: Name") + "where: row[\"Full name\"] != ''\n", []string{`no column "Full name"`, "at character 4"}},
		{"where with a computed key", field("name: Name") + "where: row[Name] != ''\n", []string{"row needs the name of a column as a constant"}},
		{"where with the whole row", field("name: Name") + "where: len(row) > 1\n", []string{"row needs the name of a column as a constant"}},
		{"where syntax", field("name: Name") + "where: Name ==\n", []string{"where: ", "at character"}},
		{"where of text", field("name: Name") + "where: Name\n", []string{"where: expected bool"}},
		{"where types", field("name: Name") + "where: Name > 5\n", []string{"where: invalid operation", "string and int"}},
		{"where with the clock", field("name: Name") + "where: now().Year() > 2000\n", []string{"where: ", "now"}},
		{"where with the environment", field("name: Name") + "where: $env.Name == ''\n", []string{"$env is not known"}},
		{"where as list", field("name: Name") + "where: [a]\n", []string{"where must be a text, not a list"}},

		{"token as text", field("name: Name") + "token: s3cret\n", []string{"token must not hold the secret itself: write token: {env: NAME}"}},
		{"token under another key", field("name: Name") + "token: {s3cret: }\n", []string{"another key than env, file and command"}},
		{"token env is no name", field("name: Name") + "token: {env: s3cret-x}\n", []string{"must be the name of an environment variable"}},
		{"token twice", field("name: Name") + "token: {env: A, file: B}\n", []string{"takes exactly one key"}},
		{"token command as text", field("name: Name") + "token: {command: pass show}\n", []string{"token.command must be a list"}},

		{"concurrency", field("name: Name") + "send: {concurrency: 0}\n", []string{"send.concurrency is \"0\": write a whole number from 1"}},
		{"rate", field("name: Name") + "send: {rate: -1}\n", []string{"send.rate is \"-1\""}},
		{"rate nan", field("name: Name") + "send: {rate: nan}\n", []string{"send.rate is \"nan\""}},
		{"timeout", field("name: Name") + "send: {timeout: 30}\n", []string{"send.timeout is \"30\": write a length of time"}},
		{"no timeout", field("name: Name") + "send: {timeout: 0s}\n", []string{"write at least 1ms"}},
		{"underscore", field("name: Name") + "send: {retry_wait: 1s}\n", []string{`did you mean "retry-wait"?`}},
		{"max-errors", field("name: Name") + "send: {max-errors: 101%}\n", []string{"send.max-errors is \"101%\""}},
		{"max-errors fraction", field("name: Name") + "send: {max-errors: 1.5}\n", []string{"send.max-errors is \"1.5\""}},
		{"bom", field("name: Name") + "report: {bom: 3}\n", []string{"report.bom is \"3\""}},
		{"keep", field("name: Name") + "report: {keep: [Nmae]}\n", []string{"m.yaml:6:17: report.keep: the file has no column \"Nmae\""}},
		{"keep nothing", field("name: Name") + "report: {keep: []}\n", []string{"report.keep is an empty list"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m, err := Compile("m.yaml", []byte(c.yaml), definitions, wide)
			if err == nil {
				t.Fatalf("the mapping was taken: %+v\n%s", m, c.yaml)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error is\n%v\nand lacks\n%s", err, want)
				}
			}
			if strings.Contains(err.Error(), "s3cret") && c.name != "own tag" {
				t.Errorf("the error shows the secret: %v", err)
			}
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if !strings.HasPrefix(line, "m.yaml:") {
					t.Errorf("the line %q does not say where", line)
				}
			}
		})
	}
}

func TestCompileReportsEverythingInOrder(t *testing.T) {
	t.Parallel()
	_, err := Compile("m.yaml", []byte("provider: acme\nsettings: {region: eu}\ncontact: Key\nfields:\n  nmae: Name\n  city: Ctiy\nsend: {tries: 3}\n"), definitions, wide)
	var places []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		places = append(places, strings.Join(strings.SplitN(line, ":", 4)[1:3], ":"))
	}
	if diff := cmp.Diff([]string{"3:10", "5:3", "6:9", "7:8"}, places); diff != "" {
		t.Errorf("places of the problems (-want +got):\n%s\n%v", diff, err)
	}
}

func TestCompileReadsEverything(t *testing.T) {
	t.Parallel()
	m := compile(t, `
provider: acme
token: {env: ACME_TOKEN}
settings: {region: us}
contact: {column: Mobile, by: phone, region: my}
fields:
  name: {template: "{name} {{x}}"}
  tags: {column: CITY, split: ";"}
custom:
  Joined: {column: Since, type: date, format: DD/MM/YYYY}
where: ID != "7"
send: {concurrency: 8, rate: 2.5, batch: 100, attempts: 3, timeout: 30s, retry-wait: 1s, retry-max-wait: 2s, queue-wait: 3s, max-pause: 4m, outage-wait: 0s, max-errors: 5%}
report: {bom: yes, keep: [e-mail, ID]}
`, append(wide, "rollcall_row", "rollcall_surplus")...)
	one, three, eight, hundred, rate := time.Second, 3, 8, 100, 2.5
	two, queue, pause, outage, half := 2*time.Second, 3*time.Second, 4*time.Minute, time.Duration(0), 30*time.Second
	want := Send{&eight, &rate, &hundred, &three, &half, &one, &two, &queue, &pause, &outage, "5%"}
	for _, diff := range []string{
		cmp.Diff(Token{Env: "ACME_TOKEN"}, m.Token),
		cmp.Diff(providers.Settings{"region": "us", "shape": "flat"}, m.Settings),
		cmp.Diff(want, m.Send),
		cmp.Diff(Report{BOM: true, Keep: []string{"E-mail", "ID"}}, m.Report),
		cmp.Diff([]string{"Mobile", "Name", " City ", "Since", "ID", "E-mail"}, m.Columns),
		cmp.Diff([]string{"Twice", "Twice", "case", "CASE"}, m.Unused),
		cmp.Diff([]string{"tags: replaces all tags", "Joined: is created where the account lacks it"}, m.Effects),
	} {
		if diff != "" {
			t.Errorf("the mapping was read wrong (-want +got):\n%s", diff)
		}
	}
	if m.Path != "m.yaml" || len(m.SHA256) != 64 || m.Provider == nil {
		t.Errorf("path %q, hash %q, provider %v", m.Path, m.SHA256, m.Provider)
	}
}

func TestTokenForms(t *testing.T) {
	t.Parallel()
	base := head + "fields: {name: Name}\n"
	for text, want := range map[string]Token{
		"":                                   {},
		"token: {file: ./t}\n":               {File: "./t"},
		"token: {command: [pass, show, '']}": {Command: []string{"pass", "show", ""}},
	} {
		if diff := cmp.Diff(want, compile(t, base+text, wide...).Token); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestFingerof(t *testing.T) {
	t.Parallel()
	base := "provider: acme\nsettings: {region: eu}\ncontact: ID\nfields: {name: Name, city: {value: 1}}\n"
	of := func(yaml string) string { return compile(t, yaml, wide...).Fingerprint }
	for name, yaml := range map[string]string{
		"tests":   base + "tests: [{row: {ID: 7, Name: x}, update: {name: x, city: 1}}]\n",
		"token":   base + "token: {env: A}\n",
		"send":    base + "send: {rate: 1}\n",
		"guards":  base + "guards: {min_rows: 5}\n",
		"comment": "# hello\n" + base,
		"quotes":  strings.Replace(base, "name: Name", `name: "Name"`, 1),
		"order":   "contact: ID\nprovider: acme\nsettings: {region: eu}\nfields:\n  name: Name\n  city:\n    value: 1\n",
	} {
		if of(yaml) != of(base) {
			t.Errorf("%s: the fingerprint differs, so that a resume would be refused", name)
		}
	}
	for name, yaml := range map[string]string{
		"value":    strings.Replace(base, "value: 1", "value: 2", 1),
		"settings": strings.Replace(base, "eu", "us", 1),
		"where":    base + "where: Name != ''\n",
		"report":   base + "report: {bom: true}\n",
		"numbers":  base + "numbers: {group: ' '}\n",
		"clear":    base + "clear_word: x\n",
		"empty":    base + "empty: error\n",
		"mode":     strings.Replace(base, "fields: {", "fields: {tags: {column: ID, mode: add}, ", 1),
		"create":   strings.Replace(base, "fields: {", "fields: {groups: {column: ID, create: true}, ", 1),
		"several":  base + "duplicates: last\n",
	} {
		if of(yaml) == of(base) {
			t.Errorf("%s: the fingerprint is the same, so that a resume would mix two mappings", name)
		}
	}
}

func TestKeepAll(t *testing.T) {
	t.Parallel()
	m := compile(t, head+"fields: {name: Name}\nreport: {keep: all}\n", wide...)
	if !m.Report.KeepAll || len(m.Report.Keep) != len(wide) {
		t.Errorf("keep all keeps %q", m.Report.Keep)
	}
	if m := compile(t, head+"fields: {name: Name}\nreport: {keep: all}\n"); !m.Report.KeepAll {
		t.Error("keep all of JSONL is forgotten")
	}
}

// laughs is a file of a few hundred bytes that stands for a billion words.
func laughs() string {
	text := "a: &a [lol, lol, lol]\n"
	for c := 'b'; c <= 'z'; c++ {
		text += fmt.Sprintf("%c: &%c [*%c, *%c, *%c]\n", c, c, c-1, c-1, c-1)
	}
	return text
}

func FuzzCompile(f *testing.F) {
	f.Add("")
	f.Add(head + "fields: {name: {column: Name, map: {a: b}, case: title}, tags: {value: [a, b]}}\nwhere: row[\"Name\"] != '' && ID in ['1']\n")
	f.Add("a: &x [*x, *x]\n<<: {}\n")
	f.Add("provider: plain\ncontact: {template: '{a}{{'}\ncustom: {x: {column: y, type: date, format: [D/M/YYYY]}}\nempty: clear\nreport: {keep: all}\n")
	f.Add("token: {env: A}\nsend: {rate: 1e9, max-errors: 5%}\n")
	f.Add("---\n---\n...")
	f.Add(head + "fields: {tags: {value: [a], mode: add}, groups: {column: ID, options: [A], map: {x: a}, create: yes}}\nduplicates: last\nguards: {min_rows: 1, max_shrink: 5%, max_errors: 3}\n")
	f.Add(head + "numbers: {decimal: ',', group: .}\nclear_word: '#'\nfields: {name: {join: [Name, ' City '], with: /, options: [a, b]}, score: ID}\n")
	f.Add(head + "fields: {name: Name}\ntests: [{name: x, row: {ID: 7, Name: a}, update: {contact: 'id:7', name: a}}, {row: {}, skipped: true}, {row: {Name: [a, {b: ~}]}, invalid: x}]\n")
	f.Fuzz(func(t *testing.T, yaml string) {
		if len(yaml) > 4096 {
			return
		}
		for _, columns := range [][]string{nil, wide} {
			m, err := Compile("m.yaml", []byte(yaml), definitions, columns)
			if (m == nil) == (err == nil) {
				t.Fatalf("got mapping %v and error %v", m, err)
			}
			if err == nil {
				_ = m.RunTests()
				continue
			}
			if !strings.HasPrefix(err.Error(), "m.yaml:") {
				t.Fatalf("the error does not say where: %v", err)
			}
		}
	})
}
