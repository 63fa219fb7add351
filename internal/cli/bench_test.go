package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/internal/sandbox"
)

// The benchmarks report ratios to a bare loop in the same run on the same
// machine, the server included: times alone say more of the machine.

// benchMappings name the ten columns of a benchmark's input, and benchIDs say
// how the identifier of a contact is written.
var (
	benchMappings = map[string]string{
		"cellcast": `provider: cellcast
contact: ID
fields: {First Name: First, Last Name: Last, Email: Mail, Address: Street, Postal Code: Zip}
custom: {City: {column: City, create: true}, Note: {column: Note, create: true}, Company: {column: Company, create: true}, Job: {column: Job, create: true}}
`,
		"telecmi": `provider: telecmi
contact: ID
fields: {first_name: First, last_name: Last, email_id: Mail, company: Company, job_title: Job}
`,
	}
	benchIDs = map[string]string{"cellcast": "%024x", "telecmi": "00000000-0000-4000-8000-%012x"}
)

// benchInput writes an input of so many rows, always the same, and a mapping
// for the provider.
func benchInput(b *testing.B, provider string, rows int) (input, mapping string) {
	b.Helper()
	dir := b.TempDir()
	input, mapping = filepath.Join(dir, "contacts.csv"), filepath.Join(dir, "mapping.yaml")
	f, err := os.Create(input)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	random := rand.New(rand.NewPCG(1, 2))
	fmt.Fprintln(w, "ID,First,Last,Mail,City,Street,Zip,Note,Company,Job")
	for i := range rows {
		n := random.IntN(1_000_000)
		fmt.Fprintf(w, benchIDs[provider], i+1)
		fmt.Fprintf(w, ",First%d,Last%d,user%d@example.com,City%d,\"Street %d, no 5\",%05d,some note here,Company %d,Job title\n", n, n, i, n%1000, n, n%100_000, n%5000)
	}
	if err := errors.Join(w.Flush(), f.Close(), os.WriteFile(mapping, []byte(benchMappings[provider]), 0o600)); err != nil {
		b.Fatal(err)
	}
	return input, mapping
}

// benchMain runs one command line, which must end well. The limit on memory is
// left out where a server shares the process.
func benchMain(b *testing.B, getenv func(string) string, args ...string) {
	b.Helper()
	var stderr bytes.Buffer
	w := World{Args: args, Stdin: bytes.NewReader(nil), Stdout: io.Discard, Stderr: &stderr, Getenv: getenv}
	if code := Main(context.Background(), w); code != codeOK {
		b.Fatalf("rollcall %q ended with %d: %s", args, code, stderr.Bytes())
	}
}

func alone(string) string { return "" }

func beside(name string) string {
	if name == "GOMEMLIMIT" {
		return "off"
	}
	return sandbox.DefaultToken
}

// BenchmarkCheck checks a million rows of ten columns, the reconciliation
// written, and compares that with reading the file by encoding/csv.
func BenchmarkCheck(b *testing.B) {
	const rows = 1_000_000
	input, mapping := benchInput(b, "cellcast", rows)
	var bare, checked time.Duration
	allocated := mallocs()
	for b.Loop() {
		bare += barePass(b, input)
		start, before := time.Now(), mallocs()
		benchMain(b, alone, "check", input, "-m", mapping, "-q")
		checked += time.Since(start)
		allocated = mallocs() - before
	}
	b.ReportMetric(checked.Seconds()/bare.Seconds(), "x-bare-pass")
	b.ReportMetric(float64(checked.Nanoseconds())/float64(b.N)/rows, "ns/row")
	b.ReportMetric(float64(allocated)/rows, "allocs/row")
}

func mallocs() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Mallocs
}

func barePass(b *testing.B, input string) time.Duration {
	start := time.Now()
	f, err := os.Open(input)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for r := csv.NewReader(f); err == nil; {
		_, err = r.Read()
	}
	if err != io.EOF {
		b.Fatal(err)
	}
	return time.Since(start)
}

// BenchmarkRun sends to a server without latency, and compares the requests a
// second, from the start of the program to its end, with those of a bare loop
// over net/http that sends the same requests.
func BenchmarkRun(b *testing.B) {
	for _, c := range []struct {
		provider          string
		rows, concurrency int
	}{{"cellcast", 60_000, 8}, {"cellcast", 60_000, 64}, {"telecmi", 300_000, 8}} {
		b.Run(fmt.Sprintf("%s-%d", c.provider, c.concurrency), func(b *testing.B) {
			input, mapping := benchInput(b, c.provider, c.rows)
			server := &recorder{next: sandbox.New(sandbox.Config{Stateless: true})}
			url := serve(b, server)
			run := func() time.Duration {
				start := time.Now()
				benchMain(b, beside, "run", input, "-m", mapping, "-q", "--restart",
					"--base-url", url, "--rate", "0", "--concurrency", strconv.Itoa(c.concurrency))
				return time.Since(start)
			}
			defer debug.SetGCPercent(debug.SetGCPercent(garbagePercent)) // for the bare loop too
			requests := server.record(func() { run() })
			var bare, took time.Duration
			for b.Loop() {
				took += run()
				bare += bareLoop(b, url, requests, c.concurrency)
			}
			b.ReportMetric(100*bare.Seconds()/took.Seconds(), "%-of-bare")
			b.ReportMetric(float64(len(requests)*b.N)/took.Seconds(), "requests/s")
			b.ReportMetric(float64(c.rows*b.N)/took.Seconds(), "rows/s")
		})
	}
}

// BenchmarkRunLatency sends 64 requests at once to a server that takes 50 ms for
// each: 1280 a second is all that there is.
func BenchmarkRunLatency(b *testing.B) {
	const rows, concurrency, latency = 12_800, 64, 50 * time.Millisecond
	input, mapping := benchInput(b, "cellcast", rows)
	url := serve(b, sandbox.New(sandbox.Config{Stateless: true, Latency: latency}))
	for b.Loop() {
		benchMain(b, beside, "run", input, "-m", mapping, "-q", "--restart",
			"--base-url", url, "--rate", "0", "--concurrency", strconv.Itoa(concurrency))
	}
	perSecond := float64(rows*b.N) / b.Elapsed().Seconds()
	b.ReportMetric(100*perSecond/(concurrency/latency.Seconds()), "%-of-possible")
	b.ReportMetric(perSecond, "requests/s")
}

func serve(b *testing.B, handler http.Handler) (url string) {
	server := httptest.NewServer(handler)
	b.Cleanup(server.Close)
	return server.URL
}

// A recorder remembers the requests that it passes on, while it is told to.
type recorder struct {
	next http.Handler
	on   atomic.Bool
	mu   sync.Mutex
	list []recorded
}

type recorded struct {
	method, path string
	body         []byte
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.on.Load() {
		body, _ := io.ReadAll(req.Body)
		req.Body = io.NopCloser(bytes.NewReader(body))
		r.mu.Lock()
		r.list = append(r.list, recorded{req.Method, req.URL.Path, body})
		r.mu.Unlock()
	}
	r.next.ServeHTTP(w, req)
}

func (r *recorder) record(run func()) []recorded {
	r.on.Store(true)
	run()
	r.on.Store(false)
	return r.list
}

// bareLoop sends the requests by so many workers over a transport that keeps a
// connection for each, and drops the answers.
func bareLoop(b *testing.B, url string, requests []recorded, workers int) time.Duration {
	transport := &http.Transport{
		MaxIdleConns: workers, MaxIdleConnsPerHost: workers, MaxConnsPerHost: workers,
		WriteBufferSize: 16 << 10, ReadBufferSize: 16 << 10,
	}
	defer transport.CloseIdleConnections()
	header := http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + sandbox.DefaultToken}}
	var next atomic.Int64
	var group sync.WaitGroup
	start := time.Now()
	for range workers {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(requests)); i = next.Add(1) - 1 {
				if err := bareSend(transport, url, requests[i], header); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	return time.Since(start)
}

func bareSend(transport *http.Transport, url string, r recorded, header http.Header) error {
	req, err := http.NewRequest(r.method, url+r.path, bytes.NewReader(r.body))
	if err != nil {
		return err
	}
	req.Header = header
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s answered %s", r.method, r.path, resp.Status)
	}
	return nil
}
