package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// version is set by the linker for a release.
var version = "dev"

// A build is what a program was built from. What is not known is empty.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit"`
	Date     string `json:"date"`     // of the commit, RFC 3339 in UTC
	Modified bool   `json:"modified"` // there were changes that are not in the commit
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func (a *app) versionCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, and what it was built from",
		Example: `  rollcall version
  rollcall version --json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			b := thisBuild()
			if !asJSON {
				return a.print(func(w io.Writer) { fmt.Fprintf(w, "rollcall %s\n", b) })
			}
			text, err := json.MarshalIndent(b, "", "  ")
			if err != nil {
				return err
			}
			return a.print(func(w io.Writer) { fmt.Fprintf(w, "%s\n", text) })
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print it as JSON")
	return cmd
}

func thisBuild() build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{GoVersion: runtime.Version()}
	}
	return buildOf(info)
}

// buildOf reads what the Go tool noted in the program.
func buildOf(info *debug.BuildInfo) build {
	b := build{Version: version, Go: info.GoVersion, Platform: runtime.GOOS + "/" + runtime.GOARCH}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Date = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

func (b build) String() string {
	var parts []string
	if b.Commit != "" {
		parts = append(parts, fmt.Sprintf("commit %.12s", b.Commit))
	}
	if b.Modified {
		parts = append(parts, "with changes")
	}
	if b.Date != "" {
		parts = append(parts, b.Date)
	}
	return fmt.Sprintf("%s (%s)", b.Version, strings.Join(append(parts, b.Go, b.Platform), ", "))
}
