package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// checkout makes a clean checkout of the tree as it is, in a folder of its own:
// one commit, the same each time, so that the program can be tried on work that
// is not committed.
func checkout(t *testing.T, folder string) string {
	t.Helper()
	list := git(t, "../..", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	for _, name := range strings.Split(strings.TrimRight(list, "\x00"), "\x00") {
		copyFile(t, filepath.Join("../..", name), filepath.Join(folder, name))
	}
	git(t, folder, "init", "-q")
	git(t, folder, "add", "-A")
	git(t, folder, "commit", "-q", "-m", "a tree to release")
	return folder
}

// copyFile copies a file, unless it is one that was removed since the last commit.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if os.IsNotExist(err) {
		return
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err == nil {
		err = os.WriteFile(to, []byte(read(t, from)), info.Mode().Perm())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// git runs git with a time and an author that never change.
func git(t *testing.T, folder string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "core.autocrlf=false", "-c", "commit.gpgSign=false"}, args...)...)
	cmd.Dir = folder
	const date = "2026-01-02T03:04:05Z"
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}

// shell runs a command line and returns what it prints.
func shell(t *testing.T, folder, line string, env ...string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", "umask 022; "+line)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
	return string(out)
}

// needs skips a test where programs are not installed.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("skipped: %s is not installed", name)
		}
	}
}
