package mapping

import (
	"time"

	"rollcall/providers"
)

// A Mapping is a compiled mapping file. It is not changed after [Compile] has
// returned it, so goroutines may share it.
type Mapping struct {
	Path        string
	SHA256      string // of the file's bytes, in hex
	Fingerprint string // hash of everything but token, send, guards, tests and comments: what a resume is bound to

	Provider providers.Provider
	Settings providers.Settings // with the defaults filled in
	Token    Token
	Send     Send
	Report   Report

	Duplicates Duplicates
	Guards     Guards

	Columns []string // the columns to bind in the source, in this order: header names or key paths
	Unused  []string // the columns of the header that the mapping does not use
	Effects []string // what the mapped fields do beside being set: "tags: replaces all tags"

	rules     []rule
	contact   rule
	sent      func(value string) string // from the identifier in form to what is sent
	where     *where                    // nil for every row
	lines     []string                  // the columns that a tally counts
	keep      []int                     // bound columns of report.keep
	code      string                    // the field that takes the country code of a national phone number; empty for none
	constants bool                      // no field takes anything from a row
	tests     []test
	targets   []Target
}

// A Token says where the secret is. At most one of its fields is set; none if
// the mapping has no token.
type Token struct {
	Env     string   // name of an environment variable
	File    string   // path as the mapping has it
	Command []string // program and arguments; the secret is what it prints
}

// Send holds the mapping's values for the flags of the same names; nil, or an
// empty MaxErrors, where the mapping says nothing.
type Send struct {
	Concurrency  *int     // at least 1
	Rate         *float64 // requests a second; 0 for no fixed limit
	Batch        *int     // at least 1; the provider may take fewer
	Attempts     *int     // at least 1
	Timeout      *time.Duration
	RetryWait    *time.Duration
	RetryMaxWait *time.Duration
	QueueWait    *time.Duration
	MaxPause     *time.Duration
	OutageWait   *time.Duration
	MaxErrors    string // N or N%; guards may give it too
}

// Guards are what a file must not do to be sent at all; nil where the mapping
// says nothing. Shares are parts of one, 0 to 1.
type Guards struct {
	MinRows    *int     // data rows at least, from 1
	MaxShrink  *float64 // share of the rows of the last run that may be missing
	MaxCleared *float64 // share of the values to send that may clear their field
	MaxChanged *float64 // share of the rows that may have something to send, where a state tells
}

// Report says what the reconciliation holds beside the outcomes.
type Report struct {
	BOM     bool
	KeepAll bool     // Keep lists every column of the header; for JSONL it is empty
	Keep    []string // source columns that follow the outcome
}
