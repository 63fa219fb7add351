package source

import "strings"

// A survey counts, outside quotes, what may delimit cells and lines in the start
// of a text. The header is enough where it leaves no doubt, and a text in doubt is
// looked at for some records more: what is found depends on the text alone, not
// on how it arrives.
type survey struct {
	records []tally // lines that have an end and are not blank
	feeds   int     // line feeds, alone or behind a carriage return
	returns int     // lone carriage returns

	seen    int // bytes
	record  tally
	quoted  bool // within quotes
	closed  bool // right behind the end of quotes
	started bool // within a cell
	filled  bool // within a line that is not blank
}

// surveyed is how many records behind the header are looked at in doubt.
const surveyed = 20

// A tally holds how often each of the delimiters occurs in a record.
type tally [len(delimiters)]int

// look goes on in a text of which it has seen the start already. A carriage
// return at the end is left for the next time, which knows what follows.
func (s *survey) look(text []byte) {
	for ; s.seen < len(text) && !s.done(); s.seen++ {
		c, lone := text[s.seen], false
		if c == '\r' && !s.quoted {
			if s.seen+1 == len(text) {
				return
			}
			lone = text[s.seen+1] != '\n'
		}
		s.step(c, lone)
	}
}

// done reports whether enough was seen.
func (s *survey) done() bool {
	switch {
	case len(s.records) == 0:
		return false
	case s.returns > 0 || s.records[0].doubtful():
		return len(s.records) > surveyed
	}
	return true
}

// doubtful reports whether there is more than one delimiter to choose from.
func (t tally) doubtful() bool {
	kinds := 0
	for _, n := range t {
		kinds += min(n, 1)
	}
	return kinds > 1
}

func (s *survey) step(c byte, lone bool) {
	quote := c == '"'
	switch {
	case s.quoted:
		s.quoted, s.closed = !quote, quote
		return
	case quote && (!s.started || s.closed):
		s.quoted, s.started, s.filled = true, true, true
		return
	}
	s.closed = false
	switch {
	case c == '\n':
		s.feeds++
		s.end()
	case lone:
		s.returns++
		s.end()
	case c != '\r':
		s.count(c)
	}
}

func (s *survey) count(c byte) {
	i := strings.IndexByte(delimiters, c)
	if i >= 0 {
		s.record[i]++
	}
	s.started, s.filled = i < 0, true
}

func (s *survey) end() {
	if s.filled {
		s.records = append(s.records, s.record)
	}
	s.record, s.started, s.filled = tally{}, false, false
}

// mac reports whether lines end with lone carriage returns.
func (s *survey) mac() bool { return s.returns > 0 && s.feeds == 0 }

// delimiter returns the delimiter of the header that the largest share of the
// records behind it has as often; among equals the one that occurs most. A header
// without one is that of a single column.
func (s *survey) delimiter() rune {
	header, rows := s.record, s.records
	if len(rows) > 0 {
		header, rows = rows[0], rows[1:]
	}
	best, share, most := noDelimiter, -1.0, 0
	for i, c := range delimiters {
		like := agreement(header[i], rows, i)
		if header[i] > 0 && (like > share || like == share && header[i] > most) {
			best, share, most = c, like, header[i]
		}
	}
	return best
}

// agreement returns the share of the records that have n of the i-th delimiter.
func agreement(n int, records []tally, i int) float64 {
	same := 0
	for _, r := range records {
		if r[i] == n {
			same++
		}
	}
	return float64(same) / float64(max(len(records), 1))
}
