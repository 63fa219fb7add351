package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rollcall/internal/sandbox"
	"rollcall/samples"
)

func (a *app) sandboxCommand() *cobra.Command {
	var cfg sandbox.Config
	var addr string
	var withSamples bool
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "A local stand-in for all five APIs",
		Long: `Serve a local stand-in for all five APIs on one loopback port, until it is
interrupted. It remembers what it accepted: see /_sandbox/state, /_sandbox/stats
and /_sandbox/log. POST /_sandbox/config changes the faults while it runs.

Faults, each by the flag of its name:
` + faultHelp(),
		Example: `  rollcall sandbox
  rollcall sandbox --missing 0.02 --conflicts 0.01 --rate-limit 20
  AELYST_TOKEN=sandbox-token rollcall run contacts.csv -m aelyst.yaml --base-url http://127.0.0.1:8377`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("rollcall sandbox takes no argument; see: rollcall sandbox --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if withSamples {
				sample := samples.Sandbox()
				cfg.MissingIDs = append(cfg.MissingIDs, sample.MissingIDs...)
				cfg.Users = append(cfg.Users, sample.Users...)
			}
			return a.sandbox(cmd.Context(), addr, cfg)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&addr, "addr", "127.0.0.1:8377", "the loopback address to serve at; port 0 for any free one")
	fs.BoolVar(&withSamples, "samples", false, "play the accounts of the embedded samples, in which some contacts are missing")
	SandboxFlags(fs, &cfg)
	return cmd
}

// SandboxFlags registers a flag for each way in which the sandbox may behave.
func SandboxFlags(fs *pflag.FlagSet, cfg *sandbox.Config) {
	fs.Uint64Var(&cfg.Seed, "seed", 0, "makes the faults: the same seed and requests give the same faults")
	fs.StringVar(&cfg.Token, "token", sandbox.DefaultToken, "the secret that is accepted")
	fs.StringVar(&cfg.Account, "account", "", "the only Cendyn account there is (default: any)")
	fs.Float64Var(&cfg.Missing, "missing", 0, "share of contacts that do not exist, 0 to 1")
	fs.StringSliceVar(&cfg.MissingIDs, "missing-id", nil, "identifiers that do not exist")
	fs.Float64Var(&cfg.Conflicts, "conflicts", 0, "share of contacts that clash with another one")
	fs.Float64Var(&cfg.Errors, "errors", 0, "share of contacts whose first updates get 500")
	fs.Float64Var(&cfg.Queued, "queued", 0, "share of contacts whose first updates get 449 (429 where 449 is unknown)")
	fs.IntVar(&cfg.ErrorTries, "error-tries", 2, "how often a contact gets 500 or 449 before it recovers; -1 for ever")
	fs.Float64Var(&cfg.Resets, "resets", 0, "share of requests whose connection is reset")
	fs.Float64Var(&cfg.Truncated, "truncated", 0, "share of requests that are applied but whose answer is cut")
	fs.Float64Var(&cfg.Forgets, "forgets", 0, "share of contacts whose updates are accepted, but their last field not kept")
	fs.Float64Var(&cfg.HTML, "html", 0, "share of requests answered by a 502 page")
	fs.Float64Var(&cfg.RateLimit, "rate-limit", 0, "requests a second; more get 429 with Retry-After; 0 for no limit")
	fs.DurationVar(&cfg.RetryAfter, "retry-after", time.Second, "what such a 429 says")
	fs.BoolVar(&cfg.RetryDate, "retry-date", false, "say it as a date")
	fs.Float64Var(&cfg.AelystPerContact, "aelyst-per-contact", 5, "requests a second to one Aelyst contact; -1 for no limit")
	fs.DurationVar(&cfg.Latency, "latency", 0, "how long every request takes at least")
	fs.DurationVar(&cfg.Jitter, "jitter", 0, "the most that is added to the latency")
	fs.StringVar(&cfg.TeleCMIStyle, "telecmi-style", "body", "where TeleCMI puts its refusals: body or http")
	fs.BoolVar(&cfg.CallbellArray, "callbell-array", false, "wrap Callbell's contact in an array, as its page does")
	fs.BoolVar(&cfg.EchoToken, "echo-token", false, "repeat the secret in refusals, as a careless server does")
	fs.BoolVar(&cfg.AnyNames, "any-names", false, "take every custom field, tag, user, team and list for existing")
	fs.BoolVar(&cfg.Stateless, "stateless", false, "keep no contacts: for load tests")
}

func faultHelp() string {
	var b strings.Builder
	for _, f := range sandbox.Faults() {
		fmt.Fprintf(&b, "  %-14s %s; %s\n", f.Name, f.Answer, f.Scope)
	}
	return strings.TrimRight(b.String(), "\n")
}

func (a *app) sandbox(ctx context.Context, addr string, cfg sandbox.Config) error {
	if err := cfg.Check(); err != nil {
		return usage("sandbox: %w", err)
	}
	ctx, release := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer release()
	url, stop, err := sandbox.Listen(ctx, addr, cfg)
	if err != nil {
		return usage("sandbox: %w", err)
	}
	defer stop()
	err = a.print(func(w io.Writer) {
		fmt.Fprintf(w, "sandbox at %s, token %s\n", url, cfg.Token)
		fmt.Fprintf(w, "use it with: --base-url %s\nstate: %s/_sandbox/state\n", url, url)
	})
	if err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
