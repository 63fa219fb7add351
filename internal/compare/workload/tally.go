package workload

// A Tally is what the stand-in has seen since it was asked before.
type Tally struct {
	Requests    int   `json:"requests"`    // updates; probes are not counted
	Connections int   `json:"connections"` // accepted
	First       int64 `json:"first"`       // when the first update had been read, in nanoseconds of Unix time; 0 for none
}
