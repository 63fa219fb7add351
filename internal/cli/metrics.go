package cli

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/natefinch/atomic"

	"rollcall/contact"
	"rollcall/report"
)

const (
	lastSuccessName = "rollcall_last_success_timestamp_seconds"
	metricsHead     = "# HELP rollcall_" // what a metrics file begins with
)

// A closing is how a run ended, as those are told who did not watch.
type closing struct {
	provider, mapping, dir string
	began, ended           time.Time // of this command
	code                   int
	summary                *report.Summary // nil where no report was written
}

// writeMetrics replaces a metrics file as a whole, readable by everybody. The
// time of the last success is kept from the file before it. A file that is no
// metrics file of rollcall's is left alone.
func writeMetrics(path string, c closing) error {
	before, err := readHead(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if before != "" && !strings.HasPrefix(before, metricsHead) {
		return fmt.Errorf("%s is there and holds no figures of rollcall: name another file", path)
	}
	success := c.ended
	if c.code != codeOK {
		success = lastSuccess(before, c.labels(), c.ended)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = file.WriteString(metrics(c, success))
	err = errors.Join(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = atomic.ReplaceFile(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// readHead returns the first megabyte of a file. A pipe, which it would wait for,
// and a device are none.
func readHead(path string) (string, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is no regular file: name another one", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, 1<<20))
	return string(text), err
}

// lastSuccess returns the time of the last success that an earlier file tells of
// under the same labels, at most now; the zero of Unix time if it tells of none.
func lastSuccess(text, labels string, now time.Time) time.Time {
	for line := range strings.Lines(text) {
		value, ok := strings.CutPrefix(line, lastSuccessName+"{"+labels+"} ")
		if !ok {
			continue
		}
		seconds, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(seconds >= 0) || math.IsInf(seconds, 1) {
			continue
		}
		return time.UnixMilli(int64(1000 * min(seconds, unix(now))))
	}
	return time.Unix(0, 0)
}

// metrics returns the figures of a run in the text form of Prometheus, which is
// described at https://prometheus.io/docs/instrumenting/exposition_formats/. All
// are gauges: each tells of the last run alone.
func metrics(c closing, success time.Time) string {
	e := exposition{labels: c.labels()}
	e.one("rollcall_last_run_success", "Whether every row of the last run ended well.", truth(c.code == codeOK))
	e.one("rollcall_last_run_exit_code", "Exit code of the last run.", float64(c.code))
	e.one("rollcall_last_run_start_timestamp_seconds", "Time at which the last run started.", unix(c.began))
	e.one("rollcall_last_run_finish_timestamp_seconds", "Time at which the last run ended.", unix(c.ended))
	e.one("rollcall_last_run_duration_seconds", "Time that the last run took.", c.ended.Sub(c.began).Seconds())
	e.one(lastSuccessName, "Time at which a run last ended with every row well; 0 for never.", unix(success))
	if c.summary != nil {
		e.rows(c.summary)
		e.requests(c.summary.Requests)
	}
	return e.text.String()
}

func (c closing) labels() string {
	return label("provider", c.provider) + "," + label("mapping", c.mapping)
}

// An exposition is the text of metrics that have some labels in common.
type exposition struct {
	labels string
	text   strings.Builder
}

func (e *exposition) rows(sum *report.Summary) {
	const name = "rollcall_last_run_rows"
	e.family(name, "Rows of the last run by outcome.")
	for _, status := range contact.Statuses() {
		if status == contact.Valid {
			continue // of a check, which writes no metrics
		}
		e.value(name, e.labels+","+label("outcome", status.String()), float64(sum.Count(status)))
	}
}

func (e *exposition) requests(r report.Requests) {
	const name = "rollcall_last_run_requests"
	e.family(name, "Requests of the last run by HTTP status; none for those without an answer.")
	unanswered := r.Sent
	for _, status := range slices.Sorted(maps.Keys(r.ByStatus)) {
		e.value(name, e.labels+","+label("status", status), float64(r.ByStatus[status]))
		unanswered -= r.ByStatus[status]
	}
	e.value(name, e.labels+","+label("status", "none"), float64(max(unanswered, 0)))
	e.one("rollcall_last_run_retried_requests", "Requests of the last run that were repeats.", float64(r.Retried))
}

// one adds a metric of one value.
func (e *exposition) one(name, help string, value float64) {
	e.family(name, help)
	e.value(name, e.labels, value)
}

// family says what the values that follow are.
func (e *exposition) family(name, help string) {
	fmt.Fprintf(&e.text, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

func (e *exposition) value(name, labels string, value float64) {
	fmt.Fprintf(&e.text, "%s{%s} %s\n", name, labels, strconv.FormatFloat(value, 'f', -1, 64))
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func label(name, value string) string {
	return name + `="` + labelEscapes.Replace(strings.ToValidUTF8(value, "\uFFFD")) + `"`
}

// unix returns a time in seconds, to the millisecond.
func unix(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

func truth(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
