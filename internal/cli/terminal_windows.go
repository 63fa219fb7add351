package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// vivid lets a console understand control sequences, and reports whether it
// does; see
// https://learn.microsoft.com/windows/console/console-virtual-terminal-sequences.
func vivid(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	var mode uint32
	console := windows.Handle(f.Fd())
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
