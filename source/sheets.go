package source

import (
	"archive/zip"
	"fmt"
	"strings"
)

// Sheets returns the names of the sheets of a workbook, in the order of their
// tabs. The error is that of a file that is no workbook.
func Sheets(path string) ([]string, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer archive.Close()
	all := parts{}
	for _, part := range archive.File {
		all[strings.ReplaceAll(part.Name, `\`, "/")] = part
	}
	sheets, err := all.sheets()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var names []string
	for _, s := range sheets {
		names = append(names, s.name)
	}
	return names, nil
}
