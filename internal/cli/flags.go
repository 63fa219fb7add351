package cli

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rollcall/batch"
	"rollcall/mapping"
	"rollcall/providers"
)

// runFlags are the flags of run and check as the command line gave them.
type runFlags struct {
	mapping, dir    string
	resume, restart bool
	strict          bool
	dryRun          bool
	show            int
	limit           int
	input           inputFlags
	send            sendFlags
	careful         carefulFlags
	unattended      unattendedFlags
	output          outputFlags
}

// sendFlags say how to send. Those that a mapping may set too count only where
// the command line names them.
type sendFlags struct {
	baseURL     string
	concurrency int
	rate        float64
	batch       int
	attempts    int
	timeout     time.Duration
	retryWait   time.Duration
	retryMax    time.Duration
	queueWait   time.Duration
	maxPause    time.Duration
	outageWait  time.Duration
	maxErrors   string
	keepGoing   bool
	allowHTTP   bool
	caFile      string
}

type outputFlags struct {
	json, quiet         bool
	logLevel, logFormat string
}

func (f *runFlags) register(cmd *cobra.Command, dry bool) {
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVarP(&f.mapping, "mapping", "m", "", "the YAML mapping `FILE` (required)")
	fs.StringVarP(&f.dir, "dir", "d", "", "the run `DIR`ectory (default: INPUT without its extensions + .rollcall"+when(dry, ".check")+")")
	f.input.register(cmd)
	fs.IntVar(&f.limit, "limit", 0, "a pilot: only the first `N` data rows (default: all)")
	if !dry {
		fs.BoolVar(&f.resume, "resume", false, "go on with a run directory that exists")
		fs.BoolVar(&f.restart, "restart", false, "start over: move a run directory that exists aside")
		fs.BoolVar(&f.dryRun, "dry-run", false, "send nothing, as the check command")
		exclusive(cmd, "resume", "restart")
		exclusive(cmd, "resume", "dry-run")
	}
	fs.BoolVar(&f.strict, "strict", false, "refuse input that looks damaged: exponents in ids, #N/A, garbled letters and their like")
	fs.IntVar(&f.show, "show", 0, when(!dry, "with --dry-run: ")+"print the first `N` requests in full, secrets masked")
	f.send.register(fs)
	f.careful.register(cmd, dry)
	f.unattended.register(cmd, dry)
	f.output.register(fs)
	cmd.MarkFlagFilename("mapping", "yaml", "yml")
	cmd.MarkFlagDirname("dir")
	cmd.MarkFlagFilename("ca-file", "pem", "crt")
}

// when returns a text if a condition holds, else nothing.
func when(holds bool, text string) string {
	if holds {
		return text
	}
	return ""
}

func (f *sendFlags) register(fs *pflag.FlagSet) {
	fs.StringVar(&f.baseURL, "base-url", "", "replaces the documented scheme, host and port; a path prefix may follow (default: the provider's)")
	fs.IntVar(&f.concurrency, "concurrency", 0, "requests in flight at most (default: the provider's)")
	fs.Float64Var(&f.rate, "rate", 0, "requests a second at most; 0 for no fixed limit (default: the provider's)")
	fs.IntVar(&f.batch, "batch", 0, "contacts a request at most (default: the provider's)")
	fs.IntVar(&f.attempts, "attempts", 5, "tries a request, the first included")
	fs.DurationVar(&f.timeout, "timeout", 30*time.Second, "time for one try")
	fs.DurationVar(&f.retryWait, "retry-wait", 500*time.Millisecond, "first pause before a repeat; doubles, with jitter")
	fs.DurationVar(&f.retryMax, "retry-max-wait", time.Minute, "longest such pause")
	fs.DurationVar(&f.queueWait, "queue-wait", time.Minute, "pause of one row after \"queued, come back later\" (449)")
	fs.DurationVar(&f.maxPause, "max-pause", 15*time.Minute, "a Retry-After longer than this stops the run")
	fs.DurationVar(&f.outageWait, "outage-wait", 10*time.Minute, "how long a provider that does not answer is probed before the run stops")
	fs.StringVar(&f.maxErrors, "max-errors", "", "stop once `N or N%` of the rows ended badly (default: never)")
	fs.BoolVar(&f.keepGoing, "keep-going", false, "do not stop because the first rows were all refused alike")
	fs.BoolVar(&f.allowHTTP, "allow-http", false, "send to a plain http:// address that is not loopback")
	fs.StringVar(&f.caFile, "ca-file", "", "trust this certificate authority as well (PEM `FILE`)")
}

func (f *outputFlags) register(fs *pflag.FlagSet) {
	fs.BoolVar(&f.json, "json", false, "print the summary as JSON")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "no progress, no summary text; errors only")
	fs.StringVar(&f.logLevel, "log-level", "info", "error, warn, info, debug or trace")
	fs.StringVar(&f.logFormat, "log-format", "text", "text or json")
}

// sending is how a run sends, once flags, mapping and provider were asked in
// this order.
type sending struct {
	concurrency, batch, attempts         int
	rate                                 float64
	timeout, queueWait, maxPause, outage time.Duration
	backoff                              batch.Backoff
	maxErrors                            batch.MaxErrors
}

// resolve settles how to send: a flag that was given beats the mapping, which
// beats the provider's own figure.
func (f *sendFlags) resolve(given func(string) bool, m mapping.Send, limits providers.Limits) (sending, error) {
	s := sending{
		concurrency: pick(given("concurrency"), f.concurrency, m.Concurrency, limits.Concurrency),
		batch:       pick(given("batch"), f.batch, atMost(m.Batch, limits.Batch), limits.Batch),
		rate:        pick(given("rate"), f.rate, m.Rate, limits.Rate),
		attempts:    pick(given("attempts"), f.attempts, m.Attempts, f.attempts),
		timeout:     pick(given("timeout"), f.timeout, m.Timeout, f.timeout),
		queueWait:   pick(given("queue-wait"), f.queueWait, m.QueueWait, f.queueWait),
		maxPause:    pick(given("max-pause"), f.maxPause, m.MaxPause, f.maxPause),
		outage:      pick(given("outage-wait"), f.outageWait, m.OutageWait, f.outageWait),
		backoff: batch.Backoff{
			Base: pick(given("retry-wait"), f.retryWait, m.RetryWait, f.retryWait),
			Max:  pick(given("retry-max-wait"), f.retryMax, m.RetryMaxWait, f.retryMax),
		},
	}
	text := f.maxErrors
	if !given("max-errors") {
		text = m.MaxErrors
	}
	if text != "" {
		var err error
		if s.maxErrors, err = batch.ParseMaxErrors(text); err != nil {
			return s, usage("--max-errors: %w", err)
		}
	}
	return s, s.check(limits)
}

// atMost caps the batch of a mapping where the provider takes one contact a
// request: then "at most so many" is true whatever the figure.
func atMost(n *int, limit int) *int {
	if n == nil || limit > 1 {
		return n
	}
	return &limit
}

func pick[T any](given bool, flag T, inMapping *T, otherwise T) T {
	switch {
	case given:
		return flag
	case inMapping != nil:
		return *inMapping
	}
	return otherwise
}

func (s *sending) check(limits providers.Limits) error {
	switch {
	case s.concurrency < 1 || s.concurrency > 10_000:
		return usage("--concurrency %d: use 1 to 10000", s.concurrency)
	case s.batch < 1 || s.batch > limits.Batch:
		return usage("--batch %d (or send.batch): the provider takes 1 to %d contacts a request", s.batch, limits.Batch)
	case !(s.rate >= 0 && s.rate <= 1e6):
		return usage("--rate %s: use 0 (no fixed limit) or more", strconv.FormatFloat(s.rate, 'g', -1, 64))
	case s.attempts < 1:
		return usage("--attempts %d: use 1 or more", s.attempts)
	case s.timeout <= 0:
		return usage("--timeout %s: use more than 0", s.timeout)
	case s.backoff.Base < 0 || s.backoff.Max < 0 || s.queueWait < 0 || s.maxPause < 0 || s.outage < 0:
		return usage("a pause must not be negative")
	}
	return nil
}
