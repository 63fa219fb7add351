//go:build unix

package crash

import (
	"context"
	"os"
	"testing"

	"rollcall/internal/cli"
)

// childMark in the environment makes the test binary the program itself.
const childMark = "ROLLCALL_CRASH_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childMark) != "" {
		os.Exit(cli.Main(context.Background(), cli.OS()))
	}
	os.Exit(m.Run())
}
