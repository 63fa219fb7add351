package cli

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestBuild(t *testing.T) {
	t.Parallel()
	platform := runtime.GOOS + "/" + runtime.GOARCH
	vcs := []debug.BuildSetting{
		{Key: "-trimpath", Value: "true"},
		{Key: "vcs.revision", Value: "9355e8d2f2aa0f6b4f3f9a5f0d6f1f7a3d2c1b0a"},
		{Key: "vcs.time", Value: "2026-11-22T20:41:07Z"},
		{Key: "vcs.modified", Value: "true"},
	}
	tests := []struct {
		name     string
		settings []debug.BuildSetting
		want     string
	}{
		{"no repository", vcs[:1], "dev (go1.26.8, " + platform + ")"},
		{"a commit", vcs[:3], "dev (commit 9355e8d2f2aa, 2026-11-22T20:41:07Z, go1.26.8, " + platform + ")"},
		{"a commit and changes", vcs, "dev (commit 9355e8d2f2aa, with changes, 2026-11-22T20:41:07Z, go1.26.8, " + platform + ")"},
	}
	for _, tt := range tests {
		if got := buildOf(&debug.BuildInfo{GoVersion: "go1.26.8", Settings: tt.settings}).String(); got != tt.want {
			t.Errorf("built from %s the version reads %q, want %q", tt.name, got, tt.want)
		}
	}
}
