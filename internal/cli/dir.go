package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rollcall/report"
)

// now is the time of day, for names and notes; nothing is decided by it.
var now = time.Now

// inputExtensions are the endings that say how a file is written; an input's run
// directory is named without them.
var inputExtensions = []string{".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".json", ".xlsx", ".xlsm", ".gz", ".zst"}

// runDir returns the run directory of an input for which none was named.
func runDir(input string, check bool) string {
	dir := "stdin.rollcall"
	if input != "-" {
		dir = strip(input) + ".rollcall"
	}
	if check {
		dir += ".check"
	}
	return dir
}

func strip(path string) string {
	for {
		ext := filepath.Ext(path)
		if !slices.Contains(inputExtensions, strings.ToLower(ext)) || filepath.Base(path) == ext {
			return path
		}
		path = strings.TrimSuffix(path, ext)
	}
}

// claim locks the job's run directory. It is empty then, or a check's own, or
// holds the past of the run that is to go on, or the run that is to start over.
func (a *app) claim(j *job) (*lock, *report.Past, error) {
	l, err := acquire(j.dir)
	if err != nil {
		return nil, nil, err
	}
	j.began = now()
	past, err := a.ready(j)
	if err != nil {
		l.discard()
		return nil, nil, err
	}
	return l, past, nil
}

// vacate moves a run that is started over aside, once nothing stands in the way
// of the new one. It returns the lock of the empty directory.
func (a *app) vacate(j *job, l *lock) (*lock, error) {
	files, err := contents(j.dir)
	if err != nil {
		return l, usage("run directory: %w", err)
	}
	if len(files) == 0 {
		return l, nil
	}
	l.yield()
	aside, err := moveAside(j.dir)
	if err != nil {
		return l, usage("run directory: %w", err)
	}
	a.log.Infof("the old run directory is now %s", aside)
	l.release() // it was moved along
	next, err := acquire(j.dir)
	if err != nil {
		return l, err
	}
	return next, stillFree(j.dir)
}

// stillFree looks whether another run began in a directory while it was not
// locked.
func stillFree(dir string) error {
	files, err := contents(dir)
	if err != nil || len(files) > 0 {
		return &exitError{codeBusy, fmt.Errorf("another run has begun in %s; nothing was sent", dir)}
	}
	return nil
}

func (a *app) ready(j *job) (*report.Past, error) {
	files, err := contents(j.dir)
	if err != nil {
		return nil, usage("run directory: %w", err)
	}
	switch {
	case j.flags.resume:
		return j.resume(files)
	case len(files) == 0:
		return nil, nil
	case !slices.Contains(files, "journal") && !j.dry:
		return nil, usage("%s exists and holds no run: choose another directory with --dir", j.dir)
	case j.dry:
		return nil, a.clear(j, files)
	case j.flags.restart:
		return nil, nil // vacate makes room
	}
	if command, _ := summarized(j.dir); command == "check" {
		return nil, usage("%s holds a check: choose another directory with --dir, or add --restart (the old directory is moved aside)", j.dir)
	}
	return nil, usage("%s exists already: add --resume to go on with that run, or --restart to start over (the old directory is moved aside)", j.dir)
}

// resume loads the run that is to go on.
func (j *job) resume(files []string) (*report.Past, error) {
	if !slices.Contains(files, "journal") {
		return nil, usage("--resume: there is no run in %s: leave --resume out to begin one", j.dir)
	}
	past, err := report.Load(j.dir)
	if err != nil {
		return nil, usage("--resume: %w", err)
	}
	if past.Sessions == 0 {
		return nil, usage("--resume: the run in %s ended before it had begun; nothing was sent: %s", j.dir, startOver)
	}
	if slices.Contains(files, beforeName) && !j.flags.careful.backup && !j.unbacked && past.State() != report.Finished {
		return nil, usage("--resume: the run in %s keeps what contacts held before, and what it changes without that cannot be undone: add --backup, or --backup=false if that is meant", j.dir)
	}
	return past, nil
}

// runFiles are what a run directory holds.
var runFiles = []string{"journal", beforeName, "reconciliation.csv", "rejects.csv", "rejects.jsonl", "summary.json", "report.html"}

// clear removes an earlier check. What a run left is never removed.
func (a *app) clear(j *job, files []string) error {
	if err := foreign(j.dir, files); err != nil {
		return usageErr(err)
	}
	if !holdsCheck(j.dir) {
		return usage("%s holds a run; a check does not replace it: choose another directory with --dir", j.dir)
	}
	if err := a.keepEdited(j.dir); err != nil {
		return usageErr(err)
	}
	return usageErr(removeRun(j.dir, files))
}

// holdsCheck reports whether a directory holds a check, or nothing but a journal
// that never began. Of a journal that tells nothing the summary beside it does.
func holdsCheck(dir string) bool {
	past, err := report.Load(dir)
	if err == nil && past.Sessions > 0 {
		return past.First.Command == "check"
	}
	command, _ := summarized(dir)
	return command == "check" || command == "" && err == nil
}

// summarized returns what the summary in a run directory says, as far as it is
// there.
func summarized(dir string) (command, state string) {
	text, err := os.ReadFile(filepath.Join(dir, "summary.json"))
	var sum struct{ Command, State string }
	if err != nil || json.Unmarshal(text, &sum) != nil {
		return "", ""
	}
	return sum.Command, sum.State
}

// isRunFile reports whether a run may have left a file, whole or, by a kill, half
// written.
func isRunFile(name string) bool {
	return slices.Contains(runFiles, name) || strings.HasSuffix(name, ".part")
}

// removeRun removes the files of a run directory, the journal, which tells what
// they are, behind its reports; none of them where one is not rollcall's.
func removeRun(dir string, files []string) error {
	if err := foreign(dir, files); err != nil {
		return err
	}
	for _, name := range slices.Backward(files) {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("run directory: %w", err)
		}
	}
	return nil
}

// foreign names a file of a run directory that is not rollcall's; nil if there is
// none.
func foreign(dir string, files []string) error {
	for _, name := range files {
		if !isRunFile(name) {
			return fmt.Errorf("%s holds %s, which rollcall did not write: choose another directory with --dir", dir, name)
		}
	}
	return nil
}

// contents lists what a run wrote to a directory, and what is strange there: the
// lock is left out, and so are rejects that were edited and the run directories
// of rejects that were fed back. A directory that does not exist holds nothing.
func contents(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		nested := e.IsDir() && (strings.HasSuffix(e.Name(), ".rollcall") || strings.HasSuffix(e.Name(), ".rollcall.check"))
		if e.Name() != "lock" && !nested && !strings.HasPrefix(e.Name(), report.EditedPrefix) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// moveAside renames a directory to a name that says when, and returns that name.
func moveAside(dir string) (string, error) {
	base := strings.TrimRight(dir, `/\`) + now().UTC().Format(".20060102T150405Z")
	for i := 1; ; i++ {
		aside := base
		if i > 1 {
			aside = fmt.Sprintf("%s.%d", base, i)
		}
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			return aside, os.Rename(dir, aside)
		}
	}
}
