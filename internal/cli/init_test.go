package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/providers/all"
)

// typed runs a command line and returns what it prints.
func typed(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	code = Main(context.Background(), World{
		Args: args, Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &err,
		Getenv: func(string) string { return "" },
	})
	return out.String(), err.String(), code
}

// TestInit_samples drafts a mapping for every sample, and checks the sample with
// it where nothing is left to decide.
func TestInit_samples(t *testing.T) {
	wanted := map[string]string{
		"cellcast": "Cellcast ID: Number First Name Last Name Email Birthday Address Postal Code Gender",
		"telecmi":  "Contact ID: phone_no first_name last_name email_id company job_title",
		"cendyn": "CRM ID: name_first name_last email phone city country zip full_address born_date gender language user_id" +
			" tags",
		"aelyst":   "{column: Mobile, by: phone, region: MY}: firstName lastName email language",
		"callbell": "contact: name note",
	}
	for _, def := range all.Definitions() {
		name := def.Spec.Name
		inputs, _ := filepath.Glob("../../samples/" + name + "/contacts.*")
		if len(inputs) != 1 {
			t.Fatalf("the samples of %s are %q", name, inputs)
		}
		mapping := filepath.Join(t.TempDir(), "m.yaml")
		if out, stderr, code := typed(t, "", "init", inputs[0], "-p", name, "-o", mapping); code != 0 || out != "" {
			t.Fatalf("init for %s exits with %d and prints %q: %s", name, code, out, stderr)
		}
		text, err := os.ReadFile(mapping)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wanted[name], outlineOf(string(text))); diff != "" {
			t.Errorf("the draft for %s (-want +got):\n%s", name, diff)
		}
		if strings.Contains(string(text), "TODO") {
			continue
		}
		_, stderr, code := typed(t, "", "check", inputs[0], "-m", mapping, "-d", filepath.Join(t.TempDir(), "run"))
		if code != codeOK && code != codeRows {
			t.Errorf("the draft for %s does not pass the check: %s", name, stderr)
		}
	}
}

// outlineOf returns the contact and the fields that a draft has switched on.
func outlineOf(text string) string {
	var contact string
	var fields []string
	for line := range strings.Lines(text) {
		name, _, _ := strings.Cut(strings.TrimRight(line, "\n"), ": ")
		switch {
		case name == "contact":
			contact = strings.TrimSpace(strings.TrimPrefix(line, "contact: "))
		case strings.HasPrefix(name, "  ") && !strings.HasPrefix(name, "  #") && !strings.Contains(line, "TODO #"):
			fields = append(fields, strings.TrimSpace(name))
		}
	}
	return contact + ": " + strings.Join(fields, " ")
}

func TestNearest(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, want string }{
		{"aleyst", `: did you mean "aelyst"?`},
		{"Telecmi", `: did you mean "telecmi"?`},
		{"hubspot", ": there are cellcast, telecmi, cendyn, aelyst, callbell"},
	}
	for _, tt := range tests {
		if got := nearest(tt.name); got != tt.want {
			t.Errorf("for the provider %q a user reads %q, want %q", tt.name, got, tt.want)
		}
	}
}
