package cli

import (
	"context"
	"os/exec"
	"syscall"
)

// shell returns a command of the shell, which reads the line as it stands.
func shell(ctx context.Context, command string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "cmd")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd /C "` + command + `"`}
	return cmd
}
