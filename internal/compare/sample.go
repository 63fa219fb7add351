package main

import (
	"slices"
	"time"
)

// A sample is what one process took.
type sample struct {
	rows        int
	requests    int // as the stand-in counted them
	connections int // likewise
	wall        time.Duration
	cpu         time.Duration // user and system
	peak        int64         // the most that was resident, in bytes; 0 where it is not known
	first       time.Duration // from the start to the first request
}

func (s sample) rate() float64        { return float64(s.rows) / s.wall.Seconds() }
func (s sample) requestRate() float64 { return float64(s.requests) / s.wall.Seconds() }
func (s sample) seconds() float64     { return s.cpu.Seconds() }
func (s sample) perRow() float64      { return float64(s.cpu.Nanoseconds()) / 1e3 / float64(s.rows) }
func (s sample) wallPerRow() float64  { return s.wall.Seconds() / float64(s.rows) }
func (s sample) mebibytes() float64   { return float64(s.peak) / (1 << 20) }
func (s sample) conns() float64       { return float64(s.connections) }
func (s sample) delay() float64       { return float64(s.first.Nanoseconds()) / 1e6 }

// A series is what one contender took, a sample for each round.
type series []sample

func (s series) median(of func(sample) float64) float64 {
	values := make([]float64, len(s))
	for i, sample := range s {
		values[i] = of(sample)
	}
	return median(values)
}

// against returns the median of the ratios of the rounds.
func (s series) against(other series, of func(sample) float64) float64 {
	ratios := make([]float64, len(s))
	for i := range s {
		ratios[i] = of(s[i]) / of(other[i])
	}
	return median(ratios)
}

// median sorts the values.
func median(values []float64) float64 {
	slices.Sort(values)
	half := len(values) / 2
	if len(values)%2 == 1 {
		return values[half]
	}
	return (values[half-1] + values[half]) / 2
}
