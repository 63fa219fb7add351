package report

import (
	"bytes"
	"encoding/json"
	"time"

	"rollcall/contact"
)

// A Summary is what summary.json holds.
type Summary struct {
	Version    string                 `json:"version"`
	Command    string                 `json:"command"`
	Provider   string                 `json:"provider"`
	State      string                 `json:"state"`
	Reason     string                 `json:"reason"`
	ExitCode   *int                   `json:"exit_code"` // nil if Unfinished
	Dir        string                 `json:"dir"`
	Input      SummaryInput           `json:"input"`
	Mapping    SummaryMapping         `json:"mapping"`
	StartedAt  time.Time              `json:"started_at"`
	FinishedAt *time.Time             `json:"finished_at"` // nil if Unfinished
	Resumed    int                    `json:"resumed"`     // sessions after the first
	Killed     int                    `json:"killed"`      // sessions that ended without saying so
	Rows       int                    `json:"rows"`        // lines of the reconciliation
	Outcomes   map[contact.Status]int `json:"outcomes"`    // those that occur
	Problems   []Problem              `json:"problems"`
	Requests   Requests               `json:"requests"` // of all sessions but those that were killed
	// Latency and RowsPerSecond are those of the last session that sent.
	Latency       Latency `json:"latency_ms"`
	RowsPerSecond float64 `json:"rows_per_second"`

	// Open is how many rows in the rejects a resume sends again.
	Open int `json:"-"`
}

// SummaryInput says what was read.
type SummaryInput struct {
	Path     string  `json:"path"`
	Format   string  `json:"format"`
	Bytes    int64   `json:"bytes"`
	SHA256   *string `json:"sha256"` // nil if the input was not read to its end
	Complete bool    `json:"complete"`
}

// SummaryMapping says which mapping was used.
type SummaryMapping struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Count returns how many rows ended with the status.
func (s Summary) Count(status contact.Status) int { return s.Outcomes[status] }

func newSummary(dir string, p *Past) Summary {
	s := Summary{
		Version: p.Latest.Version, Command: p.Latest.Command, Provider: p.Latest.Provider,
		State: p.State(), Dir: dir,
		Input:     SummaryInput{Path: p.Latest.Input.Path, Format: p.Latest.Input.Format},
		Mapping:   SummaryMapping{Path: p.Latest.Mapping.Path, SHA256: p.Latest.Mapping.SHA256},
		StartedAt: p.First.StartedAt, Resumed: p.Sessions - 1, Killed: p.killed,
		Outcomes: map[contact.Status]int{}, Problems: []Problem{}, Requests: p.sent,
	}
	if s.Requests.ByStatus == nil {
		s.Requests.ByStatus = map[string]int{}
	}
	if p.figures != nil {
		s.Latency, s.RowsPerSecond = p.figures.Latency, p.figures.RowsPerSecond
	}
	if p.End == nil {
		s.Killed++
	}
	if e := p.End; e != nil {
		s.Reason, s.ExitCode, s.FinishedAt = e.Reason, &e.ExitCode, &e.FinishedAt
		s.Input.Bytes, s.Input.SHA256, s.Input.Complete = e.Bytes, e.SHA256, e.Complete
	}
	return s
}

// JSON returns the text of summary.json: indented by two, with a final line end.
func (s Summary) JSON() ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(s)
	return text.Bytes(), err
}
