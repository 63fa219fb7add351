package cli

import (
	"slices"
	"testing"
)

func TestEven(t *testing.T) {
	t.Parallel()
	rows := func(size, of int) (chosen []int) {
		for row := range of {
			if (even{size, of}).has(row + 1) {
				chosen = append(chosen, row+1)
			}
		}
		return chosen
	}
	for _, tt := range []struct {
		size, of int
		want     []int
	}{
		{1, 1, []int{1}},
		{1, 10, []int{5}},
		{2, 10, []int{3, 8}},
		{3, 10, []int{2, 5, 9}},
		{10, 10, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		{11, 3, []int{1, 2, 3}},
		{5, 0, nil},
	} {
		if got := rows(tt.size, tt.of); !slices.Equal(got, tt.want) {
			t.Errorf("%d of %d rows are %v, want %v", tt.size, tt.of, got, tt.want)
		}
	}
	for of := range 120 {
		for size := 1; size <= of; size++ {
			got := rows(size, of)
			if len(got) != size {
				t.Fatalf("%d of %d rows are %d", size, of, len(got))
			}
			for i := range got[1:] {
				if gap := got[i+1] - got[i]; gap < of/size || gap > of/size+1 {
					t.Fatalf("%d of %d rows are %v: not spread evenly", size, of, got)
				}
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
