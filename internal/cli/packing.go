package cli

import "maps"

// packedAhead is how many requests are filled at once at most: a run reads no
// further ahead to fill one, and sends it as it is.
const packedAhead = 100

// A packing counts the requests that it takes to update contacts, many at once
// and none twice in a request, each one's updates in order.
type packing struct {
	size  int            // contacts a request
	sent  int            // requests that nothing can join any more
	fill  []int          // contacts in each of the requests behind those
	after map[string]int // number of the request behind the last one that a contact is in, by its key
	most  int            // entries of after, until those that no longer matter are looked for
}

func newPacking(size int) *packing {
	return &packing{size: size, after: map[string]int{}}
}

// add finds the first request that has room for one more update of the contact
// with that key, and returns how many requests there are by then.
func (p *packing) add(key string) int {
	at := max(p.after[key]-p.sent, 0)
	for at < len(p.fill) && p.fill[at] == p.size {
		at++
	}
	if at == len(p.fill) {
		p.fill = append(p.fill, 0)
	}
	p.fill[at]++
	p.after[key] = p.sent + at + 1
	for len(p.fill) > packedAhead || len(p.fill) > 0 && p.fill[0] == p.size {
		p.fill = p.fill[1:]
		p.sent++
	}
	p.forget()
	return p.sent + len(p.fill)
}

// forget drops what no longer matters, once it may be half of all.
func (p *packing) forget() {
	if len(p.after) > p.most {
		maps.DeleteFunc(p.after, func(_ string, request int) bool { return request <= p.sent })
		p.most = max(2*len(p.after), 1000)
	}
}
