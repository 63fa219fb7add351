package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReport(t *testing.T) {
	t.Parallel()
	var r report
	ours := series{
		{rows: 1000, wall: time.Second, cpu: 100 * time.Millisecond, peak: 40 << 20, connections: 8},
		{rows: 1000, wall: 4 * time.Second, cpu: 400 * time.Millisecond, peak: 40 << 20, connections: 8},
		{rows: 1000, wall: 2 * time.Second, cpu: 200 * time.Millisecond, peak: 40 << 20, connections: 8},
	}
	r.add("a case", "rollcall", ours, "a share")
	r.add("a case", "another", series{{rows: 1000, wall: time.Second}}, "")
	r.atLeast("speed", 1234.5, 1000, "")
	r.atMost("time", 3.14, 3, " s")
	r.note("A note of %d.", 1)
	want := `| case | program | rows | rows a second | CPU s | CPU µs a row | peak MiB | connections | share |
|---|---|---|---|---|---|---|---|---|
| a case | rollcall | 1,000 | 500 | 0.20 | 200 | 40.0 | 8 | a share |
| a case | another | 1,000 | 1,000 | 0.00 | 0.00 | – | – |  |

| goal | measured | limit | met |
|---|---|---|---|
| speed | 1,234 | at least 1,000 | yes |
| time | 3.14 s | at most 3.00 s | no |

- A note of 1.
`
	var got bytes.Buffer
	if err := r.write(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

// TestAgainst takes the rounds two by two: what disturbs one round disturbs both.
func TestAgainst(t *testing.T) {
	t.Parallel()
	ours := series{{rows: 90, wall: 1}, {rows: 45, wall: 1}, {rows: 9, wall: 1}, {rows: 70, wall: 1}}
	bare := series{{rows: 100, wall: 1}, {rows: 50, wall: 1}, {rows: 10, wall: 1}, {rows: 100, wall: 1}}
	if got := ours.against(bare, sample.rate); got < 0.899 || got > 0.901 {
		t.Errorf("the share is %v, want 0.9", got)
	}
}

const traces = `File: profiled
Type: cpu
Duration: 1s, Total samples = 100ms
-----------+-------------------------------------------------------
      20ms   internal/runtime/syscall/linux.Syscall6
             syscall.Write (inline)
             net.(*netFD).Write
             net/http.persistConnWriter.Write
-----------+-------------------------------------------------------
      10ms   internal/runtime/syscall/linux.Syscall6
             os.(*File).Write
             rollcall/report.(*Journal).flush
-----------+-------------------------------------------------------
      10ms   internal/runtime/syscall/linux.EpollWait
             runtime.netpoll
-----------+-------------------------------------------------------
      10ms   runtime.mallocgc
             rollcall/batch.(*Runner).work
-----------+-------------------------------------------------------
      30ms   indexbytebody
             net/textproto.(*Reader).ReadLine
             rollcall/batch.(*Transport).Send
-----------+-------------------------------------------------------
      20ms   runtime.schedule
             runtime.mcall
-----------+-------------------------------------------------------
`

func TestAreas(t *testing.T) {
	t.Parallel()
	got, err := areas([]byte(traces))
	if err != nil {
		t.Fatal(err)
	}
	shares := map[string]float64{}
	for _, a := range got {
		shares[a.name] = a.percent
	}
	want := map[string]float64{
		"net/http": 30, "system calls: network": 20, "scheduler of the goroutines": 20, "system calls: files": 10,
		"system calls: waiting": 10, "memory: allocation and garbage collection": 10,
	}
	if diff := cmp.Diff(want, shares); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
}

func FuzzAreas(f *testing.F) {
	f.Add([]byte(traces))
	f.Add([]byte(strings.Repeat("-----------+\n", 3)))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := areas(text)
		sum := 0.0
		for _, a := range got {
			sum += a.percent
		}
		if err == nil && (sum < 99.9 || sum > 100.1) {
			t.Errorf("the areas of %q add up to %v %%", text, sum)
		}
	})
}
