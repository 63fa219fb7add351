// Command manual writes rollcall's manual pages, one for each command and one for
// the mapping file, to a folder:
//
//	go run ./internal/manual FOLDER
//
// It is run where docs/mapping.md is. The pages bear the date of SOURCE_DATE_EPOCH, where that is set, else today's.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cpuguy83/go-md2man/v2/md2man"

	"rollcall/internal/cli"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: manual FOLDER")
		os.Exit(64)
	}
	if err := write(os.Args[1], filepath.Join("docs", "mapping.md")); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

// write writes the pages of all commands, and that of the mapping file, which it
// makes of the text at the path.
func write(folder, mapping string) error {
	at, err := date()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	text, err := os.ReadFile(mapping)
	if err != nil {
		return err
	}
	root := cli.Command()
	file := md2man.Render([]byte(mappingPage(string(text), versionOf(root), at)))
	if err := os.WriteFile(filepath.Join(folder, mappingName+".5"), file, 0o644); err != nil {
		return err
	}
	for _, cmd := range append(root.Commands(), root) {
		if cmd != root && !cmd.IsAvailableCommand() {
			continue
		}
		text := md2man.Render([]byte(page(cmd, at)))
		if err := os.WriteFile(filepath.Join(folder, name(cmd)+".1"), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// date returns the date of the pages, as
// https://reproducible-builds.org/specs/source-date-epoch/ has it.
func date() (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		return time.Now().UTC(), nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
