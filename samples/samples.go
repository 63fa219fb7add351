// Package samples holds, for each provider, an input, a mapping and the
// reconciliation that the sandbox makes of them.
package samples

import (
	"embed"

	"rollcall/internal/sandbox"
)

// Files has one folder for each provider: contacts.csv or contacts.jsonl,
// mapping.yaml and reconciliation.csv.
//
//go:embed */*
var Files embed.FS

// Sandbox returns the sandbox in which the samples were made: some of their
// contacts do not exist there.
func Sandbox() sandbox.Config {
	return sandbox.Config{}
}

// Input returns the name of a provider's input within its folder.
func Input(provider string) string {
	if _, err := Files.ReadFile(provider + "/contacts.jsonl"); err == nil {
		return "contacts.jsonl"
	}
	return "contacts.csv"
}
