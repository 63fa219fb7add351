package cli

import (
	"slices"
	"testing"
)

func TestSpread(t *testing.T) {
	t.Parallel()
	rows := func(size, of int) (chosen []int) {
		for row := range of {
			if (spread{size, of}).has(row + 1) {
				chosen = append(chosen, row+1)
			}
		}
		return chosen
	}
	for of := range 120 {
		for size := 1; size <= of+1; size++ {
			got := rows(size, of)
			if len(got) != min(size, of) {
				t.Fatalf("%d of %d rows are %d", size, of, len(got))
			}
			for i, row := range got {
				if stretch := min(size, of); row <= i*of/stretch || row > (i+1)*of/stretch {
					t.Fatalf("%d of %d rows are %v: not one of each stretch", size, of, got)
				}
			}
		}
	}
}

// TestSpread_period: what a file does in every so many rows is in the sample about
// as often as in the file.
func TestSpread_period(t *testing.T) {
	t.Parallel()
	const size, of = 1000, 50_000
	for _, period := range []int{2, 5, 10, 25, 50} {
		for phase := range period {
			met := 0
			for row := 1; row <= of; row++ {
				if row%period == phase && (spread{size, of}).has(row) {
					met++
				}
			}
			if want := size / period; met < want/3 || met > 3*want {
				t.Errorf("of the rows %d, %d, … of %d a sample of %d has %d, want about %d", phase, phase+period, of, size, met, want)
			}
		}
	}
}

func TestSample(t *testing.T) {
	t.Parallel()
	s := make(sample, 200/64+1)
	for _, row := range []int{1, 63, 64, 200} {
		s.add(row)
	}
	for row := range 1000 {
		if want := slices.Contains([]int{1, 63, 64, 200}, row); s.has(row) != want {
			t.Errorf("row %d is of the sample: %t, want %t", row, s.has(row), want)
		}
	}
}
