package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"rollcall/batch"
	"rollcall/preflight"
	"rollcall/providers"
)

// preflightLimit is how long a run waits for what its provider tells of the
// account: one that is down must not hold up the run, which knows how to wait.
const preflightLimit = 10 * time.Second

// foresee does what comes before the first update: it looks at the account and
// at the whole file. Nothing was sent or written when it fails. That the session
// was interrupted meanwhile, or that the provider takes no request now, is no
// failure of it, but how the session will end.
func (s *session) foresee(sender *batch.Transport) error {
	account, err := s.preflight(s.job, sender)
	if err == nil {
		err = s.look(sender.Secret, account)
	}
	if s.refusal = s.turnedAway(err); s.refusal != nil {
		return nil
	}
	return err
}

// foreseeDry does what foresee does as far as a check needs it: without --online
// nobody is asked.
func (s *session) foreseeDry(ctx context.Context) error {
	token, account := "", preflight.Account{}
	if s.job.flags.careful.online {
		sender, err := s.sender(ctx, s.job)
		if err != nil {
			return err
		}
		defer sender.HTTP.(*http.Transport).CloseIdleConnections()
		token = sender.Secret
		if account, err = s.preflight(s.job, sender); err != nil {
			return s.turnedAwayDry(err)
		}
	}
	return s.turnedAwayDry(s.look(token, account))
}

// look opens the state and reads the whole file where that is needed.
func (s *session) look(token string, account preflight.Account) (err error) {
	if s.memory, err = s.remember(s.job, token, account); err != nil {
		return err
	}
	s.rivals, err = s.survey(s.stop, s.job, s.memory)
	return err
}

// turnedAway returns why the session ends before its first update, where the
// error is not the user's; else nil.
func (s *session) turnedAway(err error) error {
	if err != nil && s.stop.Err() != nil {
		return &batch.StopError{Kind: batch.Interrupted, Reason: "interrupted"}
	}
	if refused, ok := errors.AsType[*preflight.RefusedError](err); ok {
		return &batch.StopError{Kind: batch.Refused, Reason: "the provider refused the " + refusedWhat(refused.Status) + ": " + refused.Reason}
	}
	if pause, ok := errors.AsType[*preflight.PauseError](err); ok {
		return &batch.StopError{Kind: batch.TooLongPause, Reason: fmt.Sprintf("%s, more than --max-pause %s", pause, s.job.send.maxPause)}
	}
	return nil
}

// stayed returns why a run that would have started over leaves the one before
// where it is; nil if nothing keeps it. Nothing would take its place.
func (s *session) stayed() error {
	if s.refusal == nil || !s.job.flags.restart || !holdsRun(s.job.dir) {
		return nil
	}
	_, _, code := ending(s.refusal, "")
	return &exitError{code, fmt.Errorf("%w; nothing was sent, and the run in %s is as it was; once mended, start over with: %s",
		s.refusal, s.job.dir, commandLine(s.job.args, ""))}
}

// refusedWhat says what an answer of a status refuses; a provider may have a code
// of its own in an answer of success.
func refusedWhat(status int) string {
	switch {
	case status >= 300 && status < 400:
		return "run"
	case status >= 400:
		return fmt.Sprintf("token (%d)", status)
	}
	return "token"
}

// turnedAwayDry is turnedAway for a check, which has nothing to go on with.
func (s *session) turnedAwayDry(err error) error {
	why := s.turnedAway(err)
	if why == nil {
		return err
	}
	_, _, code := ending(why, "")
	return &exitError{code, fmt.Errorf("%w; nothing was sent", why)}
}

// preflight asks the provider for the account and compares it with the mapping.
// Of the errors those are the user's that turnedAway does not know.
func (s *session) preflight(j *job, sender *batch.Transport) (preflight.Account, error) {
	f := &j.flags.careful
	if f.noPreflight {
		return preflight.Account{}, nil
	}
	defer s.during("asking " + j.spec.Title + " for the account")()
	account, err := preflight.Look(s.stop, s.preflightConfig(j, sender))
	if err != nil {
		return account, err
	}
	if name := account.Identity.String(); name != "" {
		s.log.Infof("the token opens the account %s of %s", name, j.spec.Title)
	}
	for _, doubt := range account.Doubts {
		s.log.Warnf("before the first update: %s; going on", doubt)
	}
	if f.confirm != "" {
		if err := account.Confirm(f.confirm); err != nil {
			return account, usage("--confirm: %w; nothing was sent", err)
		}
	}
	if wrong := account.Match(j.m.Targets(), j.spec); len(wrong) > 0 {
		return account, usageErr(errors.Join(append(wrong, errors.New("nothing was sent; --no-preflight leaves the account's fields unread"))...))
	}
	return account, nil
}

func (a *app) preflightConfig(j *job, sender *batch.Transport) preflight.Config {
	return preflight.Config{
		Provider: j.m.Provider, Ask: asker(sender),
		Pause: func(answer providers.Answer) time.Duration { return batch.Pause(answer.Header, now()) },
		Paused: func(d time.Duration) {
			a.log.Infof("waiting %s before the first update, as the provider asked", d.Round(time.Millisecond))
		},
		Attempts: min(j.send.attempts, 3), Backoff: j.send.backoff.Delay,
		Limit: preflightLimit, MaxPause: j.send.maxPause,
	}
}
