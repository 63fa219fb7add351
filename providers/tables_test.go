package providers

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

var update = flag.Bool("update", false, "write the tables of languages and countries anew")

// An entry is what a table should say of a code.
type entry struct{ code, long, name string }

func (e entry) String() string { return e.code + " " + e.long + " " + e.name }

// listedLanguage returns the entry of a code of ISO 639-1.
func listedLanguage(code string) (entry, bool) {
	base, err := language.ParseBase(code)
	if err != nil || withdrawnLanguages[code] != "" {
		return entry{}, false
	}
	return entry{code, base.ISO3(), display.English.Languages().Name(base)}, true
}

// onlyReserved are codes that the library takes for countries and that ISO
// 3166-1 keeps for other things: https://www.iso.org/obp/ui/#search/code/
const onlyReserved = "AC CP DG EA EZ IC TA UN"

// listedCountry returns the entry of a code of ISO 3166-1, or of Kosovo.
func listedCountry(code string) (entry, bool) {
	code = strings.ToUpper(code)
	region, err := language.ParseRegion(code)
	name := display.English.Regions().Name(region)
	if err != nil || !region.IsCountry() || name == "" || region.Canonicalize() != region || strings.Contains(onlyReserved, code) {
		return entry{}, false
	}
	return entry{code, region.ISO3(), name}, true
}

// pairs lists every pair of letters.
func pairs() []string {
	var codes []string
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			codes = append(codes, string([]rune{a, b}))
		}
	}
	return codes
}

var tables = []struct {
	file, text string
	listed     func(code string) (entry, bool)
	register   func() *register
	moved      map[string]string // names that stand for another code than in the table
}{
	{"languages.txt", languageTable, listedLanguage, languages, languageNames},
	{"countries.txt", countryTable, listedCountry, countries, countryNames},
}

func TestTables(t *testing.T) {
	t.Parallel()
	for _, table := range tables {
		var want strings.Builder
		for _, code := range pairs() {
			if e, ok := table.listed(code); ok {
				want.WriteString(e.String() + "\n")
			}
		}
		if *update {
			if err := os.WriteFile(table.file, []byte(want.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(strings.Split(want.String(), "\n"), strings.Split(table.text, "\n")); diff != "" {
			t.Errorf("%s is not what golang.org/x/text says; go test ./providers -run Tables -update writes it (-want +file):\n%s", table.file, diff)
		}
	}
}

func TestRegister_find_everyCode(t *testing.T) {
	t.Parallel()
	for _, table := range tables {
		for _, code := range pairs() {
			e, listed := table.listed(code)
			if got, ok := table.register().find(code); ok != listed || got != e.code {
				t.Errorf("%s: %s is taken for %q, want %q", table.file, code, got, e.code)
			}
			if !listed {
				continue
			}
			for _, other := range []string{strings.ToUpper(e.code), e.long, strings.ToUpper(e.long), e.name} {
				want := e.code
				if moved := table.moved[other]; moved != "" {
					want = moved
				}
				if got, _ := table.register().find(other); got != want {
					t.Errorf("%s: %s is taken for %q, want %q", table.file, other, got, want)
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(table.moved)) {
			if got, _ := table.register().find(name); got != table.moved[name] {
				t.Errorf("%s: %s is taken for %q, want %q", table.file, name, got, table.moved[name])
			}
		}
	}
}
