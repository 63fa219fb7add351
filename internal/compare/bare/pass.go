package main

import (
	"encoding/csv"
	"io"
	"os"
)

// pass reads every record of a file and does nothing with it.
func pass(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for r := csv.NewReader(f); err == nil; {
		_, err = r.Read()
	}
	if err != io.EOF {
		return err
	}
	return nil
}
