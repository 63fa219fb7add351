package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/providers/all"
)

func TestWrap(t *testing.T) {
	t.Parallel()
	const text = "look at a contact, or feed  the\nrejects back"
	tests := []struct {
		text    string
		columns int
		want    []string
	}{
		{text, 0, []string{text}},
		{text, 16, []string{"look at a", "contact, or feed", "the rejects back"}},
		{text, 80, []string{"look at a contact, or feed the rejects back"}},
		{"see /a/path/that/is/longer/than/the/line now", 20, []string{"see", "/a/path/that/is/longer/than/the/line", "now"}},
		{"日本語 日本語", 10, []string{"日本語", "日本語"}},
		{"日本語 日本語", 13, []string{"日本語 日本語"}},
		{"\x1b[31mred\x1b[0m and more", 12, []string{"\x1b[31mred\x1b[0m and more"}},
		{"", 10, []string{""}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, wrap(tt.text, tt.columns)); diff != "" {
			t.Errorf("%q on %d columns (-want +got):\n%s", tt.text, tt.columns, diff)
		}
	}
}

func TestShorten(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text    string
		columns int
		want    string
	}{
		{"1204 rows", 9, "1204 rows"},
		{"1204 rows", 8, "1204 ro…"},
		{"日本語日本語", 8, "日本語…"},
		{"日本語", 1, "日…"},
	}
	for _, tt := range tests {
		if got := shorten(tt.text, tt.columns); got != tt.want {
			t.Errorf("%q on %d columns reads %q, want %q", tt.text, tt.columns, got, tt.want)
		}
	}
}

func TestSheet_next(t *testing.T) {
	t.Parallel()
	const command = "rollcall run contacts.rollcall/rejects.csv -m aelyst.yaml --base-url http://127.0.0.1:8377"
	tests := []struct {
		name string
		on   sheet
		want string
	}{
		{"a file", sheet{}, "next:  correct the rejects, then: " + command + "\n"},
		{"a terminal", sheet{columns: 30}, "next:  correct the rejects,\n       then:\n  " + command + "\n"},
		{"a coloured terminal", sheet{columns: 80, colour: true}, "next:  correct the rejects, then:\n  \x1b[1m" + command + "\x1b[0m\n"},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		tt.on.Writer = &out
		tt.on.next("next:  ", "correct the rejects, then:", command)
		if diff := cmp.Diff(tt.want, out.String()); diff != "" {
			t.Errorf("%s shows (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestSheet_tell(t *testing.T) {
	t.Parallel()
	const message = "interrupted after 12 rows; go on with: rollcall run contacts.csv -m aelyst.yaml --resume"
	tests := []struct {
		message string
		columns int
		want    string
	}{
		{message, 0, "rollcall: " + message + "\n"},
		{message, 80, "rollcall: interrupted after 12 rows; go on with:\n  rollcall run contacts.csv -m aelyst.yaml --resume\n"},
		{"set it: AELYST_TOKEN=x rollcall run a.csv", 80, "rollcall: set it:\n  AELYST_TOKEN=x rollcall run a.csv\n"},
		{"a.csv is no file that rollcall reads", 30, "rollcall: a.csv is no file\n          that rollcall reads\n"},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		sheet{Writer: &out, columns: tt.columns}.tell("rollcall: ", tt.message)
		if diff := cmp.Diff(tt.want, out.String()); diff != "" {
			t.Errorf("on %d columns (-want +got):\n%s", tt.columns, diff)
		}
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	table := newTable("name", "request", "batch")
	table.row("cendyn", "PUT /v2/account/{account_id}/contact/{contact_id}", "1")
	table.row("subscriptions[email|sms|push]", "日本", "")
	for columns, want := range map[int]string{
		0: `
name                           request                                            batch
cendyn                         PUT /v2/account/{account_id}/contact/{contact_id}  1
subscriptions[email|sms|push]  日本
`,
		66: `
name                          request                        batch
cendyn                        PUT /v2/account/{account_id}/  1
                              contact/{contact_id}
subscriptions                 日本
[email|sms|push]
`,
		30: `
name        request      batch
cendyn      PUT /v2/     1
            account/
            {account_id
            }/contact/
            {contact_id
            }
subscripti  日本
ons
[email|sms
|push]
`,
	} {
		var out bytes.Buffer
		table.write(sheet{Writer: &out, columns: columns})
		if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), out.String()); diff != "" {
			t.Errorf("a table on %d columns (-want +got):\n%s", columns, diff)
		}
	}
}

// TestTable_narrow holds tables to the width that there is, as long as a column
// has room for a few letters.
func TestTable_narrow(t *testing.T) {
	t.Parallel()
	for columns := 30; columns < 120; columns++ {
		var out bytes.Buffer
		s := sheet{Writer: &out, columns: columns}
		for _, def := range all.Definitions() {
			fieldTable(def.Spec).write(s)
		}
		for line := range strings.Lines(out.String()) {
			if n := width(strings.TrimRight(line, "\n")); n > columns {
				t.Fatalf("on %d columns a line of a table takes %d: %s", columns, n, line)
			}
		}
	}
}
