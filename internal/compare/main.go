// Command compare measures rollcall beside a bare loop over net/http, and beside
// what people use in its place, all on the same rows and against the same
// stand-in, in processes of their own. It prints tables in Markdown.
//
//	go run ./internal/compare [-quick] [-long] [-only single,latency,…]
//
// What a contender takes is what the operating system says of its process. Those
// of one case take turns, and shares are medians of the rounds: what else the
// machine does at the time then counts little.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(64)
	case err != nil:
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	rows, rounds int
	long         bool
	only         []string
	rollcall     string
	env          []string
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{}
	var quick bool
	fs := flag.NewFlagSet("compare", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.IntVar(&o.rows, "rows", 100_000, "rows of the plain case; the others have a part or a multiple of them")
	fs.IntVar(&o.rounds, "rounds", 5, "how many times each contender runs")
	fs.BoolVar(&quick, "quick", false, "one round with a tenth of the rows: a look, not a measurement")
	fs.BoolVar(&o.long, "long", false, "memory with a hundred times the rows as well")
	fs.StringVar(&o.rollcall, "rollcall", "", "measure this `binary` rather than build one")
	fs.Func("only", "the `cases`, with commas between them: "+strings.Join(names(), ", "), o.choose)
	fs.Func("env", "`NAME=VALUE` for rollcall alone, such as GOGC=100; may be given again", func(text string) error {
		o.env = append(o.env, text)
		return nil
	})
	err := fs.Parse(args)
	switch {
	case err != nil:
		return o, err
	case fs.NArg() > 0 || o.rows < 1000 || o.rounds < 1:
		return o, errors.New("use flags alone, -rows from 1000 and -rounds from 1")
	}
	if quick {
		o.rows, o.rounds = max(o.rows/10, 1000), 1
	}
	return o, nil
}

func (o *options) choose(text string) error {
	o.only = strings.Split(text, ",")
	for _, name := range o.only {
		if !slices.Contains(names(), name) {
			return fmt.Errorf("there is no case %q", name)
		}
	}
	return nil
}

func names() (list []string) {
	for _, c := range cases {
		list = append(list, c.name)
	}
	return list
}

// run measures the cases and prints what came of them, also where one failed.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	b, err := newBench(ctx, o, stderr)
	if err != nil {
		return err
	}
	defer b.close()
	b.report.note("%d cores, %s/%s, %s, %d rounds.", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), o.rounds)
	for _, c := range cases {
		if o.only != nil && !slices.Contains(o.only, c.name) {
			continue
		}
		fmt.Fprintf(stderr, "%s\n", c.name)
		if err = c.run(b, ctx); err != nil {
			err = fmt.Errorf("%s: %w", c.name, err)
			break
		}
	}
	return errors.Join(err, b.report.write(stdout))
}
