package cli

import (
	"fmt"
	"testing"
)

func TestPacking(t *testing.T) {
	t.Parallel()
	repeat := func(rows int, id func(i int) int) []int {
		ids := make([]int, rows)
		for i := range ids {
			ids[i] = id(i)
		}
		return ids
	}
	for _, c := range []struct {
		name string
		size int
		ids  []int
		want int
	}{
		{"none", 100, nil, 0},
		{"each contact once", 100, repeat(250, func(i int) int { return i }), 3},
		{"one contact", 100, repeat(250, func(int) int { return 0 }), 250},
		{"full requests", 2, []int{1, 2, 3, 4}, 2},
		{"the second row of a contact waits", 3, []int{1, 1, 2, 3}, 2},
		{"and goes with those behind it", 3, []int{1, 1, 2, 3, 4, 5}, 2},
		{"five rows each, sorted", 100, repeat(500_000, func(i int) int { return i / 5 }), 5000},
		{"five rows each, in turn", 100, repeat(5000, func(i int) int { return i % 1000 }), 50},
		// Nobody reads on for ever to fill the requests that hold one contact.
		{"one contact, then others", 2, append(repeat(1000, func(int) int { return 0 }), repeat(1000, func(i int) int { return i + 1 })...), 1450},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, got := newPacking(c.size), 0
			for _, id := range c.ids {
				got = p.add(fmt.Sprint(id))
			}
			if got != c.want {
				t.Errorf("%d rows take %d requests, want %d", len(c.ids), got, c.want)
			}
			if n := len(p.after); n > 2000 {
				t.Errorf("%d contacts are remembered", n)
			}
		})
	}
}
