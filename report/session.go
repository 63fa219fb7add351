package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"rollcall/contact"
)

// A Start describes a session: a run, or the resumption of one.
type Start struct {
	Version  string  `json:"version"` // of rollcall
	Command  string  `json:"command"`
	Provider string  `json:"provider"`
	BaseURL  string  `json:"base_url"`
	Input    Input   `json:"input"`
	Mapping  Mapping `json:"mapping"`
	// Header holds the header cells as they stood; nil for JSONL.
	Header    []string  `json:"header"`
	Keep      Keep      `json:"keep"`
	BOM       bool      `json:"bom"` // a byte order mark leads the reconciliation, and rejects that are CSV
	StartedAt time.Time `json:"started_at"`
	Limit     int       `json:"limit"` // of a pilot; 0 for none
	Title     string    `json:"title"` // of the provider, as people write it
	State     string    `json:"state"` // path of the file that remembers what was accepted; empty for none
	Next      Next      `json:"next"`
}

// Next holds the command lines that a person may want next; one that is empty
// makes no sense.
type Next struct {
	Resume  string `json:"resume"`  // of a run that did not come to its end
	Rejects string `json:"rejects"` // once they are corrected
	Send    string `json:"send"`    // what a check found valid
	Again   string `json:"again"`   // of a check, once the mapping or a flag is mended
}

// An Input says where the rows come from.
type Input struct {
	Path   string `json:"path"`
	Format string `json:"format"` // "jsonl" has lines, every other one has cells

	Reading Reading `json:"reading,omitzero"`
}

// A Reading says how the command line told to read an input; what it left to be
// found from the input is empty.
type Reading struct {
	Format    string `json:"format,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	Encoding  string `json:"encoding,omitempty"`
	Sheet     string `json:"sheet,omitempty"`
}

// A Mapping says which mapping was used.
type Mapping struct {
	Path        string `json:"path"`
	SHA256      string `json:"sha256"`
	Fingerprint string `json:"fingerprint"` // of what a resume is bound to
}

// Keep says which source columns the reconciliation repeats.
type Keep struct {
	All     bool     `json:"all"`
	Columns []string `json:"columns"`
	// Cells returns the cells of Columns, in their order; missing ones at the
	// end may be left out. It is called for any row, also one with an Err, and
	// by many goroutines. With All, or without Columns, it is not called.
	Cells func(contact.Row) []string `json:"-"`
}

// The states of a run.
const (
	Finished    = "finished"
	Stopped     = "stopped"
	Interrupted = "interrupted"
	Unfinished  = "unfinished" // the process ended without saying so
)

// An End says how a session ended.
type End struct {
	State         string    `json:"state"` // Finished, Stopped or Interrupted
	Reason        string    `json:"reason"`
	ExitCode      int       `json:"exit_code"`
	FinishedAt    time.Time `json:"finished_at"`
	Complete      bool      `json:"complete"` // the input was read to its end
	Bytes         int64     `json:"bytes"`    // of the input, read so far
	SHA256        *string   `json:"sha256"`   // of the input, nil unless Complete
	Requests      Requests  `json:"requests"`
	Latency       Latency   `json:"latency_ms"`
	RowsPerSecond float64   `json:"rows_per_second"`
}

// Requests counts what one or more sessions sent.
type Requests struct {
	Sent     int            `json:"sent"`
	Retried  int            `json:"retried"`
	Split    int            `json:"split"`
	ByStatus map[string]int `json:"by_status"` // HTTP status, in digits
}

// Within says how long an answer took, rounded up so that it came within that:
// to a millisecond, or to a tenth of a second from one second on.
func Within(ms float64) string {
	if whole := math.Ceil(ms); whole < 1000 {
		return fmt.Sprintf("%.0f ms", whole)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", math.Ceil(ms/100)/10), ".0") + " s"
}

// Latency tells how long answers took, in milliseconds.
type Latency struct {
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}
