package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// EditedPrefix begins the names of rejects that were set aside.
const EditedPrefix = "rejects.edited"

// Edited returns the name of rejects that somebody corrected in the run
// directory since it was rendered; empty where nobody did. The summary is
// written after the rejects: rejects that are newer were changed by hand.
func Edited(dir string) (string, error) {
	summary, err := os.Stat(filepath.Join(dir, summaryName))
	if err != nil {
		return "", ifThere(err)
	}
	for _, name := range []string{rejectsCSV, rejectsJSONL} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err == nil && info.ModTime().After(summary.ModTime()) {
			return name, nil
		}
	}
	return "", nil
}

// KeepEdited gives rejects that somebody corrected in the run directory another
// name, so that rendering the directory again does not undo the work. It returns
// that name, empty where nothing was edited.
func KeepEdited(dir string) (string, error) {
	name, err := Edited(dir)
	if name == "" {
		return "", err
	}
	return setAside(dir, name)
}

func setAside(dir, name string) (string, error) {
	ext := filepath.Ext(name)
	for i := 1; ; i++ {
		aside := EditedPrefix + ext
		if i > 1 {
			aside = fmt.Sprintf("%s.%d%s", strings.TrimSuffix(aside, ext), i, ext)
		}
		if _, err := os.Lstat(filepath.Join(dir, aside)); errors.Is(err, fs.ErrNotExist) {
			return aside, os.Rename(filepath.Join(dir, name), filepath.Join(dir, aside))
		}
	}
}

func ifThere(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
