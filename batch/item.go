package batch

import (
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// An item is one update on its way to an outcome. It belongs to whoever took it
// from the queue.
type item struct {
	update contact.Update

	next, tail *item     // later updates of the same contact; tail only in a lane's head
	bytes      int       // what it costs in memory, roughly
	readyAt    time.Time // when it became the head of its lane
	until      time.Time // its contact is not to be asked again before

	announced bool // the recorder knows that it is about to be sent
	used      int  // tries that count against the limit
	fives     int  // those of them that a 500 ended

	tries tries // so far

	merged []contact.Field // with what the contact held; nil where the update goes as it is

	// The latest reason of each kind of try that settled nothing.
	lost, erred, throttled string
	// Why a batch with the item in it was refused. Whether the provider took a
	// part of that batch is not known until the item stood alone.
	company string
}

// tries are what an item's outcome will say of them.
type tries struct {
	number      int
	sentAt      time.Time // of the last
	took        time.Duration
	status      int // of the last answer
	requestID   string
	code, field string // of the last verdict
}

// wire returns the update as it goes out.
func (it *item) wire() contact.Update {
	update := it.update
	if it.merged != nil {
		update.Fields = it.merged
	}
	return update
}

// took notes a try of which the item was part. Nothing was sent by a plan.
func (it *item) took(try Try) {
	if try.SentAt.IsZero() {
		return
	}
	it.tries.number++
	it.tries.sentAt = try.SentAt
	it.tries.took += try.Took
	if try.Err == nil {
		it.tries.status, it.tries.requestID = try.Status, try.RequestID
	}
}

// leaveAlone notes that the contact was asked something, and for how long it is
// not to be asked again.
func (it *item) leaveAlone(try Try, d time.Duration) {
	if until := try.SentAt.Add(d); until.After(it.until) {
		it.until = until
	}
}

// fresh forgets how often the item was tried in company: a part of a refused
// batch has tries of its own.
func (it *item) fresh() { it.used, it.fives = 0, 0 }

// unanswered notes a try to which no complete answer came.
func (it *item) unanswered(try Try) {
	if try.Lost {
		it.lost = try.Err.Error()
	} else {
		it.erred = try.Err.Error()
	}
}

// unsettled notes a verdict that does not say what became of the update.
func (it *item) unsettled(v providers.Verdict) {
	it.tries.code, it.tries.field = v.Code, v.Field
	reason := v.Message
	if reason == "" {
		reason = v.Status.String()
	}
	switch v.Status {
	case contact.Unknown:
		it.lost = reason
	case contact.Deferred:
		it.throttled = reason
	default:
		it.erred = reason
	}
}

// settled returns the outcome that a verdict gives.
func (it *item) settled(v providers.Verdict) contact.Outcome {
	it.tries.code, it.tries.field = v.Code, v.Field
	return it.finish(v.Status, v.Message)
}

// exhausted returns the outcome of an item that no answer settled. A lost try
// may have been applied, which beats an error, which beats a refusal to listen.
func (it *item) exhausted() contact.Outcome {
	switch {
	case it.lost != "":
		return it.finish(contact.Unknown, it.lost)
	case it.erred != "":
		return it.finish(contact.Failed, it.erred)
	case it.throttled != "":
		return it.finish(contact.Deferred, it.throttled)
	}
	return it.finish(contact.NotSent, "the run stopped before this row was sent")
}

// cut returns the outcome of an item that a stop left unsettled.
func (it *item) cut() contact.Outcome {
	out := it.exhausted()
	if it.company != "" && out.Status != contact.Unknown {
		out = it.finish(contact.Unknown, "stopped while a refused batch was taken apart: "+it.company)
	}
	out.Open = true
	return out
}

func (it *item) finish(status contact.Status, message string) contact.Outcome {
	t := &it.tries
	return contact.Outcome{
		Row: it.update.Row, Contact: it.update.Contact, Status: status, Message: message,
		HTTPStatus: t.status, Code: t.code, Field: t.field, RequestID: t.requestID,
		Attempts: t.number, Duration: t.took, SentAt: t.sentAt,
	}
}

// settles reports whether a status says what became of an update; the others
// only say how a try went.
func settles(status contact.Status) bool {
	switch status {
	case contact.Unknown, contact.Failed, contact.Deferred:
		return false
	}
	return true
}
