package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rollcall/internal/sandbox"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/report"
	"rollcall/samples"
)

func (a *app) demoCommand() *cobra.Command {
	var dir string
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "demo [PROVIDER]",
		Short: "The main job in one command: sandbox and embedded samples",
		Long: `Start a sandbox, write the embedded samples of all five providers (or of one) to
the demo directory, and run each of them against it. Nothing leaves this machine.

The samples hold rows that cannot end well, so that you see what that looks like:
like any run with such rows the demo exits with 1.`,
		Example: `  rollcall demo
  rollcall demo aelyst`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("rollcall demo takes one provider at most")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.demo(cmd.Context(), dir, out, args) },
	}
	cmd.Flags().StringVarP(&dir, "dir", "d", "rollcall-demo", "the `DIR`ectory to write to; each provider gets a run directory in it")
	out.register(cmd.Flags())
	return cmd
}

// demo runs the samples of the providers named, or of all.
func (a *app) demo(ctx context.Context, dir string, out outputFlags, args []string) error {
	if err := setLog(a.log, out.logLevel, out.logFormat, out.quiet); err != nil {
		return err
	}
	defs := all.Definitions()
	if len(args) == 1 {
		def, ok := all.Find(args[0])
		if !ok {
			return usage("no provider %q: there are %s", args[0], strings.Join(providerNames(), ", "))
		}
		defs = []providers.Definition{def}
	}
	url, stop, err := sandbox.Listen(ctx, "127.0.0.1:0", samples.Sandbox())
	if err != nil {
		return stopped("demo: %w", err)
	}
	defer stop()
	code := codeOK
	for _, def := range defs {
		if err := a.demoOne(ctx, def.Spec, url, dir, out); err != nil {
			return err
		}
		code = max(code, a.code)
	}
	a.code = code
	if out.quiet || out.json {
		return nil
	}
	last := defs[len(defs)-1].Spec
	return a.print(func(w io.Writer) { writeDemoHint(w, dir, last) })
}

// writeDemoHint says how to go on by hand with what the demo left.
func writeDemoHint(w io.Writer, dir string, spec *providers.Spec) {
	rejects := filepath.Join(dir, spec.Name, "rejects"+filepath.Ext(samples.Input(spec.Name)))
	fmt.Fprintf(w, `
To correct rejects and feed them back, start the same sandbox again and, in
another terminal, run them with its token:
  rollcall sandbox --samples
  %s=%s rollcall run %s -m %s --base-url http://127.0.0.1:8377
`, spec.Auth.Env, sandbox.DefaultToken, quote(rejects), quote(filepath.Join(dir, spec.Name+".yaml")))
}

// demoOne runs one sample as rollcall run would, with the sandbox's token and
// without a limit to the pace.
func (a *app) demoOne(ctx context.Context, spec *providers.Spec, url, dir string, out outputFlags) error {
	run := filepath.Join(dir, spec.Name)
	again, err := clearDemo(run)
	if err != nil {
		return err
	}
	input, mapping, err := writeSample(spec.Name, dir, again)
	if err != nil {
		return usage("demo: %w", err)
	}
	f, cmd := runFlags{}, &cobra.Command{}
	f.register(cmd, false)
	for flag, value := range map[string]string{"mapping": mapping, "dir": run, "base-url": url, "rate": "0", "queue-wait": "1s"} {
		cmd.Flags().Set(flag, value)
	}
	f.output = out
	if !out.quiet && !out.json {
		if err := a.print(func(w io.Writer) { fmt.Fprintf(w, "── %s ──\n", spec.Title) }); err != nil {
			return err
		}
	}
	j, err := a.prepare(cmd, input, f, false)
	if err != nil {
		return err
	}
	defer j.src.Close()
	j.demo = true
	sender, err := j.sender(sandbox.DefaultToken)
	if err != nil {
		return err
	}
	return a.perform(ctx, j, sender, nil)
}

// writeSample writes a provider's input and mapping to a folder, under the
// provider's name, and returns their paths. What stands there under these names
// is replaced only where an earlier demo wrote it.
func writeSample(name, folder string, again bool) (input, mapping string, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", "", err
	}
	write := func(sample string) (string, error) {
		text, err := samples.Files.ReadFile(name + "/" + sample)
		if err != nil {
			return "", err
		}
		path := filepath.Join(folder, name+filepath.Ext(sample))
		before, err := os.ReadFile(path)
		if !again && !errors.Is(err, fs.ErrNotExist) && !bytes.Equal(before, text) {
			return "", fmt.Errorf("%s is there and is not the demo's: choose another directory with --dir", path)
		}
		return path, os.WriteFile(path, text, 0o600)
	}
	if input, err = write(samples.Input(name)); err != nil {
		return "", "", err
	}
	mapping, err = write("mapping.yaml")
	return input, mapping, err
}

// clearDemo removes the run of an earlier demo and reports whether there was one.
func clearDemo(dir string) (removed bool, err error) {
	files, err := contents(dir)
	if err != nil || len(files) == 0 {
		return false, usageErr(err)
	}
	past, err := report.Load(dir)
	if err != nil {
		return false, usage("demo: %s: %w: remove it, or choose another directory with --dir", dir, err)
	}
	if !strings.HasPrefix(past.First.BaseURL, "http://127.0.0.1:") {
		return false, usage("demo: %s holds a run that was no demo: choose another directory with --dir", dir)
	}
	return true, usageErr(removeRun(dir, files))
}
