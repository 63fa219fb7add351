package batch

import "math"

// A nested works out exactly what a scheme of nested group tests costs on
// average, every request counted, the refused one at the beginning too. Nested
// are the schemes that ask about a part of what is known to be bad before they
// ask about anything else. It is the recursion of Sobel and Groll (1959) with
// the count changed: a culprit needs a request of its own also where it is known
// already, and a row counts as good once it passed.
type nested struct {
	rows  int
	prior []float64        // chance of so many culprits
	size  func(search) int // what is sent; anySize for what is best
	free  bool             // the usual count: what is certain needs no request

	known map[search]step
}

// A step is what to send and the requests from there on, times the chance that
// it comes to that.
type step struct {
	size int
	cost float64
}

var anySize func(search) int

func newNested(rows int, prior []float64, size func(search) int) *nested {
	return &nested{rows: rows, prior: prior, size: size, known: map[search]step{}}
}

// only is the prior of one who knows the number of culprits.
func only(rows, culprits int) []float64 {
	prior := make([]float64, rows+1)
	prior[culprits] = 1
	return prior
}

// fading is the prior of one who does not and takes k culprits for the rarer the
// more they are, as k^-1.5.
func fading(rows int) []float64 {
	prior := make([]float64, rows+1)
	for k := 1; k <= rows; k++ {
		prior[k] = math.Pow(float64(k), -1.5)
	}
	return prior
}

func (n *nested) mean() float64 {
	return 1 + n.at(search{rows: n.rows, left: n.rows, bad: n.rows}).cost
}

func (n *nested) next(s search) int { return n.at(s).size }

func (n *nested) at(s search) step {
	if at, known := n.known[s]; known || s.left == 0 {
		return at
	}
	var at step
	if chance := n.chance(s); chance > 0 {
		at = n.choose(s, chance)
	}
	n.known[s] = at
	return at
}

func (n *nested) choose(s search, chance float64) step {
	if n.size != nil {
		return n.sending(s, n.size(s), chance)
	}
	most := s.left
	if s.bad > 0 {
		most = max(s.bad-1, 1)
	}
	best := n.sending(s, 1, chance)
	for size := 2; size <= most; size++ {
		if at := n.sending(s, size, chance); at.cost < best.cost {
			best = at
		}
	}
	return best
}

func (n *nested) sending(s search, size int, chance float64) step {
	pass, fail := s, s
	pass.learn(size, 0, true)
	if size == 1 {
		fail.learn(1, 0, false)
	} else {
		fail.learn(size, size, false)
	}
	cost := chance
	if n.free && (s.bad == 1 || n.chance(pass) == 0 || n.chance(fail) == 0) {
		cost = 0
	}
	cost += n.at(fail).cost
	if s.bad != 1 {
		cost += n.at(pass).cost
	}
	return step{size, cost}
}

// chance is that of the culprits found, in their places, and of one more at
// least in a front known to be bad.
func (n *nested) chance(s search) (sum float64) {
	for k := s.culprits; k <= s.culprits+s.left; k++ {
		if n.prior[k] == 0 {
			continue
		}
		drawn := ways(s.left, k-s.culprits)
		if s.bad > 0 {
			drawn -= ways(s.left-s.bad, k-s.culprits)
		}
		sum += n.prior[k] * drawn / ways(n.rows, k)
	}
	return sum
}

// ways returns in how many ways k can be drawn of n, at most 100.
func ways(n, k int) float64 { return pascal[n][k] }

var pascal = triangle()

func triangle() (t [101][101]float64) {
	for n := range t {
		t[n][0] = 1
		for k := 1; k <= n; k++ {
			t[n][k] = t[n-1][k-1] + t[n-1][k]
		}
	}
	return t
}
