// Command encode reads an input, maps its rows and makes the requests, as a run
// does, and drops them: what is left of a run without sending and reporting.
//
//	encode INPUT MAPPING
package main

import (
	"errors"
	"fmt"
	"os"

	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/providers/all"
	"rollcall/source"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "encode:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("use: encode INPUT MAPPING")
	}
	src, err := source.Open(source.Config{Path: args[0]})
	if err != nil {
		return err
	}
	defer src.Close()
	text, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	m, err := mapping.Compile(args[1], text, all.Definitions(), src.Header())
	if err != nil {
		return err
	}
	if err := src.Bind(m.Columns); err != nil {
		return err
	}
	return encode(src, m)
}

func encode(src *source.Source, m *mapping.Mapping) error {
	full := m.Provider.Spec().Limits.Batch
	batch := make([]contact.Update, 0, full)
	for row, err := range src.Rows() {
		if err != nil {
			return err
		}
		update, err := m.Apply(row, nil)
		if err != nil {
			return fmt.Errorf("row %d: %w", row.Number, err)
		}
		if batch = append(batch, update); len(batch) == full {
			m.Provider.Build(batch)
			batch = batch[:0]
		}
	}
	if len(batch) > 0 {
		m.Provider.Build(batch)
	}
	return nil
}
