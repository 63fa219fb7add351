package draft

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/inspect"
	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/providers/all"
)

// drafted drafts a mapping for a table of cells, separated by semicolons.
func drafted(t *testing.T, provider, table string) (Draft, []string) {
	t.Helper()
	def, ok := all.Find(provider)
	if !ok {
		t.Fatalf("there is no provider %q", provider)
	}
	lines := strings.Split(strings.TrimSpace(table), "\n")
	header := strings.Split(lines[0], ";")
	seen := inspect.NewTable(header)
	for _, line := range lines[1:] {
		seen.Add(strings.Split(line, ";"))
	}
	return New(Config{Spec: def.Spec, Table: seen, Input: "contacts.csv", File: "m.yaml"}), header
}

func TestNew(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, provider, table string
		lines                 []string // of the draft
		open                  int
	}{
		{
			"German", "cendyn", `
CRM-ID;Vorname;Nachname;E-Mail;Handy;PLZ;Ort;Land;Sprache;Anrede;Geburtsdatum;Firma
550aac3da096734ce5000a10;Jörg;Weiß;joerg@example.com;030 23125101;01067;Dresden;Deutschland;Deutsch;Herr;21.08.1962;Acme
550aac3da096734ce5000a11;Änne;Groß;aenne@example.com;+49 30 23125102;10115;Berlin;Deutschland;Englisch;Frau;1.12.1970;Globex`,
			[]string{
				"contact: CRM-ID", "name_first: Vorname", "name_last: Nachname", "email: E-Mail",
				"phone: {column: Handy, region: DE}", "zip: PLZ", "city: Ort", "country: Land",
				"language: {column: Sprache, map: {Deutsch: de, Englisch: en}}",
				"gender: {column: Anrede, map: {Herr: MALE, Frau: FEMALE}}",
				"born_date: {column: Geburtsdatum, format: D.M.YYYY}", "#   Firma: Firma",
				"  account_id: TODO # the account's id: 24 hex digits",
			},
			2,
		},
		{
			"Spanish", "aelyst", `
ID;Nombre;Apellidos;Correo electrónico;Móvil;Idioma;País;Fecha de alta
101;José;Ibáñez;jose@example.com;600 000 102;español;España;31/12/2024
102;Lucía;Núñez;lucia@example.com;+34 600 000 103;inglés;España;01/02/2025`,
			[]string{
				"contact: ID", "firstName: Nombre", "lastName: Apellidos", "email: Correo electrónico",
				"phone: {column: Móvil, region: ES}",
				`language: {column: Idioma, map: {español: es, inglés: en}}`,
				"countryCode: {column: País, map: {España: ES}}",
				"#   Fecha de alta: {column: Fecha de alta, type: date, format: DD/MM/YYYY}",
			},
			0,
		},
		{
			"French", "cellcast", `
Identifiant;Prénom;Nom de famille;Courriel;Téléphone;Code postal;Naissance;Sexe
674d9650b0000000000001a0;Zoé;Lefèvre;zoe@example.com;+33 1 23 45 67 89;75001;03/04/1990;F
674d9650b0000000000001a1;Luc;Morel;luc@example.com;+33 1 23 45 67 80;13001;05/06/1985;H`,
			[]string{
				"contact: Identifiant", "First Name: Prénom", "Last Name: Nom de famille", "Email: Courriel",
				"Number: Téléphone", "Postal Code: Code postal", "Birthday: Naissance", "Gender: Sexe",
				"# TODO: no day above 12 tells whether format is DD/MM/YYYY or MM/DD/YYYY.",
			},
			1,
		},
		{
			"no id, e-mail instead", "aelyst", `
Kundennummer;Email;Name
7;a@example.com;Ann
8;b@example.com;Ben`,
			[]string{"contact: {column: Email, by: email}"},
			1,
		},
		{
			"no contact at all", "telecmi", `
Email;Phone
a@example.com;0123456101
b@example.com;0123456102`,
			[]string{
				"# TODO: name the column that holds the contact_id: a UUID with dashes.", "contact: TODO", "email_id: Email", "phone_no: Phone",
				`# TODO: add region, the country of numbers without a country code, such as "0123456101".`,
			},
			2,
		},
		{
			"by the cells alone", "telecmi", `
Ref;Adr
61bcb437-7716-4001-acf7-b739274dff8c;a@example.com
4ec364d6-7a17-4925-8884-83e4f7ac7bbe;b@example.com`,
			[]string{"contact: Ref", "email_id: Adr"},
			0,
		},
		{
			"effects are left to switch on", "callbell", `
uuid;first name;last name;tags;assigned_user;note
d73c43fad1272a253bb427c1a1da059d;Ann;Ooi;VIP|New;x@example.com;hi
bff425b110f45208e58b98e9fd921afe;Ben;Tan;VIP;;`,
			[]string{
				`name: {template: "{first name} {last name}"}`, "# replaces all tags of the contact",
				"# {column: …, mode: add} keeps what is there, mode: remove takes away from it", `# tags: {column: tags, split: "|"}`,
				"# assigned_user: assigned_user", "note: note",
			},
			0,
		},
		{
			"words that YAML would take for others", "aelyst", `
id;first name;No;a: b;# x;true
1;Ann;ya;1;red;2
2;Ben;tidak;2;blue;3`,
			[]string{
				`#   "No": {column: "No", type: boolean, true: ya, false: tidak}`, `#   "a: b": {column: "a: b", type: integer}`, `#   "# x": "# x"`,
			},
			0,
		},
		{
			"numbers as people write them", "cendyn", `
id;twitter_followers;Umsatz;Rabatt;Menge;Ref
550aac3da096734ce5000a10;1.234;6.696,17;12,5;1,234;6.696,17
550aac3da096734ce5000a11;17.500.000;500,00;7;2,500;n/a`,
			[]string{
				`twitter_followers: {column: twitter_followers, decimal: ",", group: "."}`,
				`#   Umsatz: {column: Umsatz, type: number, decimal: ",", group: "."}`,
				`#   Rabatt: {column: Rabatt, type: number, decimal: ","}`,
				`#   Menge: {column: Menge, type: number} # say with decimal or group which sign stands before the fraction, and which between the thousands, as in "1,234".`,
				`#   Ref: Ref`,
			},
			2,
		},
		{
			"a custom name that is taken", "cellcast", `
ID;Email;Tags
674d9650b0000000000001a0;a@example.com;VIP`,
			[]string{"#   Tags: Tags # Rename it: this call does not write tags: the name would become a permanent field.", "# One that the account does not have yet needs {column: …, create: true}."},
			0,
		},
	}
	for _, tt := range tests {
		got, header := drafted(t, tt.provider, tt.table)
		lines := strings.Split(string(got.Text), "\n")
		for _, want := range tt.lines {
			if !slices.ContainsFunc(lines, func(line string) bool { return strings.TrimSpace(line) == strings.TrimSpace(want) }) {
				t.Errorf("%s: the draft lacks the line %q:\n%s", tt.name, want, got.Text)
			}
		}
		if n := strings.Count(string(got.Text), "TODO:") + strings.Count(string(got.Text), ": TODO #"); got.Open != tt.open || n != tt.open {
			t.Errorf("%s: %d things are open, %d marked, want %d:\n%s", tt.name, got.Open, n, tt.open, got.Text)
		}
		compiles(t, tt.name, settled(string(got.Text)), header)
	}
}

// settled decides what a draft leaves open, as a person might.
func settled(text string) string {
	for _, answer := range [][2]string{
		{"account_id: TODO", "account_id: 550aac3da096734ce4000001"},
		{"region: TODO", "region: eu"},
		{"contact: TODO", "contact: Email"},
		{": TODO", ": Name"},
	} {
		text = strings.ReplaceAll(text, answer[0], answer[1])
	}
	return text
}

// compiles compiles a draft as it is, and with the columns switched on that have
// no field.
func compiles(t *testing.T, name, text string, header []string) {
	t.Helper()
	for _, text := range []string{text, switchedOn(text)} {
		if _, err := mapping.Compile("m.yaml", []byte(text), all.Definitions(), header); err != nil {
			t.Errorf("%s: a check of the draft says %v\n%s", name, err, text)
		}
	}
}

func switchedOn(text string) string {
	var out []string
	custom := false
	for line := range strings.SplitSeq(text, "\n") {
		custom = custom && strings.HasPrefix(line, "#   ") || line == "# custom:"
		if custom && !strings.Contains(line, "Rename it") {
			line = strings.TrimPrefix(line, "# ")
		}
		out = append(out, line)
	}
	all := strings.Join(out, "\n")
	if strings.Contains(all, "custom:\n# ") {
		return text
	}
	return all
}

func TestNew_matched(t *testing.T) {
	t.Parallel()
	got, _ := drafted(t, "aelyst", "id;Work E-mail;Email;Office Phone;Handy\n1;w@example.com;p@example.com;+60 3 2345 6789;+60 12 345 6789")
	if diff := cmp.Diff([]string{"phone", "email"}, got.Matched); diff != "" {
		t.Errorf("matched (-want +got):\n%s", diff)
	}
	for _, line := range []string{"email: Email", "phone: Handy"} {
		if !strings.Contains(string(got.Text), line) {
			t.Errorf("the draft prefers another column to that in %q:\n%s", line, got.Text)
		}
	}
}

// TestNew_wide takes no column of a header in which names are missing or twice.
func TestNew_wide(t *testing.T) {
	t.Parallel()
	got, header := drafted(t, "aelyst", "id;;Email;Email;rollcall_row\n1;x;a@example.com;b@example.com;4")
	text := strings.ReplaceAll(string(got.Text), "firstName: TODO", "countryCode: {value: MY}")
	if strings.Contains(text, "Email") || strings.Contains(text, "rollcall_row") {
		t.Errorf("the draft uses columns that a mapping cannot tell apart:\n%s", text)
	}
	compiles(t, "wide", text, header)
}

// FuzzNew looks for a header or cells that make a draft which no mapping is.
func FuzzNew(f *testing.F) {
	f.Add("id;Name;e-mail", "1;Ann;a@example.com")
	f.Add("id;\"q\";{x};a\tb", "1;yes;{y};31/12/2024")
	f.Add("ID;vorname;nachname;sprache", "1;J\u0085;#N/A;deutsch")
	f.Fuzz(func(t *testing.T, header, record string) {
		names := strings.Split("id;"+header, ";")
		for i := range names {
			names[i] = strings.ToValidUTF8(strings.TrimSpace(names[i]), "")
		}
		table := inspect.NewTable(names)
		table.Add(strings.Split("1;"+strings.ToValidUTF8(record, ""), ";"))
		for _, def := range all.Definitions() {
			d := New(Config{Spec: def.Spec, Table: table, Input: "x", File: "y"})
			if d.Open > 0 || ambiguous(names) {
				continue
			}
			if _, err := mapping.Compile("m", d.Text, []providers.Definition{def}, names); err != nil {
				t.Errorf("%q, %q: %v\n%s", header, record, err, d.Text)
			}
		}
	})
}

// ambiguous reports whether names differ in case only, or a mapping might read
// one of them otherwise.
func ambiguous(names []string) bool {
	for i, name := range names {
		for _, other := range names[:i] {
			if strings.EqualFold(name, other) {
				return true
			}
		}
	}
	return false
}
