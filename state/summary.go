package state

import (
	"os"
	"time"
)

// A Summary says what a state file holds.
type Summary struct {
	Path     string           `json:"path"`
	Version  int              `json:"version"` // of the file's form
	Bytes    int64            `json:"bytes"`
	Changed  time.Time        `json:"changed_at"` // when it was last written to
	Accounts []AccountSummary `json:"accounts"`   // in the order in which they were added
}

// An AccountSummary says what a state file holds of an account.
type AccountSummary struct {
	Account
	Name     string     `json:"name,omitempty"` // what people call it; empty where that is not known
	Contacts int        `json:"contacts"`
	LastSeen *time.Time `json:"last_seen"` // the latest day on which one was seen or accepted; nil for none
}

// Summary reads the whole file and says what it holds.
func (s *Store) Summary() (Summary, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return Summary{}, s.err
	}
	info, err := os.Stat(s.path)
	if err != nil {
		return Summary{}, about(s.path, err)
	}
	sum := Summary{Path: s.path, Version: version, Bytes: info.Size(), Changed: info.ModTime().UTC(), Accounts: []AccountSummary{}}
	contacts, last := map[uint16]int{}, map[uint16]day{}
	err = s.table.scan(func(_ int, e entry) {
		contacts[e.account]++
		last[e.account] = max(last[e.account], e.day)
	})
	if err != nil {
		return Summary{}, s.fail(err)
	}
	for _, a := range s.head.Accounts {
		one := AccountSummary{Account: a.Account, Name: a.Name, Contacts: contacts[a.Number]}
		if one.Contacts > 0 {
			seen := last[a.Number].time()
			one.LastSeen = &seen
		}
		sum.Accounts = append(sum.Accounts, one)
	}
	return sum, nil
}
