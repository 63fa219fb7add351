// Command profiled is rollcall with a profile of its processor time.
//
//	profiled FILE ARGUMENT…
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"

	"rollcall/internal/cli"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "profiled:", err)
		code = 1
	}
	os.Exit(code)
}

// run runs rollcall with the arguments behind the first, which names the file of
// the profile.
func run(args []string) (code int, err error) {
	if len(args) == 0 {
		return 0, errors.New("use: profiled FILE ARGUMENT…")
	}
	f, err := os.Create(args[0])
	if err != nil {
		return 0, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return 0, errors.Join(err, f.Close())
	}
	world := cli.OS()
	world.Args = args[1:]
	code = cli.Main(context.Background(), world)
	pprof.StopCPUProfile()
	return code, f.Close()
}
