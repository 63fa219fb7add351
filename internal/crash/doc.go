// Package crash holds the tests that kill, starve, deceive and interrupt the
// whole program. It has no code of its own.
//
//	kill       SIGKILL at seeded moments, --resume until the run is finished
//	fault      answers and connections that go wrong
//	damage     run directories that are not what a run wrote
//	disk       a journal that cannot grow, a standard output that is full
//	outage     a provider that goes away
//	interrupt  signals while nothing moves
//
// Programs that must die run as children: the test binary starts itself again.
// The others run in the test's own process. The provider is the sandbox, or a
// handler in front of it, on a loopback socket.
//
// A seed makes a drill: the input, the faults and the moments of the kills.
// Which answers were on their way at such a moment is the system's choice.
package crash
