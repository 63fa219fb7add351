package report

import (
	"encoding/json"
	"time"
)

// A Note says that no request left for a while.
type Note struct {
	At  time.Time     `json:"at"`
	For time.Duration `json:"for"` // in nanoseconds
	Why string        `json:"why"`
}

// Note records why the run waits, or has waited. Like outcomes it may stay in
// memory for a while; nothing depends on it.
func (j *Journal) Note(n Note) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return j.err
	}
	text, err := json.Marshal(n)
	if err != nil {
		return j.fail(err)
	}
	start := j.open(kindNoted)
	j.buf = append(j.buf, text...)
	if err := j.shut(start); err != nil {
		return err
	}
	return j.added()
}

func (p *Past) note(body []byte) error {
	var n Note
	if err := json.Unmarshal(body, &n); err != nil {
		return err
	}
	p.waits.add(n)
	return nil
}
