package mapping

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
)

// refused compiles a mapping that must be wrong in each of these ways and in no
// other.
func refused(t *testing.T, yaml string, want ...string) {
	t.Helper()
	_, err := Compile("m.yaml", []byte(yaml), definitions, wide)
	if err == nil {
		t.Errorf("the mapping was taken:\n%s", yaml)
		return
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(want) {
		t.Errorf("the mapping\n%s\nis refused with\n%v\nwhich is not %d problems", yaml, err, len(want))
		return
	}
	for i, part := range want {
		if !strings.Contains(lines[i], part) {
			t.Errorf("the mapping\n%s\nis refused with\n%s\nwhich lacks\n%s", yaml, lines[i], part)
		}
	}
}

func TestModesRefused(t *testing.T) {
	t.Parallel()
	for yaml, want := range map[string][]string{
		"fields: {name: {column: Name, mode: add}}":                             {`m.yaml:4:37: field "name" has no use for mode, which is for lists`},
		"fields: {name: {column: Name, mode: remove, empty: clear}}":            {`no use for mode`, `knows no way to clear`},
		"fields: {groups: {column: Name, mode: remove}}":                        {`m.yaml:4:39: mode: remove does not work on the field "groups": of the lists of acme it does on tags only`},
		"custom: {Teams: {column: Name, type: list, mode: add}}":                {`mode: add does not work on the field "Teams"`},
		"fields: {tags: {column: Name, mode: append}}":                          {`mode is "append": write replace or add or remove`},
		"fields: {tags: {column: Name, mode: add, empty: clear}}":               {`m.yaml:4:49: empty: clear does not go with mode: add, which leaves the rest of the field "tags" as it is: leave it out`},
		"fields: {tags: {column: Name, mode: remove}}\nempty: clear":            {`mode: remove, which leaves the rest of the field "tags" as it is: set empty: skip on it`},
		"fields: {tags: {value: '', mode: add, empty: clear}}":                  {`does not go with mode: add`},
		"fields: {name: {column: Name, create: true}}":                          {`m.yaml:4:39: every account of acme has the field "name": leave out create`},
		"fields: {groups: {column: Name, create: perhaps}}":                     {`create is "perhaps": write true or false`},
		"custom: {X: {column: Name, create: }}":                                 {`create must be a text, not nothing`},
		"fields: {tags: Name}\nduplicates: newest":                              {`m.yaml:5:13: duplicates is "newest": write send or first or last or error`},
		"fields: {tags: Name}\nduplicates: [first]":                             {`duplicates must be a text, not a list`},
		"fields: {tags: {column: Name, mode: add, required: true}}\nempty: ask": {`empty is "ask"`},
	} {
		refused(t, head+yaml+"\n", want...)
	}
	refused(t, "provider: plain\ncontact: ID\nfields: {name: {column: Name, create: true}}\n",
		`plain creates no fields, the account must have "name" already: leave out create`)
	refused(t, strings.Replace(head, "contact: ID", "contact: {column: ID, mode: add, create: true}", 1)+"fields: {name: Name}\n",
		"contact has no use for mode", "create belongs to a field, not to contact")
}

func TestModesTaken(t *testing.T) {
	t.Parallel()
	for _, yaml := range []string{
		"fields: {tags: {column: Name, mode: replace, empty: clear}}",
		"fields: {groups: {column: Name, mode: replace}}",
		"fields: {tags: {column: Name, mode: add, empty: skip}}\nempty: clear",
		"fields: {tags: {column: Name, mode: remove, required: true}}\nempty: clear",
		"fields: {groups: {column: Name, create: true}}",
		"custom: {X: {column: Name, create: false}}",
	} {
		compile(t, head+yaml+"\n", wide...)
	}
}

func TestApplySetsTheMode(t *testing.T) {
	t.Parallel()
	for yaml, want := range map[string]contact.Mode{
		"fields: {tags: A}":                                contact.Replace,
		"fields: {tags: {column: A, mode: replace}}":       contact.Replace,
		"fields: {tags: {column: A, mode: add, split: ;}}": contact.Add,
		"fields: {tags: {column: A, mode: remove}}":        contact.Remove,
		"fields: {tags: {value: [x], mode: add}, name: A}": contact.Add,
	} {
		m := compile(t, head+yaml+"\n", columns...)
		u, err := m.Apply(filledRow(t, m, []string{"7", "x", ""}), nil)
		if err != nil || u.Fields[0].Mode != want || u.Merges() != (want != contact.Replace) {
			t.Errorf("%s: the update has the mode %v and merges: %v (%v)", yaml, u.Fields[0].Mode, u.Merges(), err)
		}
	}
}

func TestNothingIsClearedByAMode(t *testing.T) {
	t.Parallel()
	const yaml = head + "clear_word: '#CLEAR'\nfields: {tags: {column: A, mode: add, split: ;}, name: B}\n"
	m := compile(t, yaml, columns...)
	_, err := m.Apply(filledRow(t, m, []string{"7", "#CLEAR", "Ann"}), nil)
	if err == nil || !strings.Contains(err.Error(), `"#CLEAR" asks to clear the field tags, which mode: add does not do`) {
		t.Errorf("a row that asks to clear tags which are added to: %v", err)
	}
	free := compile(t, yaml)
	_, err = free.Apply(object(free, map[string]contact.Cell{"ID": literal("7"), "A": {Kind: contact.Null}, "B": words("Ann")}), nil)
	if err == nil || !strings.Contains(err.Error(), "null asks to clear the field tags, which mode: add does not do") {
		t.Errorf("null for tags which are added to: %v", err)
	}
	u, err := free.Apply(object(free, map[string]contact.Cell{"ID": literal("7"), "A": {Kind: contact.List}, "B": words("Ann")}), nil)
	if err != nil || wire(u) != `name="Ann"` {
		t.Errorf("an empty list to add: %s (%v)", wire(u), err)
	}
}

func TestEffectOfAMode(t *testing.T) {
	t.Parallel()
	for mode, want := range map[string]string{
		"replace": "tags: replaces all tags",
		"add":     "tags: adds to what the contact has, which is read first",
		"remove":  "tags: takes away from what the contact has, which is read first",
	} {
		m := compile(t, head+"fields: {tags: {column: Name, mode: "+mode+"}}\n", wide...)
		if diff := cmp.Diff([]string{want}, m.Effects); diff != "" {
			t.Errorf("what check says of mode: %s (-want +got):\n%s", mode, diff)
		}
	}
}
