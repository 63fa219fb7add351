package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/google/licenseclassifier/v2/assets"
)

// A component is what is linked into a binary beside rollcall's own code: a
// module, or the standard library and runtime of Go.
type component struct {
	path, version string
	sum           string   // as in go.sum; empty for the standard library
	licences      []string // SPDX identifiers
	text          string   // of the licences and notices
}

// components returns what a binary says it was made of, with the licences found
// in the module cache. A component without a licence that is known is an error.
func (r *release) components(ctx context.Context, p platform, binary string) ([]component, error) {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	folders, err := r.folders(ctx, p)
	if err != nil {
		return nil, err
	}
	parts := []component{{path: "std", version: strings.TrimPrefix(info.GoVersion, "go")}}
	for _, m := range info.Deps {
		m = replaced(m)
		parts = append(parts, component{path: m.Path, version: m.Version, sum: m.Sum})
	}
	for i := range parts {
		if err := parts[i].license(folders[parts[i].path]); err != nil {
			return nil, fmt.Errorf("%s %s: %w", parts[i].path, parts[i].version, err)
		}
	}
	return parts, nil
}

func replaced(m *debug.Module) *debug.Module {
	if m.Replace != nil {
		return m.Replace
	}
	return m
}

// folders says where the source of each module lies that a platform's binary
// needs.
func (r *release) folders(ctx context.Context, p platform) (map[string]string, error) {
	const format = `{{with .Module}}{{with .Replace}}{{.Path}} {{.Dir}}{{else}}{{.Path}} {{.Dir}}{{end}}{{end}}`
	list, err := r.output(ctx, r.environment(p), "go", "list", "-deps", "-f", format, ".")
	if err != nil {
		return nil, err
	}
	root, err := r.output(ctx, nil, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	folders := map[string]string{"std": string(bytes.TrimSpace(root))}
	for line := range strings.Lines(string(list)) {
		path, folder, _ := strings.Cut(strings.TrimSpace(line), " ")
		folders[path] = folder
	}
	return folders, nil
}

var licenceFile = regexp.MustCompile(`(?i)^(licen[sc]e|copying|notice|patents)(\.(txt|md))?$`)

// license reads the licences in a folder.
func (c *component) license(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, e := range entries {
		if !licenceFile.MatchString(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "%s\n\n", bytes.TrimSpace(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))))
		found, err := identify(data)
		if err != nil {
			return err
		}
		c.licences = append(c.licences, found...)
	}
	slices.Sort(c.licences)
	c.licences = slices.Compact(c.licences)
	c.text = text.String()
	if len(c.licences) == 0 {
		return fmt.Errorf("%s holds no licence that is known", folder)
	}
	return nil
}

var (
	classifier = sync.OnceValues(assets.DefaultClassifier)
	matching   sync.Mutex // the classifier is for one goroutine at a time
)

// identify returns the SPDX identifiers of the licences in a text.
func identify(text []byte) (ids []string, err error) {
	c, err := classifier()
	if err != nil {
		return nil, err
	}
	matching.Lock()
	defer matching.Unlock()
	for _, m := range c.Match(text).Matches {
		if m.MatchType == "License" && m.Confidence > 0.9 {
			ids = append(ids, m.Name)
		}
	}
	return ids, nil
}

// thirdParty is the text that must go along with a binary.
func thirdParty(parts []component) []byte {
	var text strings.Builder
	text.WriteString("rollcall is under the Apache License 2.0. Its binary holds these as well:\n\n")
	for _, c := range parts {
		fmt.Fprintf(&text, "  %s %s: %s\n", c.path, c.version, strings.Join(c.licences, ", "))
	}
	for _, c := range parts {
		fmt.Fprintf(&text, "\n%s\n%s %s\n\n%s", strings.Repeat("-", 78), c.path, c.version, c.text)
	}
	return []byte(strings.TrimRight(text.String(), "\n") + "\n")
}
