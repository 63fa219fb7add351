package cli

import (
	"github.com/spf13/cobra"
)

// unattendedFlags are for runs that nobody watches: from cron, from a timer, or
// of a migration that takes a day.
type unattendedFlags struct {
	sample      int
	pauseFile   string
	keepRuns    int
	metricsFile string
	onFinish    string
}

func (f *unattendedFlags) register(cmd *cobra.Command, dry bool) {
	fs := cmd.Flags()
	fs.IntVar(&f.sample, "sample", 0, "a pilot: `N` rows, spread over the whole file")
	exclusive(cmd, "limit", "sample")
	if dry {
		return
	}
	fs.StringVar(&f.pauseFile, "pause-file", "", "start no new request while `FILE` exists")
	fs.IntVar(&f.keepRuns, "keep-runs", 0, "afterwards, keep the newest `N` finished runs of a --dir with {date} in it (default: all)")
	fs.StringVar(&f.metricsFile, "metrics-file", "", "afterwards, write figures to `FILE`, as Prometheus reads them")
	fs.StringVar(&f.onFinish, "on-finish", "", "afterwards, call the shell `COMMAND` with summary.json on its standard input")
	cmd.MarkFlagFilename("pause-file")
	cmd.MarkFlagFilename("metrics-file", "prom")
}

// fitUnattended settles the sample of a job.
func (j *job) fitUnattended(given func(string) bool) error {
	if err := j.flags.unattended.check(given, j.input, j.flags.dir); err != nil {
		return err
	}
	return j.draw()
}

// check refuses what cannot be meant; dir is the run directory as it was given.
func (f *unattendedFlags) check(given func(string) bool, input, dir string) error {
	switch {
	case given("sample") && f.sample < 1:
		return usage("--sample %d: use 1 or more", f.sample)
	case f.sample > 0 && input == "-":
		return usage("--sample reads the input twice, and standard input can be read once only: name a file, or use --limit")
	case given("keep-runs") && f.keepRuns < 1:
		return usage("--keep-runs %d: use 1 or more", f.keepRuns)
	case f.keepRuns > 0 && !dated(dir):
		return usage("--keep-runs removes older runs of the same --dir, which must have {date} in it, such as --dir 'contacts-{date}.rollcall'")
	}
	return nil
}
