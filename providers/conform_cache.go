package providers

import (
	"hash/maphash"
	"sync"
)

// phones remembers numbers, since files repeat them and to parse one costs
// about 20 µs. What it remembers never changes an answer.
var phones = newPhoneCache()

type phoneKey struct {
	form   Form
	coded  bool
	region string
	text   string
}

type phoneAnswer struct {
	wire    string
	country uint16 // calling code that the text tells; 0 where it tells none
	err     error
}

const (
	phoneShards   = 16
	phonesInShard = 512
)

// A phoneCache is safe for many goroutines and holds a bounded number of
// answers: a shard that is full starts anew.
type phoneCache struct {
	seed   maphash.Seed
	shards [phoneShards]phoneShard
}

type phoneShard struct {
	mu    sync.Mutex
	known map[phoneKey]phoneAnswer
}

func newPhoneCache() *phoneCache {
	return &phoneCache{seed: maphash.MakeSeed()}
}

func (c *phoneCache) get(key phoneKey, parse func(phoneKey) (string, uint16, error)) phoneAnswer {
	shard := &c.shards[maphash.Comparable(c.seed, key)%phoneShards]
	answer, ok := shard.get(key)
	if !ok {
		answer.wire, answer.country, answer.err = parse(key)
		shard.put(key, answer)
	}
	return answer
}

func (s *phoneShard) get(key phoneKey) (phoneAnswer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer, ok := s.known[key]
	return answer, ok
}

// put leaves out texts that no number is as long as, so that the bound on the
// count is one on the memory too.
func (s *phoneShard) put(key phoneKey, answer phoneAnswer) {
	if len(key.text) > 64 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil || len(s.known) >= phonesInShard {
		s.known = make(map[phoneKey]phoneAnswer, phonesInShard)
	}
	s.known[key] = answer
}
