package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"rollcall/internal/sandbox"
)

// BenchmarkUnchanged runs a file of which nothing has changed since the run
// before, with a state of as many contacts.
func BenchmarkUnchanged(b *testing.B) {
	for _, rows := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			input, mapping := benchInput(b, "telecmi", rows)
			file := filepath.Join(b.TempDir(), "nightly.state")
			args := []string{
				"run", input, "-m", mapping, "-q", "--restart", "--rate", "0", "--state", file,
				"--base-url", serve(b, sandbox.New(sandbox.Config{Stateless: true})),
			}
			benchMain(b, beside, args...)
			for b.Loop() {
				benchMain(b, beside, args...)
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
			if _, err := peak(); err == nil {
				b.ReportMetric(float64(childPeak(b, args))/1024, "peak-MiB")
			}
			info, err := os.Stat(file)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(info.Size())/1e6, "MB-state")
		})
	}
}
