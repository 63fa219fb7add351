package cli

import (
	"context"
	"os"
)

// finish does what is to be done after a run that had its directory, however it
// ended: it writes the figures, calls the command and removes old runs. None of
// this changes how the run ended.
func (a *app) finish(ctx context.Context, j *job, runErr error) error {
	if j.began.IsZero() {
		return runErr // it never had its directory: that is with another run, or nothing was begun
	}
	c := closing{
		provider: j.spec.Name, mapping: j.m.Path, dir: j.dir, began: j.began, ended: now(),
		code: a.code, summary: j.summary,
	}
	if runErr != nil {
		c.code = exitCode(runErr)
	}
	flags := &j.flags.unattended
	if flags.metricsFile != "" {
		a.wellOr("--metrics-file", writeMetrics(flags.metricsFile, c))
	}
	if flags.onFinish != "" {
		env := a.hookEnv(os.Environ(), j.secretName(), c)
		a.wellOr("--on-finish", a.onFinish(ctx, flags.onFinish, hookTimeout, c, env))
	}
	if flags.keepRuns > 0 && c.summary != nil {
		a.wellOr("--keep-runs", a.prune(j, flags.keepRuns))
	}
	return runErr
}

// wellOr says on standard error, also of a quiet run, what did not go well after
// it.
func (a *app) wellOr(flag string, err error) {
	if err != nil {
		a.log.Errorf("%s: %v; the run itself is not affected", flag, err)
	}
}

// secretName returns the name of the environment variable from which the token
// is read, if it is.
func (j *job) secretName() string {
	if j.m.Token.Env != "" {
		return j.m.Token.Env
	}
	return j.spec.Auth.Env
}
