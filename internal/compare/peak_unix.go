//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak returns the most that was resident of a process that has ended, in bytes.
// On Linux that is never less than what was resident of this one when it
// started the other, so it keeps itself small.
func peak(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return usage.Maxrss
	}
	return int64(usage.Maxrss) << 10
}
