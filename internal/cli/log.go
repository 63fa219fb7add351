package cli

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/sirupsen/logrus"

	"rollcall/batch"
)

// newLogger makes the one logger. The hook that masks secrets is installed
// before anything can be logged.
func newLogger(out io.Writer) (*logrus.Logger, *redactor) {
	log := logrus.New()
	log.SetOutput(out)
	hook := &redactor{}
	log.AddHook(hook)
	return log, hook
}

// setLog applies --log-level, --log-format and --quiet.
func setLog(log *logrus.Logger, level, format string, quiet bool) error {
	parsed, err := logrus.ParseLevel(level)
	if err != nil {
		return usage("--log-level %q: use error, warn, info, debug or trace", level)
	}
	if quiet {
		parsed = min(parsed, logrus.ErrorLevel)
	}
	log.SetLevel(parsed)
	switch format {
	case "text":
		c, _ := log.Out.(*console)
		log.SetFormatter(plainFormatter{c})
	case "json":
		log.SetFormatter(&logrus.JSONFormatter{})
	default:
		return usage("--log-format %q: use text or json", format)
	}
	return nil
}

// plainFormatter writes an entry as people read it: time, level, message. It
// changes nothing, so goroutines may share it.
type plainFormatter struct {
	console *console // nil for text that is the same everywhere
}

func (f plainFormatter) Format(e *logrus.Entry) ([]byte, error) {
	var line bytes.Buffer
	s := sheet{Writer: &line}
	if f.console != nil {
		s = f.console.sheet(&line)
	}
	lead := s.ink(inkFaint, e.Time.Format(time.TimeOnly)) + " " + s.ink(inkOfLevel(e.Level), e.Level.String()) + ": "
	s.tell(lead, e.Message)
	return line.Bytes(), nil
}

func inkOfLevel(level logrus.Level) string {
	switch {
	case level <= logrus.ErrorLevel:
		return inkBad
	case level == logrus.WarnLevel:
		return inkWarn
	}
	return inkFaint
}

// A redactor is a logrus hook that takes the secrets out of every entry. Secrets
// may be added at any time, from any goroutine.
type redactor struct {
	mu      sync.Mutex
	secrets []string
	mask    *batch.Mask
}

func (r *redactor) add(secret string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets = append(r.secrets, secret)
	r.mask = batch.NewMask(r.secrets...)
}

// redact returns s without the secrets that are known so far.
func (r *redactor) redact(s string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.mask == nil {
		return s
	}
	return r.mask.String(s)
}

func (r *redactor) Levels() []logrus.Level { return logrus.AllLevels }

func (r *redactor) Fire(e *logrus.Entry) error {
	e.Message = r.redact(e.Message)
	for key, value := range e.Data {
		switch v := value.(type) {
		case string:
			e.Data[key] = r.redact(v)
		case error:
			e.Data[key] = r.redact(v.Error())
		case fmt.Stringer:
			e.Data[key] = r.redact(v.String())
		}
	}
	return nil
}
