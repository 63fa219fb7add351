package batch

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"rollcall/contact"
)

const (
	maxParked  = 1000            // items that may wait apart for a queue at the provider
	windowRows = 32 << 10        // items held at most, whatever the concurrency
	windowSize = 16 << 20        // bytes held at most, roughly
	linger     = 1 * time.Second // how long a batch waits to be filled when rows come slowly
)

// A queue holds the updates that were read ahead. It hands them out in batches
// of different contacts and keeps the updates of one contact in the order in
// which they came: the lane of a contact is headed by its item that is ready or
// under way, the later ones hang behind it.
type queue struct {
	batch    int           // contacts a batch at most
	window   int           // items held at most
	plenty   int           // ready items at which reading ahead pauses
	cooldown time.Duration // from one request to a contact to the next

	mu      sync.Mutex
	work    sync.Cond        // something may be taken, or never will be
	room    sync.Cond        // the reader may go on
	lanes   map[string]*item // by contact.Key
	ready   fifo
	parked  map[*item]struct{}
	held    int // items in ready and behind the heads of lanes
	bytes   int
	active  int // batches taken and not given back
	stalled bool
	ended   bool // no more updates will be added
	closed  bool // nothing more will be taken
	timer   *time.Timer
}

// newQueue returns a queue for so many workers. The window leaves room for 50
// rows of each contact that is under way and half as many again.
func newQueue(batch, workers int, perContact float64) *queue {
	q := &queue{
		batch:  batch,
		window: min(max(75*batch*workers, 1024), windowRows),
		plenty: max(batch*workers, 512),
		lanes:  make(map[string]*item),
		parked: make(map[*item]struct{}),
	}
	if perContact > 0 {
		q.cooldown = time.Duration(float64(time.Second) / perContact)
	}
	q.work.L, q.room.L = &q.mu, &q.mu
	return q
}

// add appends an update, once there is room. It reports false when the queue
// was closed instead.
func (q *queue) add(update contact.Update) bool {
	it, key := &item{update: update, bytes: footprint(update)}, update.Key()
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.closed && (q.full() || q.ready.len() >= q.plenty) {
		q.stalled = true
		q.room.Wait()
	}
	if q.closed {
		return false
	}
	q.held++
	q.bytes += it.bytes
	if head, busy := q.lanes[key]; busy {
		head.append(it)
	} else {
		q.lanes[key] = it
		q.push(it)
	}
	if q.ripe() || q.ready.len() == 1 { // somebody must look again later
		q.work.Signal()
	}
	return true
}

// wake lets one who waits look again; who finds a batch wakes the next. All of
// them would get in each other's way: only one of them finds something.
func (q *queue) wake() {
	if q.over() {
		q.work.Broadcast()
	} else if q.ready.len() > 0 {
		q.work.Signal()
	}
}

// over reports whether nothing will be taken anymore.
func (q *queue) over() bool { return q.closed || q.ended && q.held == 0 && len(q.parked) == 0 }

// end says that no more updates will be added.
func (q *queue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
	q.work.Broadcast()
}

// close says that nothing more will be taken. It may be called again.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.work.Broadcast()
	q.room.Broadcast()
}

// take returns the next batch, once it is full or waiting for more is of no
// use; it calls rest before it waits. It returns nil when there will be none.
func (q *queue) take(rest func()) []*item {
	q.mu.Lock()
	defer q.mu.Unlock()
	defer q.wake()
	for rested := false; !q.over(); {
		if q.ripe() {
			return q.pop()
		}
		if !rested {
			rested = true
			q.mu.Unlock()
			rest()
			q.mu.Lock()
			continue
		}
		q.wakeLater()
		q.work.Wait()
	}
	return nil
}

func (q *queue) pop() []*item {
	items := make([]*item, min(q.ready.len(), q.batch))
	for i := range items {
		items[i] = q.ready.pop()
		q.bytes -= items[i].bytes
	}
	q.held -= len(items)
	q.active++
	q.makeRoom()
	return items
}

// done gives a batch back, without the items of it that were parked.
func (q *queue) done(items []*item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.active--
	for _, it := range items {
		if q.cooldown > 0 && q.cool(it) {
			continue
		}
		q.promote(it)
	}
	q.makeRoom()
	q.wake()
}

// cool keeps the lane of an item that was sent just now for a while. It reports
// false if that is not needed.
func (q *queue) cool(it *item) bool {
	rest := max(q.cooldown-time.Since(it.tries.sentAt), time.Until(it.until))
	if rest <= 0 {
		return false
	}
	time.AfterFunc(rest, func() { q.release(it) })
	return true
}

func (q *queue) release(it *item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.promote(it)
	q.wake()
}

// promote lets the next item of a lane follow the one that is done with.
func (q *queue) promote(it *item) {
	next, tail := it.next, it.tail
	it.next, it.tail = nil, nil // the item may be kept, those behind it are not
	if next == nil {
		delete(q.lanes, it.update.Key())
		return
	}
	if next != tail {
		next.tail = tail
	}
	q.lanes[it.update.Key()] = next
	q.push(next)
}

// park sets an item apart for d; its lane waits. It reports false when so many
// are parked already.
func (q *queue) park(it *item, d time.Duration, most int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.parked) >= most {
		return false
	}
	q.parked[it] = struct{}{}
	time.AfterFunc(d, func() { q.unpark(it) })
	return true
}

func (q *queue) unpark(it *item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	delete(q.parked, it)
	q.held++
	q.bytes += it.bytes
	it.readyAt = time.Now()
	q.ready.pushFront(it)
	q.wake()
}

// idle reports whether the queue holds nothing and nothing of it is under way.
func (q *queue) idle() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.held == 0 && q.active == 0 && len(q.parked) == 0
}

// busy reports whether an update of the contact with that key waits or is under
// way.
func (q *queue) busy(key string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	_, busy := q.lanes[key]
	return busy
}

// rest returns, in file order, what a closed queue still holds.
func (q *queue) rest() []*item {
	q.mu.Lock()
	defer q.mu.Unlock()
	var left []*item
	for q.ready.len() > 0 {
		left = append(left, q.ready.pop())
	}
	for it := range q.parked {
		left = append(left, it)
	}
	for _, head := range q.lanes {
		for it := head.next; it != nil; it = it.next {
			left = append(left, it)
		}
	}
	slices.SortFunc(left, func(a, b *item) int { return cmp.Compare(a.update.Row.Number, b.update.Row.Number) })
	return left
}

// ripe reports whether a batch should leave now. A partial one leaves when
// nothing can join it, when it is half full and only lanes could fill it, or
// when its first item has waited long enough.
func (q *queue) ripe() bool {
	n := q.ready.len()
	switch {
	case n == 0:
		return false
	case n >= q.batch:
		return true
	case time.Since(q.ready.first().readyAt) >= linger:
		return true
	case !q.ended && !q.full():
		return false
	case q.held == n && len(q.parked) == 0, q.active == 0 && q.cooldown == 0 && len(q.parked) == 0:
		return true
	}
	return 2*n >= q.batch
}

// wakeLater makes sure that somebody looks again when a partial batch has
// waited long enough.
func (q *queue) wakeLater() {
	if q.ready.len() == 0 {
		return
	}
	if q.timer != nil {
		q.timer.Stop()
	}
	wait := linger - time.Since(q.ready.first().readyAt)
	q.timer = time.AfterFunc(wait, q.work.Broadcast)
}

func (q *queue) push(it *item) {
	if q.batch > 1 {
		it.readyAt = time.Now()
	}
	q.ready.push(it)
}

func (q *queue) full() bool { return q.held >= q.window || q.bytes >= windowSize }

// makeRoom lets a stalled reader go on, not for a single row but for a stretch.
func (q *queue) makeRoom() {
	roomy := q.held <= q.window-q.window/8 && q.bytes < windowSize-windowSize/8
	if q.stalled && q.ready.len() <= q.plenty/2 && (roomy || q.ready.len() == 0) {
		q.stalled = false
		q.room.Signal()
	}
}

func (it *item) append(later *item) {
	if it.tail == nil {
		it.next = later
	} else {
		it.tail.next = later
	}
	it.tail = later
}

// footprint returns roughly how many bytes an update keeps in memory.
func footprint(u contact.Update) int {
	n := 512 + len(u.Row.Raw) + 16*len(u.Row.Record)
	for _, cell := range u.Row.Record {
		n += len(cell)
	}
	for _, f := range u.Fields {
		n += 64 + len(f.Value)
	}
	return n
}

// A fifo is a first-in-first-out list of items.
type fifo struct {
	items []*item
	head  int
}

func (f *fifo) len() int     { return len(f.items) - f.head }
func (f *fifo) first() *item { return f.items[f.head] }

func (f *fifo) push(it *item) { f.items = append(f.items, it) }

// pushFront puts an item before all others.
func (f *fifo) pushFront(it *item) {
	if f.head == 0 {
		f.items = slices.Insert(f.items, 0, it)
		return
	}
	f.head--
	f.items[f.head] = it
}

func (f *fifo) pop() *item {
	it := f.items[f.head]
	f.items[f.head] = nil
	f.head++
	if f.head == len(f.items) {
		f.items, f.head = f.items[:0], 0
	} else if f.head >= 1024 && 2*f.head >= len(f.items) {
		n := copy(f.items, f.items[f.head:])
		f.items, f.head = f.items[:n], 0
	}
	return it
}
