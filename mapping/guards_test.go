package mapping

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseShare(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{"20%": 0.2, "2.5%": 0.025, "0%": 0, "100%": 1, ".5%": 0.005, "007%": 0.07} {
		if got, err := ParseShare(text); err != nil || math.Abs(got-want) > 1e-15 {
			t.Errorf("%s is read as %v (%v)", text, got, err)
		}
	}
	for _, text := range []string{"", "%", "20", "20 %", " 20%", "101%", "-1%", "+1%", "1e1%", "0x1%", "nan%", "inf%", "1,5%", "20%%", "1.2.3%", "1_0%", "twenty%"} {
		if got, err := ParseShare(text); err == nil {
			t.Errorf("%q is taken for a share of %v", text, got)
		}
	}
}

func FuzzParseShare(f *testing.F) {
	f.Add("20%")
	f.Add("2.5%")
	f.Add("1e9%")
	f.Fuzz(func(t *testing.T, text string) {
		if share, err := ParseShare(text); err == nil && !(share >= 0 && share <= 1) {
			t.Errorf("%q is a share of %v", text, share)
		}
	})
}

func TestGuards(t *testing.T) {
	t.Parallel()
	m := compile(t, head+`fields: {name: Name}
duplicates: last
guards:
  min_rows: 1000
  max_shrink: 20%
  max_cleared: 0%
  max_changed: "33.5%"
  max_errors: 50
`, wide...)
	rows, shrink, cleared, changed := 1000, 0.2, 0.0, 0.335
	if diff := cmp.Diff(Guards{&rows, &shrink, &cleared, &changed}, m.Guards); diff != "" {
		t.Errorf("the guards are read wrong (-want +got):\n%s", diff)
	}
	if m.Send.MaxErrors != "50" {
		t.Errorf("guards.max_errors: the run would stop at %q bad rows", m.Send.MaxErrors)
	}
	if m.Duplicates != DuplicatesLast || m.Duplicates.String() != "last" {
		t.Errorf("duplicates: last is read as %s", m.Duplicates)
	}
	m = compile(t, head+"fields: {name: Name}\nguards:\n", wide...)
	if diff := cmp.Diff(Guards{}, m.Guards); diff != "" || m.Duplicates != DuplicatesSend {
		t.Errorf("a mapping that says nothing has duplicates: %s and guards (-want +got):\n%s", m.Duplicates, diff)
	}
}

func TestGuardsRefused(t *testing.T) {
	t.Parallel()
	for guards, want := range map[string]string{
		"[min_rows]":                             "guards must be a map of keys and values, not a list",
		"{min_rows: 0}":                          `m.yaml:5:20: guards.min_rows is "0": write a whole number from 1`,
		"{min_rows: 20%}":                        `guards.min_rows is "20%"`,
		"{max_shrink: 20}":                       `m.yaml:5:22: guards.max_shrink: "20" is no share: write 0% to 100%, such as 20%`,
		"{max_shrink: 0.2}":                      `"0.2" is no share`,
		"{max_cleared: 101%}":                    `guards.max_cleared: "101%" is no share`,
		"{max_changed: }":                        "guards.max_changed must be a text, not nothing",
		"{max_changed: [1%]}":                    "guards.max_changed must be a text, not a list",
		"{max_errors: 0}":                        `guards.max_errors is "0": write a number of rows such as 50, or a share such as 5%`,
		"{max_errors: 0%}":                       `guards.max_errors is "0%"`,
		"{max_errors: many}":                     `guards.max_errors is "many"`,
		"{max-shrink: 20%}":                      `guards knows no key "max-shrink": did you mean "max_shrink"?`,
		"{max_errors: 5}\nsend: {max-errors: 5}": "send.max-errors: the limit stands under send and under guards: write it once",
		"{min_row: 1}":                           `did you mean "min_rows"?`,
	} {
		refused(t, head+"fields: {name: Name}\nguards: "+guards+"\n", want)
	}
}
