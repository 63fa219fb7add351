//go:build unix

package cli

import (
	"os"
	"syscall"
)

// The signals that change the pace of a run.
var (
	slower os.Signal = syscall.SIGUSR1
	faster os.Signal = syscall.SIGUSR2
)
