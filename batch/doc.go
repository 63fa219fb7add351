// Package batch brings updates to outcomes.
//
//	updates ─▶ queue ─▶ workers ─▶ deliver ─▶ gate ─▶ Sender ─▶ verdicts
//	           one contact,        repeat,    rate,   one try
//	           one lane            split      brake
//
// Run reads updates ahead into a queue that keeps the updates of one contact in
// file order: one is under way at most, the later ones wait in its lane, other
// contacts do not wait. A bounded group of workers takes batches from the queue
// and delivers each: it sends, repeats what a later try may mend, takes apart
// what was refused for its content, and settles every row exactly once. A
// worker keeps its slot while it waits for a repeat, so that a server that
// complains slows the whole run.
//
// Where it is asked to, a worker settles what did not change and reads what the
// contacts hold before it sends (prepare), and reads back what was accepted
// (verify), while no other update of these contacts is under way. A provider
// that shows its contacts only as one list is read back once for many rows.
//
// The law: every update that was taken from the sequence gets exactly one
// outcome. One that may have been applied is never reported as not sent.
// A stop leaves the rows that were not settled with an outcome that is Open:
// it tells what their tries so far give, and a resumed run sends them again.
package batch
