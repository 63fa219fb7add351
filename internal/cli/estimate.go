package cli

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"rollcall/providers"
)

// estimate says how many requests a run takes that sends so many rows, and how
// long at the rate in force.
func (s *session) estimate(requests, rows int) string {
	text := fmt.Sprintf("%s to %s", count(requests, "request"), s.job.base)
	reads := 0
	if s.job.m.Merges() {
		text += ", each after it has read the contact"
		if _, single := s.job.m.Provider.(providers.Reader); single {
			reads = rows
		}
	}
	rate := s.job.send.rate
	if rate <= 0 || requests == 0 {
		return text
	}
	took := time.Duration(float64(requests+reads-1) / rate * float64(time.Second))
	if took < time.Second {
		return text
	}
	return text + fmt.Sprintf(": at least %s at %s a second", took.Round(time.Second), short(rate)) +
		withCare(s.job.m.Provider, requests+reads, requests+2*rows)
}

// withCare says how much longer a run takes that reads its contacts before and
// after their updates: a platform that shows them one by one takes a request for
// each.
func withCare(p providers.Provider, plain, careful int) string {
	switch p.(type) {
	case providers.Reader:
		times := math.Round(10*float64(careful)/float64(plain)) / 10
		return fmt.Sprintf(", %s times as long with --backup and --verify", strconv.FormatFloat(times, 'f', -1, 64))
	case providers.Walker:
		return ", longer with --backup or --verify, which read the whole list of contacts"
	}
	return ""
}
