package main

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// A shelf is where the pages of rollcall lie that go along with a binary.
type shelf struct {
	has   func(name string) bool   // whether the source's file or folder is among them
	moved func(name string) string // what it is called there
}

// link is a link of Markdown that leads to a file, with its text, the file and
// the place in it. One that leads to a place of its own page stays as it is.
var link = regexp.MustCompile(`\[([^\]]*)\]\(([^)\s#]+)(#[^)\s]*)?\)`)

// relink makes the links of a page of the source lead to the files on the shelf.
// One that leads to a file which is not there becomes its text. Blocks of code are
// left alone, and so are addresses of the web.
func (s shelf) relink(page string, text []byte) []byte {
	parts := strings.Split("\n"+string(text), "\n```")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = link.ReplaceAllStringFunc(parts[i], func(whole string) string { return s.lead(page, link.FindStringSubmatch(whole)) })
	}
	return []byte(strings.Join(parts, "\n```")[1:])
}

// lead returns a link of a page as it is to be on the shelf.
func (s shelf) lead(page string, parts []string) string {
	whole, words, target, place := parts[0], parts[1], parts[2], parts[3]
	if strings.Contains(target, ":") {
		return whole
	}
	name := path.Join(path.Dir(page), target)
	if !s.has(name) {
		return words
	}
	there, err := filepath.Rel(path.Dir(s.moved(page)), s.moved(name))
	if err != nil {
		return words
	}
	return "[" + words + "](" + filepath.ToSlash(there) + place + ")"
}
