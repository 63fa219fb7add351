// Command bare is what rollcall is measured against: the least that does a part
// of the work, over the same packages of Go.
//
//	bare loop URL WORKERS FILE [CA]   sends the requests of FILE
//	bare pass FILE                    reads FILE by encoding/csv
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("use: bare loop URL WORKERS FILE [CA], or bare pass FILE")

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "pass":
		return pass(args[1])
	case len(args) < 4 || len(args) > 5 || args[0] != "loop":
		return errUsage
	}
	workers, err := strconv.Atoi(args[2])
	if err != nil || workers < 1 {
		return errUsage
	}
	transport, err := newTransport(workers, args[4:])
	if err != nil {
		return err
	}
	return loop(transport, args[1], workers, args[3])
}
