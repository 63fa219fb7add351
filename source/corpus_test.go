package source

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the binary files of the corpus anew")

const corpus = "testdata/corpus"

// A sample is a file of the corpus and what a user expects of it. Its story
// stands in the README beside the file.
type sample struct {
	file   string
	cfg    Config
	format Format
	header []string
	rows   []record
}

func line(n int, cells ...string) record { return record{Line: n, Cells: cells} }

func blankLine(n int, cells ...string) record { return record{Line: n, Cells: cells, Blank: true} }

func TestCorpus(t *testing.T) {
	t.Parallel()
	const (
		hint    = ": if the file is in Windows-1252, as many exports are, add --encoding windows-1252"
		notUTF8 = ` holds bytes that are not UTF-8` + hint
	)
	german := []string{"Kundennr", "Vorname", "Nachname", "Straße", "Geburtstag", "Umsatz"}
	samples := []sample{
		{"excel-german.csv", Config{Encoding: "windows-1252"}, CSV, german, []record{
			line(2, "00123", "Jürgen", "Müller", "Königstraße 5; Hinterhof", "09.03.1984", "1.234,50"),
			line(3, "00124", "Zoë", "Groß", "Ägidienplatz 1", "28.02.1990", "17,00 €"),
		}},
		{"excel-german-notes.csv", Config{}, CSV, []string{"Nr", "Name"}, []record{
			line(2, "1", "Schmidt"),
			{Line: 3, Cells: []string{"2", "M\xfcller"}, Err: `line 3: column "Name"` + notUTF8},
			line(4, "3", "Weber"),
		}},
		{"excel-csv-utf8.csv", Config{}, CSV, []string{"Email", "Name", "City"}, []record{
			line(2, "jose@example.com", "José Núñez", "Málaga"),
			line(3, "li@example.com", "李雷", "北京"),
		}},
		{"excel-unicode-text.txt", Config{}, TSV, []string{"Имя", "Телефон", "Заметка"}, []record{
			line(2, "Анна", "+7 912 000-00-01", "звонить, после 18:00"),
			line(3, "Борис", "", "две\nстроки"),
			line(5, "Вера", "0912", "\"ВИП\""),
		}},
		{"excel-mac.csv", Config{Encoding: "macintosh"}, CSV, []string{"Name", "Café"}, []record{
			line(2, "Zoë", "Bœuf"),
			line(3, "Ann", "two\nlines"),
			line(5, "Bob", "—"),
		}},
		{"excel-sep.csv", Config{}, CSV, []string{"id", "note, free"}, []record{line(3, "1", "a, b"), line(4, "2", "c")}},
		{"crm-pipe.txt", Config{}, CSV, []string{"contact_id", "name", "tags"}, []record{
			line(2, "9f2c", "O'Brien, Ann", "vip;new"), line(3, "9f2d", "Bob", ""),
		}},
		{"trailing-blanks.csv", Config{}, CSV, []string{"id", "name", "phone"}, []record{
			line(2, "1", "Ann", "0123"), blankLine(3, "", "", ""), line(4, "2", "Bob", "0124"),
			blankLine(5, "", "", ""), blankLine(6, "", "", ""), blankLine(7, "", "", ""), blankLine(8, " "),
		}},
		{"one-column.txt", Config{}, CSV, []string{"Email"}, []record{line(2, "ann@example.com"), line(3, "Bell, Bob <bob@example.com>"), line(4, "eve@example.com")}},
		{"header-breaks.csv", Config{}, CSV, []string{"Contact\nID", "Phone (mobile,\npreferred)", "Name"}, []record{line(4, "1", "0123", "Ann"), line(5, "2", "0124", "Bob")}},
		{"mailing-list.tsv", Config{}, TSV, []string{"E-mail", "First name"}, []record{line(2, "ann@example.com", "Ann"), line(3, "bob@example.com", "Bob; the \"man\"")}},
		{"java-utf16be.csv", Config{}, CSV, []string{"id", "name"}, []record{line(2, "1", "Jürgen"), line(3, "2", "😀")}},
		{"nightly.csv.gz", Config{}, CSV, []string{"id", "name"}, []record{line(2, "1", "Ann"), line(3, "2", "Bob")}},
		{"nightly.txt.zst", Config{}, CSV, []string{"id", "name"}, []record{line(2, "1", "Ann"), line(3, "2", "Bob")}},
		{"google-sheets.xlsx", Config{}, XLSX, []string{"Phone", "Name", "Zip", "Since", "Active"}, []record{
			line(2, "60123456789", "Ann Bell", "01234", "2024-03-09", "TRUE"), blankLine(3, "", "", "", "", ""),
			line(4, "60123456780", "Bob\nJr", "00501", "2023-12-31", "FALSE"), line(5, "", "Carl", "", "", ""),
		}},
		{"libreoffice-1904.xlsx", Config{}, XLSX, []string{"Name", "Geboren", "Termin", "Uhrzeit", "Dauer", "PLZ", "Preis"}, []record{
			line(4, "Jürgen", "1984-03-09", "2024-03-09 10:30:00", "07:05:00", "36:00:00", "01067", "19.99"),
			line(5, "Zoë", "1990-02-28", "", "", "", "10115", "1234.5"),
		}},
		{"excel-contacts.xlsx", Config{Sheet: "Contacts"}, XLSX, []string{"Card", "Phone", "Score", "Formula", "Joined"}, []record{
			line(2, "1234567890123456000", "60123456789", "0.3", "#N/A", "2024-02-29"),
			line(3, "00042", "1.23E+11", "100", "Ann Bell", "29/02/2024"),
		}},
	}
	for _, want := range samples {
		t.Run(want.file, func(t *testing.T) {
			t.Parallel()
			want.cfg.Path = filepath.Join(corpus, want.file)
			s, err := Open(want.cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			rows, err := read(s)
			checkNumbers(t, rows)
			if s.Format() != want.format || err != nil {
				t.Errorf("it is read as %s, want %s; error %v", s.Format(), want.format, err)
			}
			if diff := cmp.Diff(want.header, s.Header()); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want.rows, records(rows)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if s.SHA256() == "" || s.Offset() != s.Size() {
				t.Errorf("%d of %d bytes were read, digest %q", s.Offset(), s.Size(), s.SHA256())
			}
		})
	}
}

// The corpus in JSON.
func TestCorpusJSON(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][]object{
		"api-export.json": {{2, `{"id":"1","name":{"first":"Ann"},"phone":60123456789012345678}`, false, ""}, {9, `{ "id": "2", "name": null }`, false, ""}, {10, `{}`, true, ""}},
		"events.jsonl.gz": {{1, `{"id":1,"name":"Ann"}`, false, ""}, {2, ``, true, ""}, {3, `{"id":2,"name":"Bób"}`, false, ""}},
	} {
		s, err := Open(Config{Path: filepath.Join(corpus, file)})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		rows, err := read(s)
		if diff := cmp.Diff(want, objects(rows)); diff != "" || err != nil || s.Format() != JSONL {
			t.Errorf("%s is read as %s, error %v, rows (-want +got):\n%s", file, s.Format(), err, diff)
		}
		s.Close()
	}
}

// Every file has its story, and what is not plain text is as it is made here.
func TestCorpusFiles(t *testing.T) {
	t.Parallel()
	made := madeCorpus(t)
	for name, data := range made {
		path := filepath.Join(corpus, name)
		if *update {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(path); err != nil || !bytes.Equal(have, data) {
			t.Errorf("%s is not what this test makes, error %v: go test -run TestCorpusFiles -update writes it", name, err)
		}
	}
	readme, err := os.ReadFile(filepath.Join(corpus, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(corpus)
	if err != nil || len(files) < len(made) {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	for _, f := range files {
		if f.Name() != "README.md" && f.Name()[0] != '.' && !strings.Contains(string(readme), "`"+f.Name()+"`") {
			t.Errorf("%s has no story in the README", f.Name())
		}
	}
}

// madeCorpus returns the files that no editor shows as they are.
func madeCorpus(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string]string{
		"excel-german.csv": in(t, "windows-1252", "Kundennr;Vorname;Nachname;Straße;Geburtstag;Umsatz\r\n"+
			"00123;Jürgen;Müller;\"Königstraße 5; Hinterhof\";09.03.1984;1.234,50\r\n00124;Zoë;Groß;Ägidienplatz 1;28.02.1990;17,00 €\r\n"),
		"excel-german-notes.csv": in(t, "windows-1252", "Nr;Name\r\n1;Schmidt\r\n2;Müller\r\n3;Weber\r\n"),
		"excel-unicode-text.txt": "\xff\xfe" + in(t, "utf-16le", "Имя\tТелефон\tЗаметка\r\nАнна\t+7 912 000-00-01\tзвонить, после 18:00\r\n"+
			"Борис\t\t\"две\nстроки\"\r\nВера\t0912\t\"\"\"ВИП\"\"\"\r\n"),
		"excel-mac.csv":    in(t, "macintosh", "Name;Café\rZoë;Bœuf\rAnn;\"two\nlines\"\rBob;—\r"),
		"java-utf16be.csv": in(t, "utf-16be", "id,name\n1,Jürgen\n2,😀\n"),
		"nightly.csv.gz":   string(packed(t, "id,name\n1,Ann\n2,Bob\n")["gzip"]),
		"nightly.txt.zst":  string(packed(t, "id;name\n1;Ann\n2;Bob\n")["zstd"]),
		"events.jsonl.gz":  string(packed(t, "{\"id\":1,\"name\":\"Ann\"}\n\n{\"id\":2,\"name\":\"Bób\"}\n")["gzip"]),
	}
	made := map[string][]byte{
		"google-sheets.xlsx":    googleSheets().bytes(t),
		"libreoffice-1904.xlsx": libreOffice().bytes(t),
		"excel-contacts.xlsx":   excelContacts().bytes(t),
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		made[name] = []byte(files[name])
	}
	return made
}

func googleSheets() workbookText {
	w := one(row(1, shared(0), shared(1), shared(2), shared(3), shared(4)) +
		row(2, value("6.0123456789E10"), shared(5), styled(2, "1234.0"), styled(1, "45360.0"), typed("b", "1")) +
		row(3) + row(4, value("6.012345678E10"), shared(6), styled(2, "501.0"), styled(1, "45291.0"), typed("b", "0")) +
		row(5, cellText{` s="3"`, ""}, shared(7), cellText{` s="2"`, ""}) + row(6, cellText{` s="3"`, ""}) + `<row r="1000"/>`)
	w.texts = []string{"<t>Phone</t>", "<t>Name</t>", "<t>Zip</t>", "<t>Since</t>", "<t>Active</t>", "<t>Ann Bell</t>", "<t>Bob\nJr</t>", "<t>Carl</t>"}
	w.styles = "d/m/yyyy\n00000\n0"
	return w
}

func libreOffice() workbookText {
	w := one(row(3, text("Name"), text("Geboren"), text("Termin"), text("Uhrzeit"), text("Dauer"), text("PLZ"), text("Preis"), cellText{` s="1"`, ""}) +
		row(4, text("Jürgen"), styled(1, "29288"), styled(2, "43898.4375"), styled(3, "0.295138888888889"), styled(4, "1.5"), styled(5, "1067"), styled(6, "19.989999999999998")) +
		row(5, text("Zoë"), styled(1, "31470"), cellText{}, cellText{}, cellText{}, styled(5, "10115"), styled(6, "1234.5")))
	w.styles, w.date04 = "DD.MM.YYYY\nDD.MM.YY HH:MM\nHH:MM\n[HH]:MM:SS\n00000\n#,##0.00\\ [$€-407]", true
	return w
}

func excelContacts() workbookText {
	contacts := row(1, shared(0), shared(1), shared(2), shared(3), shared(4)) +
		row(2, value("1.234567890123456E+18"), styled(1, "60123456789"), value("0.30000000000000004"), typed("e", "#N/A"), styled(2, "45351")) +
		row(3, shared(5), shared(6), value("100"), cellText{` t="str"`, `<f>A2&amp;" "&amp;B2</f><v>Ann Bell</v>`}, shared(7))
	return workbookText{
		sheets: map[string]string{"Instructions": row(1, text("Fill in the next sheet")), "Contacts": contacts},
		order:  []string{"Instructions", "Contacts"},
		texts: []string{
			"<t>Card</t>", "<t>Phone</t>", "<r><t>Sco</t></r><r><rPr><b/></rPr><t>re</t></r>", "<t>Formula</t>", "<t>Joined</t>",
			"<t>00042</t>", "<t>1.23E+11</t>", "<t>29/02/2024</t>",
		},
		styles: "0.00E+00\n[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
	}
}
