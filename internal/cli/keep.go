package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rollcall/report"
)

// prune removes the finished runs of the job's pattern that are older than the
// newest n of them, and than the job's own. One that cannot be removed, or had
// better not be, does not keep the others.
func (a *app) prune(j *job, n int) error {
	runs, err := j.pattern.runs()
	if err != nil {
		return err
	}
	own := filepath.Clean(j.dir)
	kept := 0
	var failed []error
	for i, dir := range runs {
		if !finished(dir) {
			continue
		}
		if kept++; kept <= n || !slices.Contains(runs[:i], own) {
			continue
		}
		failed = append(failed, a.pruneOne(dir))
	}
	return errors.Join(failed...)
}

func (a *app) pruneOne(dir string) error {
	why, err := removeFinished(dir)
	switch {
	case err != nil:
		return err
	case why != "":
		a.log.Infof("%s is kept: %s", dir, why)
	default:
		a.log.Infof("removed %s", dir)
	}
	return nil
}

// finished reports whether the summary in a run directory is that of a run that
// came to its end; once there, it stays so.
func finished(dir string) bool {
	command, state := summarized(dir)
	return command == "run" && state == report.Finished
}

// removeFinished removes the directory of a finished run. It keeps one that is
// in use, that somebody corrected rejects in, or that holds anything which no
// run leaves there, and says why.
func removeFinished(dir string) (why string, err error) {
	l, err := acquire(dir)
	if err != nil {
		if e, ok := errors.AsType[*exitError](err); ok && e.code == codeBusy {
			return "it is in use", nil
		}
		return "", err
	}
	files, why, err := disposable(dir)
	if err == nil && why == "" {
		err = removeRun(dir, files)
	}
	l.release() // first, for Windows removes no file that is open
	if err != nil || why != "" {
		return why, err
	}
	return "", errors.Join(os.Remove(filepath.Join(dir, "lock")), os.Remove(dir))
}

// disposable lists the files of a run directory that may be removed, or says why
// they had better not be.
func disposable(dir string) (files []string, why string, err error) {
	edited, err := report.Edited(dir)
	if err != nil {
		return nil, "", err
	}
	past, err := report.Load(dir)
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("%s: %w", dir, err)
	case past.State() != report.Finished:
		return nil, "its run is not finished", nil
	case edited != "":
		return nil, "its rejects were corrected", nil
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasPrefix(name, report.EditedPrefix):
			return nil, "its rejects were corrected", nil
		case name == "lock":
		case e.IsDir() || !isRunFile(name):
			return nil, "it holds " + name, nil
		default:
			files = append(files, name)
		}
	}
	return files, "", err
}
