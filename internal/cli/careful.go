package cli

import (
	"github.com/spf13/cobra"

	"rollcall/providers"
)

// carefulFlags are those of a run that nobody watches, or that must not go wrong.
type carefulFlags struct {
	state       string
	full        bool
	noPreflight bool
	online      bool // of a check
	confirm     string
	verify      bool
	backup      bool

	minRows                           int
	maxShrink, maxCleared, maxChanged string
}

func (f *carefulFlags) register(cmd *cobra.Command, dry bool) {
	fs := cmd.Flags()
	fs.BoolVar(&f.full, "full", false, "with --state: send all rows, changed or not")
	if dry {
		fs.StringVar(&f.state, "state", "", "leave out what by `FILE` the provider has already")
		fs.BoolVar(&f.online, "online", false, "ask the provider for the account and its fields as well; the token is needed")
	} else {
		fs.StringVar(&f.state, "state", "", "remember in `FILE` what the provider accepted, and send only what changed")
		fs.BoolVar(&f.noPreflight, "no-preflight", false, "do not ask the provider for the account and its fields before the first update")
		fs.BoolVar(&f.verify, "verify", false, "read every contact back after its update was accepted, and compare")
		fs.BoolVar(&f.backup, "backup", false, "keep what every contact held before its update; rollcall undo puts it back")
	}
	fs.StringVar(&f.confirm, "confirm", "", "go on only if the token opens this `ACCOUNT`, by its name or id")
	fs.IntVar(&f.minRows, "min-rows", 0, "refuse a file of fewer than `N` rows")
	fs.StringVar(&f.maxShrink, "max-shrink", "", "with --state: refuse a file that is more than `P%` shorter than that of the last run")
	fs.StringVar(&f.maxCleared, "max-cleared", "", "refuse a file of whose values more than `P%` would empty their fields")
	fs.StringVar(&f.maxChanged, "max-changed", "", "with --state: refuse a file of whose rows more than `P%` changed")
	cmd.MarkFlagFilename("state")
}

// fitCareful settles what a careful job needs, and what does not go together.
func (j *job) fitCareful(given func(string) bool) error {
	f := &j.flags.careful
	if err := j.fitGuards(given); err != nil {
		return err
	}
	j.unbacked = given("backup") && !f.backup
	_, reads := j.m.Provider.(providers.Reader)
	_, walks := j.m.Provider.(providers.Walker)
	switch {
	case f.full && f.state == "":
		return usage("--full says to send what --state would leave out: give --state too")
	case f.confirm != "" && j.dry && !f.online:
		return usage("--confirm asks the provider for the account, which a dry run does not: use rollcall check --online")
	case f.confirm != "" && f.noPreflight:
		return usage("--confirm asks the provider for the account: leave --no-preflight out")
	case (f.verify || f.backup) && !reads && !walks:
		return usage("%s shows no contacts: --verify and --backup cannot work", j.spec.Title)
	case j.surveys() && j.input == "-":
		return usage("guards and duplicates read the input twice, which standard input does not allow: give a file")
	}
	return nil
}
