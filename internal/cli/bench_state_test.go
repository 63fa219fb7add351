package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

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
			most := 0
			start := time.Now()
			for b.Loop() {
				if kib, err := peak(); err == nil && kib > 0 {
					most = max(most, childPeak(b, args))
					continue
				}
				benchMain(b, beside, args...)
			}
			info, err := os.Stat(file)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(rows*b.N)/time.Since(start).Seconds(), "rows/s")
			b.ReportMetric(float64(most)/1024, "peak-MiB")
			b.ReportMetric(float64(info.Size())/1e6, "MB-state")
		})
	}
}
