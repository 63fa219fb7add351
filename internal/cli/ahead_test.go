package cli

import (
	"errors"
	"iter"
	"testing"
	"testing/synctest"

	"go.uber.org/goleak"

	"rollcall/contact"
)

// numbered yields so many rows, then the error if there is one.
func numbered(rows int, end error) iter.Seq2[contact.Row, error] {
	return func(yield func(contact.Row, error) bool) {
		for n := 1; n <= rows; n++ {
			if !yield(contact.Row{Number: n}, nil) {
				return
			}
		}
		if end != nil {
			yield(contact.Row{}, end)
		}
	}
}

func always() bool { return true }
func never() bool  { return false }

func TestStretchesHoldEveryRowInOrder(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	for _, c := range []struct {
		name    string
		rows    int
		end     error
		pending func() bool
	}{
		{"none", 0, nil, always},
		{"none but an error", 0, broken, always},
		{"one", 1, nil, never},
		{"a full stretch", stretchRows, nil, always},
		{"one more", stretchRows + 1, nil, always},
		{"many", 10*stretchRows + 7, nil, always},
		{"many, then an error", 10*stretchRows + 7, broken, always},
		{"slow ones", 3000, broken, never},
	} {
		for kind, stretches := range map[string]iter.Seq2[[]contact.Row, error]{
			"ahead": ahead(numbered(c.rows, c.end), c.pending), "singly": singly(numbered(c.rows, c.end)),
		} {
			t.Run(c.name+" "+kind, func(t *testing.T) {
				t.Parallel()
				next, ended := 1, error(nil)
				for rows, err := range stretches {
					if len(rows) > stretchRows || len(rows) == 0 == (err == nil) || ended != nil {
						t.Fatalf("%d rows and the error %v came after row %d and the error %v", len(rows), err, next-1, ended)
					}
					ended = err
					for _, row := range rows {
						if row.Number != next {
							t.Fatalf("row %d came where row %d belongs", row.Number, next)
						}
						next++
					}
				}
				if next-1 != c.rows || !errors.Is(ended, c.end) {
					t.Fatalf("%d rows and the error %v came, want %d and %v", next-1, ended, c.rows, c.end)
				}
			})
		}
	}
}

// A row that was read must not wait for the next one to come.
func TestRowsOfASlowInputAreHandedOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		more := make(chan struct{})
		slow := func(yield func(contact.Row, error) bool) {
			for row := range numbered(3, nil) {
				if !yield(row, nil) {
					return
				}
				<-more
			}
		}
		seen := 0
		for rows := range ahead(slow, never) {
			seen += len(rows)
			more <- struct{}{}
		}
		if seen != 3 {
			t.Fatalf("%d rows came, want 3", seen)
		}
	})
}

func TestNobodyReadsOnAfterAStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		read := 0
		endless := func(yield func(contact.Row, error) bool) {
			for read = 1; yield(contact.Row{Number: read}, nil); read++ {
			}
		}
		for range ahead(endless, always) {
			break
		}
		// A reader that went on would never let the bubble come to rest.
		synctest.Wait()
		if most := (readyStretches + 3) * stretchRows; read > most {
			t.Fatalf("%d rows were read for one stretch, want %d at most", read, most)
		}
	})
}

// A reader that is stuck in a read must not keep the run from ending.
func TestAStopDoesNotWaitForAStuckRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		more := make(chan struct{})
		stuck := func(yield func(contact.Row, error) bool) {
			yield(contact.Row{Number: 1}, nil)
			<-more
			if yield(contact.Row{Number: 2}, nil) {
				t.Error("row 2 was taken after the stop")
			}
		}
		for range ahead(stuck, never) {
			break
		}
		close(more)
	})
}

func TestReadingAheadLeavesNoGoroutine(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	for range ahead(numbered(1000, errors.New("broken")), always) {
	}
	for range ahead(numbered(1000, nil), never) {
		break
	}
}
