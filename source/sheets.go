package source

import (
	"archive/zip"
	"fmt"
)

// Sheets returns the names of the sheets of a workbook, in the order of their
// tabs. The error is that of a file that is no workbook.
func Sheets(path string) ([]string, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer archive.Close()
	sheets, err := newParts(&archive.Reader).sheets()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var names []string
	for _, s := range sheets {
		names = append(names, s.name)
	}
	return names, nil
}
