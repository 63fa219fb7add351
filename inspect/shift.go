package inspect

import "strings"

const (
	learned    = 100      // rows from which the usual look of the columns is learnt
	maxLearned = 64 << 10 // bytes of such a row; a longer one is passed over
)

// telling are the shapes that tell one column from the next.
const telling = Email | URL | Phone | UUID | Hex24 | Hex32 | Date | Stamp

// A shift looks for rows whose cells stand one column aside.
type shift struct {
	held    []heldRow
	settled bool
	anchors []anchor // from the right to the left
	mark    mark
	column  int // the first of the columns with a wrong cell in the first such row
}

type heldRow struct {
	cells []string
	line  int
}

// An anchor is a column nearly all of whose cells have one clear shape.
type anchor struct {
	column int
	shape  Shape
}

func (s *shift) row(cells []string, line, columns int) {
	if s.settled {
		s.judge(cells, line)
		return
	}
	size := 0
	for _, cell := range cells {
		size += len(cell)
	}
	if size <= maxLearned {
		s.held = append(s.held, heldRow{cells[:min(len(cells), columns)], line})
	}
	if len(s.held) == learned {
		s.settle()
	}
}

// settle finds the anchors and judges the rows that were held back.
func (s *shift) settle() {
	if s.settled || len(s.held) == 0 {
		return
	}
	s.settled = true
	for i := len(s.held[0].cells) - 1; i >= 0; i-- {
		if shape := s.usual(i); shape != 0 {
			s.anchors = append(s.anchors, anchor{i, shape})
		}
	}
	for _, row := range s.held {
		s.judge(row.cells, row.line)
	}
	s.held = nil
}

// usual returns the clear shape that most cells of a column have, if any.
func (s *shift) usual(column int) Shape {
	filled, counts := 0, map[Shape]int{}
	for _, row := range s.held {
		if text := at(row.cells, column); text != "" {
			filled++
			counts[Shapes(text)&telling]++
		}
	}
	for shape, n := range counts {
		if shape != 0 && n >= 3 && 10*n >= 6*filled {
			return shape
		}
	}
	return 0
}

// judge notes a row in which two anchors have lost their cells to the same
// neighbours, and no anchor behind the first of the two has kept its own.
func (s *shift) judge(cells []string, line int) {
	if len(s.anchors) < 2 || s.anchors[0].fits(cells, 0) {
		return
	}
	for _, by := range []int{-1, 1} {
		hits, first := 0, 0
		for _, a := range s.anchors {
			if a.fits(cells, 0) {
				break
			}
			if a.fits(cells, by) {
				hits, first = hits+1, a.column
			}
		}
		if hits < 2 {
			continue
		}
		if s.mark.count == 0 {
			s.column = first
		}
		s.mark.add(at(cells, first), line)
		return
	}
}

func (a anchor) fits(cells []string, by int) bool {
	return Shapes(at(cells, a.column+by))&a.shape != 0
}

func at(cells []string, i int) string {
	if i < 0 || i >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[i])
}
