package cli

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync/atomic"
	"time"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/inspect"
	"rollcall/report"
	"rollcall/survey"
)

// A session is one process's share of a run: all of it, or what a resume does.
type session struct {
	*app
	job     *job
	journal *report.Journal
	past    *report.Past // of the run that goes on; nil for a new one
	began   time.Time

	stop context.Context // done: no new request starts
	cut  context.Context // done: requests in flight are cut

	feed   *feed
	runner *batch.Runner

	memory  *memory        // nil without --state
	rivals  *survey.Survey // nil where all rows of a contact are sent
	backup  *backup        // nil without --backup
	refusal error          // why the session ended before its first update
	held    atomic.Bool    // by the pause file
	away    waiting        // for the provider
	standby waiting        // by the pause file
	notes   notes          // of why it waits

	shown   []shownRequest                  // by a check, as they would go out
	found   []inspect.Finding               // a check's
	explain func(io.Writer, report.Summary) // what is said before the summary; nil for nothing
}

// begin makes a session ready to send. Of a run that does not come to that
// nothing is left behind.
func (s *session) begin(sender *batch.Transport, l *lock) (*lock, error) {
	err := s.foresee(sender)
	if err == nil {
		err = s.stayed()
	}
	if err == nil && s.job.flags.restart {
		l, err = s.vacate(s.job, l)
	}
	if err != nil {
		l.discard()
		return l, err
	}
	if s.journal, err = open(s.job, s.past); err == nil {
		err = s.openBackup()
	}
	if err != nil {
		err = stopped("%w; nothing was sent", err)
	}
	return l, err
}

// shut closes what a session has open.
func (s *session) shut() {
	s.memory.close()
	if s.journal != nil {
		s.journal.Close()
	}
}

func open(j *job, past *report.Past) (*report.Journal, error) {
	if past != nil {
		return past.Append(j.start())
	}
	return report.Create(j.dir, j.start())
}

func (s *session) run(sender batch.Sender, rows iter.Seq2[contact.Row, error]) error {
	s.feed = &feed{
		rows: s.stretches(rows), m: s.job.m, journal: s.journal, limit: s.job.flags.limit, watch: s.watch(),
		memory: s.memory, rivals: s.rivals, sample: s.job.sample,
	}
	if plan, dry := sender.(*batch.Plan); dry {
		s.planned(plan)
		s.feed.repeats = s.repeats()
	}
	s.runner = batch.New(s.config(sender))
	if s.refusal != nil {
		return s.close(s.refusal)
	}
	defer s.steer()()
	finish := s.progress()
	err := s.runner.Run(s.stop, s.cut, s.backup.noting(s.feed.updates(s.stop, s.runner)))
	finish()
	return s.close(errors.Join(err, s.backup.close()))
}

// stretches reads ahead, except for a pilot, which reads no further than its
// rows, and for a resume, which began to read before.
func (s *session) stretches(rows iter.Seq2[contact.Row, error]) iter.Seq2[[]contact.Row, error] {
	if s.past != nil || s.job.flags.limit > 0 {
		return singly(rows)
	}
	return ahead(rows, s.job.pending)
}

func (s *session) config(sender batch.Sender) batch.Config {
	j := s.job
	cfg := batch.Config{
		Sender: sender, Recorder: s.journal, Observer: s.observer(),
		Concurrency: j.send.concurrency, Rate: j.send.rate, Batch: j.send.batch,
		PerContact: j.spec.Limits.PerContact,
		Attempts:   j.send.attempts, Backoff: j.send.backoff,
		QueueWait: j.send.queueWait, MaxPause: j.send.maxPause, OutageWait: j.send.outage,
		MaxErrors: j.send.maxErrors, KeepGoing: j.flags.send.keepGoing,
		Accepted: s.past != nil && s.past.Accepted > 0,
	}
	if s.memory != nil && !j.dry {
		cfg.Memory = s.memory
	}
	if transport, ok := sender.(*batch.Transport); ok {
		cfg.Contacts = s.contacts(transport)
	}
	if j.dry {
		cfg.Recorder = s.feed.recorder()
		cfg.Concurrency, cfg.Rate, cfg.PerContact, cfg.MaxErrors = 1, 0, 0, batch.MaxErrors{}
		cfg.Batch = max(planRows/cfg.Batch, 1) * cfg.Batch
	}
	return cfg
}

// observer turns what happens on the way into log lines. None of them holds the
// value of a cell.
func (s *session) observer() batch.Observer {
	return batch.Observer{
		Pause: s.paused,
		Retry: func(rows int, in time.Duration, why string) {
			s.notes.repeat(now().Add(in))
			s.log.Debugf("%d rows go again in %s: %s", rows, in.Round(time.Millisecond), why)
		},
		Split: func(rows int, why string) {
			s.log.Debugf("a batch of %d was refused and is taken apart: %s", rows, why)
		},
		Outage: func(what string) {
			s.log.Warn(what)
			s.away.turn(s, s.runner.Away(), waitAway)
		},
		Stop: func(why string) { s.log.Debugf("stopping: %s", why) },
	}
}
