// Package samples holds, for each provider, an input, a mapping and the
// reconciliation that the sandbox makes of them.
package samples

import (
	"embed"

	"rollcall/internal/sandbox"
)

// Files has one folder for each provider: contacts.csv or contacts.jsonl,
// mapping.yaml and reconciliation.csv. The people in them are invented.
//
// What differs from run to run is left empty in the reconciliation: the columns
// duration_ms, request_id and sent_at.
//
//go:embed */contacts.* */mapping.yaml */reconciliation.csv
var Files embed.FS

// missing are the contacts of the inputs that the accounts do not have.
var missing = []string{
	// cellcast
	"674d9650b000000000000272", "674d9650b0000000000002b1", "674d9650b000000000000391",
	// telecmi
	"d047c92d-3fca-4f45-b935-1b00df3ced40", "ce506681-3230-4c89-beb2-4e1bb025d165",
	// cendyn
	"550aac3da096734ce5000a46", "550aac3da096734ce5000a85", "550aac3da096734ce5000ac1",
	// aelyst
	"+60123456131", "+60123456151", "+60123456183",
	// callbell
	"de324ab1a0286029f723b7d32a78a6bc", "24cd0006663508ff367250a47e464564", "cc4aa83dec831f6b1eca2b0366496f61",
}

// Sandbox returns the sandbox in which the samples were made: some of their
// contacts do not exist there, and Callbell's account has two more users.
func Sandbox() sandbox.Config {
	return sandbox.Config{MissingIDs: missing, Users: []string{"nadia@example.com", "tomas@example.com"}}
}

// Input returns the name of a provider's input within its folder.
func Input(provider string) string {
	if _, err := Files.ReadFile(provider + "/contacts.jsonl"); err == nil {
		return "contacts.jsonl"
	}
	return "contacts.csv"
}
