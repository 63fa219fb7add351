package state

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"rollcall/contact"
)

const (
	benchContacts = 1_000_000
	benchStretch  = 256 // rows that are judged, forgotten or accepted together
)

func benchContact(n int) string { return fmt.Sprintf("674d9650b%015d", n) }

// benchUpdate is a usual one: ten fields, some 300 bytes to hash.
func benchUpdate(n, edition int) contact.Update {
	u := contact.Update{Contact: benchContact(n)}
	for f := range 10 {
		u.Fields = append(u.Fields, contact.Field{Name: fmt.Sprintf("field%d", f), Custom: f > 6, Value: []byte(`"some value of it"`)})
	}
	u.Fields[3].Value = strconv.AppendInt(nil, int64(edition), 10)
	return u
}

// updates are made again for each stretch, outside of what is measured.
func benchUpdates(numbers []int, edition int) []contact.Update {
	us := make([]contact.Update, len(numbers))
	for i, n := range numbers {
		us[i] = benchUpdate(n, edition)
	}
	return us
}

func benchOrder(shuffled bool) []int {
	order := make([]int, benchContacts)
	for i := range order {
		order[i] = i
	}
	if shuffled {
		random := rand.New(rand.NewPCG(1, 2))
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return order
}

// benchStore is a state of a million contacts.
func benchStore(b *testing.B, path string) (*Store, *Contacts) {
	b.Helper()
	s, err := Open(path, noon)
	if err != nil {
		b.Fatal(err)
	}
	c, err := s.Contacts(acme)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s, c
}

func benchFilled(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "state")
	s, c := benchStore(b, path)
	for stretch := range slices.Chunk(benchOrder(false), benchStretch) {
		if err := c.Accept(benchUpdates(stretch, 1)...); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

func BenchmarkSame(b *testing.B) {
	path := benchFilled(b)
	for _, shuffled := range []bool{false, true} {
		name := map[bool]string{false: "in-order", true: "shuffled"}[shuffled]
		b.Run(name, func(b *testing.B) {
			_, c := benchStore(b, path)
			order := benchOrder(shuffled)
			b.ReportAllocs()
			rows := 0
			for b.Loop() {
				b.StopTimer()
				start := rows % (benchContacts - benchStretch)
				us := benchUpdates(order[start:start+benchStretch], 1)
				b.StartTimer()
				for i := range us {
					if !c.Same(&us[i]) {
						b.Fatal("not the same")
					}
				}
				rows += len(us)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rows), "ns/row")
		})
	}
}

// BenchmarkChange is what a changed row costs beside its request: its stretch is
// forgotten, with a wait for the disk, and accepted again.
func BenchmarkChange(b *testing.B) {
	_, c := benchStore(b, benchFilled(b))
	order := benchOrder(true)
	rows := 0
	for b.Loop() {
		b.StopTimer()
		start := rows % (benchContacts - benchStretch)
		us := benchUpdates(order[start:start+benchStretch], 2+rows/benchContacts)
		b.StartTimer()
		if err := c.Forget(us...); err != nil {
			b.Fatal(err)
		}
		if err := c.Accept(us...); err != nil {
			b.Fatal(err)
		}
		rows += len(us)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rows), "ns/row")
}

// BenchmarkFirstRun is a run of a million contacts that the file does not know.
func BenchmarkFirstRun(b *testing.B) {
	order := benchOrder(false)
	for b.Loop() {
		b.StopTimer()
		path := filepath.Join(b.TempDir(), "state")
		s, c := benchStore(b, path)
		for stretch := range slices.Chunk(order, benchStretch) {
			us := benchUpdates(stretch, 1)
			b.StartTimer()
			if err := c.Forget(us...); err != nil {
				b.Fatal(err)
			}
			if err := c.Accept(us...); err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
		}
		b.StartTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/1e6, "file-MB")
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchContacts, "ns/row")
}

func BenchmarkOpen(b *testing.B) {
	path := benchFilled(b)
	for b.Loop() {
		s, err := Open(path, noon)
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

// benchChild is the environment variable that makes the test binary a process
// which judges a million rows: it holds the path of the state.
const benchChild = "ROLLCALL_BENCH_STATE"

// BenchmarkPeakMemory measures the most that is resident in a process of its own
// that finds a million rows unchanged, eight days later.
func BenchmarkPeakMemory(b *testing.B) {
	if _, err := peak(); err != nil {
		b.Skip("no /proc/self/status says how much memory a process took at most:", err)
	}
	path := benchFilled(b)
	most := 0
	for b.Loop() {
		cmd := exec.Command(os.Args[0], "-test.run=^TestBenchChild$", "-test.v")
		cmd.Env = append(os.Environ(), benchChild+"="+path)
		out, err := cmd.CombinedOutput()
		found := regexp.MustCompile(`peak (\d+) KiB`).FindSubmatch(out)
		if err != nil || found == nil {
			b.Fatalf("the child failed: %v: %s", err, out)
		}
		kib, _ := strconv.Atoi(string(found[1]))
		most = max(most, kib)
	}
	b.ReportMetric(float64(most)/1024, "peak-MiB")
}

// TestBenchChild is the child of BenchmarkPeakMemory, and nothing otherwise.
func TestBenchChild(t *testing.T) {
	path := os.Getenv(benchChild)
	if path == "" {
		t.Skip("only in a child of BenchmarkPeakMemory")
	}
	s, err := Open(path, noon.Add(8*24*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Contacts(acme)
	if err != nil {
		t.Fatal(err)
	}
	u := benchUpdate(0, 1)
	for n := range benchContacts {
		if u.Contact = benchContact(n); !c.Same(&u) {
			t.Fatalf("contact %d is not the same", n)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
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
		return 0, io.ErrUnexpectedEOF
	}
	return strconv.Atoi(string(bytes.Fields(line)[0]))
}
