package cli

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// A standing is how far a session is, as its progress shows it.
type standing struct {
	rows, bad int
	requests  int           // sent so far
	of        int           // rows of a pilot; 0 for all that there are
	share     float64       // of the input or of the pilot's rows; negative if not known
	rate      float64       // rows a second
	left      time.Duration // 0 if not known
	why       string        // it waits; empty if it does not
	slow      string        // why it is slower than it could be; empty if it is not
}

// text says it in so many columns, leaving out what matters least; 0 for any
// number of columns.
func (s standing) text(columns int) string {
	rows := count(s.rows, "row")
	if s.of > 0 {
		rows = fmt.Sprintf("%d of %s", s.rows, count(s.of, "row"))
	}
	var rate, bad, left string
	switch {
	case s.rate > 0:
		rate = short(s.rate) + "/s"
	case s.rows == 0 && s.requests > 0:
		rate = count(s.requests, "request")
	}
	if s.bad > 0 {
		bad = fmt.Sprintf("%d bad", s.bad)
	}
	if s.left > 0 {
		left = spell(s.left) + " left"
	}
	tries := [][]string{{rows, rate, bad, left, s.slow}, {rows, rate, bad, s.slow}, {rows, rate, bad, left}, {rows, bad, left}, {rows, bad}, {rows}}
	if s.why != "" {
		tries = [][]string{{rows, bad, s.why}, {rows, s.why}, {s.why}}
	}
	for _, parts := range tries {
		if text := joined(parts); columns == 0 || width(text) <= columns {
			return text
		}
	}
	return joined(tries[len(tries)-1])
}

// joined joins what is not empty.
func joined(parts []string) string {
	var b strings.Builder
	for _, part := range parts {
		if part != "" && b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(part)
	}
	return b.String()
}

// spell says a time that is not known to the second as people do.
func spell(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(int(math.Ceil(d.Seconds())), 1))
	case d < 10*time.Minute:
		d = d.Round(time.Second)
		return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(d.Seconds())%60)
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(math.Round(d.Minutes())))
	}
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
}

// A tempo is how fast something grows lately: what lies longer back than its
// memory counts little.
type tempo struct {
	memory time.Duration
	at     time.Time
	value  float64
	rate   float64 // a second, times the weight
	weight float64 // of what is known, up to 1
}

// add tells how large it is now.
func (t *tempo) add(now time.Time, value float64) {
	took := now.Sub(t.at).Seconds()
	if !t.at.IsZero() && took > 0 {
		fresh := 1 - math.Exp(-took/t.memory.Seconds())
		t.rate += fresh * ((value-t.value)/took - t.rate)
		t.weight += fresh * (1 - t.weight)
	}
	if t.at.IsZero() || took > 0 {
		t.at, t.value = now, value
	}
}

// perSecond returns the growth a second, 0 before it is known.
func (t *tempo) perSecond() float64 {
	if t.weight == 0 {
		return 0
	}
	return t.rate / t.weight
}

// until returns how long it takes to grow by so much; 0 if that is not known.
func (t *tempo) until(more float64) time.Duration {
	rate := t.perSecond()
	if rate <= 0 || more <= 0 {
		return 0
	}
	return time.Duration(min(more/rate, 1e9) * float64(time.Second))
}
