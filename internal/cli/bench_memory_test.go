package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rollcall/internal/sandbox"
)

// childArgs is the environment variable that makes the test binary a rollcall:
// it holds the command line, a line an argument.
const childArgs = "ROLLCALL_BENCH_ARGS"

// BenchmarkPeakMemory measures the most that is resident in a process of its
// own. It should not depend on the rows.
func BenchmarkPeakMemory(b *testing.B) {
	if _, err := peak(); err != nil {
		b.Skip("no /proc/self/status says how much memory a process took at most:", err)
	}
	for _, c := range []struct {
		provider, command string
		more              []string
	}{
		{"cellcast", "check", nil},
		{"telecmi", "run", []string{"--rate", "0", "--concurrency", "8"}},
	} {
		for _, rows := range []int{100_000, 5_000_000} {
			b.Run(fmt.Sprintf("%s-%d", c.command, rows), func(b *testing.B) {
				input, mapping := benchInput(b, c.provider, rows)
				args := append([]string{c.command, input, "-m", mapping, "-q"}, c.more...)
				if c.command == "run" {
					args = append(args, "--restart", "--base-url", serve(b, sandbox.New(sandbox.Config{Stateless: true})))
				}
				most := 0
				for b.Loop() {
					most = max(most, childPeak(b, args))
				}
				b.ReportMetric(float64(most)/1024, "peak-MiB")
			})
		}
	}
}

// childPeak runs a command line in a child and returns its peak in KiB.
func childPeak(b *testing.B, args []string) int {
	b.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestBenchChild$", "-test.v")
	cmd.Env = append(os.Environ(), childArgs+"="+strings.Join(args, "\n"), "TELECMI_TOKEN="+sandbox.DefaultToken)
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("rollcall %q: %v: %s", args, err, out)
	}
	found := regexp.MustCompile(`peak (\d+) KiB`).FindSubmatch(out)
	if found == nil {
		b.Fatalf("the child does not say what it took: %s", out)
	}
	kib, _ := strconv.Atoi(string(found[1]))
	return kib
}

// TestBenchChild is the child of BenchmarkPeakMemory, and nothing otherwise.
func TestBenchChild(t *testing.T) {
	args := os.Getenv(childArgs)
	if args == "" {
		t.Skip("only in a child of BenchmarkPeakMemory")
	}
	w := OS()
	w.Args = strings.Split(args, "\n")
	if code := Main(context.Background(), w); code != codeOK {
		t.Fatalf("exit code %d", code)
	}
	kib, err := peak()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("peak %d KiB\n", kib)
}

// peak returns the most that was resident of this process, in KiB.
func peak() (int, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, line, ok := bytes.Cut(status, []byte("VmHWM:"))
	if !ok {
		return 0, fmt.Errorf("it has no VmHWM")
	}
	return strconv.Atoi(string(bytes.Fields(line)[0]))
}
