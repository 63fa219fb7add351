package cli

import (
	"testing"

	"rollcall/mapping"
	"rollcall/providers/all"
)

func TestEstimate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		provider, mode string
		requests, rows int
		want           string
	}{
		{"aelyst", "", 101, 101, "101 requests to u: at least 10s at 10 a second, 3 times as long with --backup and --verify"},
		{"callbell", ", mode: add", 101, 101, "101 requests to u, each after it has read the contact: at least 20s at 10 a second, 1.5 times as long with --backup and --verify"},
		{"cellcast", "", 101, 101, "101 requests to u: at least 10s at 10 a second, longer with --backup or --verify, which read the whole list of contacts"},
		{"telecmi", "", 101, 10_050, "101 requests to u: at least 10s at 10 a second, 200 times as long with --backup and --verify"},
		{"aelyst", "", 9, 9, "9 requests to u"},
		{"aelyst", "", 0, 0, "0 requests to u"},
	}
	for _, test := range tests {
		def, _ := all.Find(test.provider)
		field := map[string]string{"aelyst": "firstName", "callbell": "tags", "cellcast": "Email", "telecmi": "email_id"}[test.provider]
		text := "provider: " + test.provider + "\ncontact: id\nfields: {" + field + ": {column: x" + test.mode + "}}\n"
		m, err := mapping.Compile("m.yaml", []byte(text), all.Definitions(), []string{"id", "x"})
		if err != nil {
			t.Fatal(err)
		}
		s := &session{job: &job{m: m, spec: def.Spec, base: "u", send: sending{rate: 10}}}
		if got := s.estimate(test.requests, test.rows); got != test.want {
			t.Errorf("%s%s: a check says %q, want %q", test.provider, test.mode, got, test.want)
		}
	}
}
