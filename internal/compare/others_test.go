package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/internal/compare/workload"
)

// TestCommands shows what the other programs are given.
func TestCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := parcel{dir: dir, url: "http://127.0.0.1:1", file: filepath.Join(dir, "requests"), workers: "64"}
	request := workload.Request{Method: []byte("PUT"), Path: []byte("/a"), Body: []byte(`{"a":"\"b\""}`)}
	if err := os.WriteFile(p.file, request.Append(nil), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		command func(parcel) (args, env []string, err error)
		file    string
		want    string
	}{
		{curl, "requests.curl", `next
request = "PUT"
url = "http://127.0.0.1:1/a"
data = "{\"a\":\"\\\"b\\\"\"}"
header = "Content-Type: application/json"
header = "Authorization: Bearer ` + workload.Token + `"
output = "` + os.DevNull + `"
`},
		{xargs, "requests.xargs", "PUT\x00--data\x00{\"a\":\"\\\"b\\\"\"}\x00http://127.0.0.1:1/a\x00"},
		{newman, "requests.newman.json", `[{"body":"{\"a\":\"\\\"b\\\"\"}","target":"/a"}]`},
	} {
		if _, _, err := tt.command(p); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, tt.file))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.file, diff)
		}
	}
}
