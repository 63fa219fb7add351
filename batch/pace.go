package batch

import (
	"math"
	"sync"
	"time"
)

const (
	easeOff    = 0.985            // of the estimated limit, where the pace settles
	firstProbe = 20 * time.Second // from the first refusal to a try at more
	probeAgain = 5 * time.Second  // from one step up to the next, while none is refused
	maxProbe   = time.Minute      // from a refused step to the next try
	firstStep  = 0.03             // the first step up; each that holds doubles the next
	maxStep    = 0.5
	slots      = 20 // of the last second

	bareRefusals = 5   // refusals without a pause that slow the pace down
	slowDown     = 0.7 // of what was taken, where they do
)

// A pace learns how many requests a second a provider takes, from what it takes
// and what it refuses for being too many. Until the first refusal it is the
// ceiling. Then it settles just below what the provider took, and tries a
// little more now and then: rarely after a refused step, for a refusal may cost
// everybody a second of pause, sooner and in larger steps while none is refused.
// It may be used by many goroutines at once.
type pace struct {
	most float64 // requests a second, whoever asks for more; +Inf for no limit

	mu      sync.Mutex
	ceiling float64       // requests a second at most, as it climbs by itself
	limit   float64       // in force; +Inf until something is known
	held    float64       // the limit that held before the last step up
	step    float64       // the next step up; more than the first while stepping
	next    time.Time     // when the next step is due; zero before the first refusal
	after   time.Duration // from a refusal to the next step
	since   time.Time     // of the last refusal, or of the start
	resume  time.Time     // a request that started before belongs to that refusal
	pause   time.Duration // that followed it
	taken   int           // requests taken since then
	recent  [slots]int    // requests taken in each slot of the last second
	bare    [slots]int    // requests refused without a pause, likewise
	slot    int64         // the slot that is being filled
	last    refusal
}

// A refusal is what was known when the provider refused.
type refusal struct {
	limit, held  float64 // in force, and before the last step up
	stepping     bool
	climbed      bool          // by several steps
	short, taken int           // taken in the last second, and since the refusal before
	active       time.Duration // of the time since then, a short pause left out
	second       bool          // the last second holds no long pause
}

func newPace(ceiling float64, now time.Time) *pace {
	if ceiling <= 0 {
		ceiling = math.Inf(1)
	}
	return &pace{most: ceiling, ceiling: ceiling, limit: ceiling, step: firstStep, after: firstProbe, since: now}
}

// interval returns the time from one request to the next.
func (p *pace) interval() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Duration(float64(time.Second) / p.limit)
}

// took notes a request, started at sent, that the provider did not refuse for
// being too many. One that was under way when another was refused completes what
// is known of that moment.
func (p *pace) took(sent, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turn(now)
	if sent.Before(p.resume) {
		p.last.short++
		p.last.taken++
		p.settle()
		return
	}
	p.taken++
	p.recent[p.slot%slots]++
	if !p.next.IsZero() && now.After(p.next) && p.limit < p.ceiling {
		p.held = p.limit
		p.limit = min(p.limit*(1+p.step), p.ceiling)
		p.step = min(2*p.step, maxStep)
		p.next = now.Add(probeAgain)
	}
}

// tooMany notes a request, started at sent, that the provider refused for being
// too many, asking for a pause. Those that were under way when the pace was
// lowered say nothing new.
func (p *pace) tooMany(sent, now time.Time, pause time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if sent.Before(p.resume) {
		return
	}
	p.turn(now)
	if pause <= 0 {
		p.bareRefusal(now)
		return
	}
	p.last = refusal{
		limit: p.limit, held: p.held, stepping: p.step > firstStep, climbed: p.step >= maxStep,
		taken: p.taken, active: now.Sub(p.since), second: p.pause <= time.Second,
	}
	p.last.short = total(p.recent)
	if 4*p.pause <= p.last.active {
		p.last.active -= p.pause
	}
	if !p.next.IsZero() {
		p.after = min(2*p.after, maxProbe)
	}
	p.since, p.resume, p.pause = now, now.Add(pause), pause
	p.taken, p.recent, p.step = 0, [slots]int{}, firstStep
	p.next = p.resume.Add(p.after)
	p.settle()
}

// bareRefusal notes a refusal that asks for no pause. A few of them may concern
// their contacts only; a good share of the last second's answers means that the
// pace is too high, by how much nobody says.
func (p *pace) bareRefusal(now time.Time) {
	p.bare[p.slot%slots]++
	refused, short := total(p.bare), total(p.recent)
	if refused < bareRefusals || 5*refused < short {
		return
	}
	took := float64(short)
	if since := now.Sub(p.since); since > 0 {
		took = max(took, float64(p.taken)/since.Seconds())
	}
	p.limit = min(max(slowDown*min(took, p.limit), 1), p.ceiling)
	p.since, p.resume, p.pause = now, now, 0
	p.taken, p.recent, p.bare, p.step = 0, [slots]int{}, [slots]int{}, firstStep
	p.next = now.Add(probeAgain)
}

func total(counts [slots]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// settle sets the limit from what is known of the last refusal. A step up that
// was refused is taken back, unless the provider clearly takes less than before:
// by more than the one request by which a count of a second may be off.
func (p *pace) settle() {
	limit := p.last.estimate()
	if p.last.climbed {
		// The limit has changed: what was taken since the last refusal says
		// little of it, the last second all the more.
		limit = max(float64(p.last.short), p.last.held) * easeOff
	} else if p.last.stepping && limit > 0.95*p.last.held-1 {
		limit = p.last.held
	} else {
		limit *= easeOff
	}
	p.limit = min(max(limit, slowest), p.ceiling)
}

// estimate returns how many requests a second the provider seems to take. What
// it took in the last second is exact where it counts by the second; a bucket
// that lets bursts pass shows only in what it took from one refusal to the next.
func (r *refusal) estimate() float64 {
	short := float64(r.short)
	if r.active <= 0 || r.second && short < 0.9*r.limit {
		return short
	}
	return min(short, float64(r.taken)/r.active.Seconds())
}

// turn moves the window of the last second to now.
func (p *pace) turn(now time.Time) {
	slot := now.UnixNano() / int64(time.Second/slots)
	for n := max(p.slot+1, slot-slots+1); n <= slot; n++ {
		p.recent[n%slots], p.bare[n%slots] = 0, 0
	}
	p.slot = slot
}
