package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"
)

func TestRedactor(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		log, hook := newLogger(&out)
		if err := setLog(log, "trace", format, false); err != nil {
			t.Fatal(err)
		}
		hook.add(`s3cr3t"x`)
		hook.add("other")
		log.WithError(errors.New(`refused s3cr3t"x`)).WithFields(logrus.Fields{
			"text": "other", "after": stringer{"an other"}, "wait": time.Second,
		}).Tracef("sent %s and %q", `s3cr3t"x`, `s3cr3t"x`)
		text := out.String()
		if text == "" || strings.Contains(text, "s3cr3t") || strings.Contains(text, "other") {
			t.Errorf("the %s log shows a secret, or nothing: %s", format, text)
		}
		if !strings.Contains(text, "sent *** and") {
			t.Errorf("the %s log hides more than the secret: %s", format, text)
		}
	}
}

type stringer struct{ text string }

func (s stringer) String() string { return s.text }

func TestRedactor_emptySecret(t *testing.T) {
	t.Parallel()
	hook := &redactor{}
	hook.add("")
	if got := hook.redact("as it is"); got != "as it is" {
		t.Errorf("an empty secret turns the log into %q", got)
	}
}

func TestApp_fail_hidesSecrets(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	a := newApp(World{Stderr: &out, Getenv: noEnv})
	a.redactor.add("s3cr3t")
	a.fail(errors.New("first s3cr3t\nsecond\n"))
	if got, want := out.String(), "rollcall: first ***\nrollcall: second\n"; got != want {
		t.Errorf("a failure prints %q, want %q", got, want)
	}
}

func TestSetLog(t *testing.T) {
	t.Parallel()
	tests := []struct {
		level, format string
		quiet, ok     bool
		want          logrus.Level
	}{
		{"info", "text", false, true, logrus.InfoLevel},
		{"trace", "json", false, true, logrus.TraceLevel},
		{"trace", "text", true, true, logrus.ErrorLevel},
		{"error", "text", true, true, logrus.ErrorLevel},
		{"loud", "text", false, false, 0},
		{"info", "xml", false, false, 0},
		{"", "text", false, false, 0},
	}
	for _, tt := range tests {
		log, _ := newLogger(&bytes.Buffer{})
		err := setLog(log, tt.level, tt.format, tt.quiet)
		if (err == nil) != tt.ok || err != nil && exitCode(err) != codeUsage {
			t.Errorf("--log-level %q --log-format %q: %v", tt.level, tt.format, err)
		}
		if err == nil && log.GetLevel() != tt.want {
			t.Errorf("--log-level %s (quiet: %t) logs from %s, want %s", tt.level, tt.quiet, log.GetLevel(), tt.want)
		}
	}
}

func TestFormatters(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 9, 8, 7, 0, time.UTC)
	entry := &logrus.Entry{Logger: logrus.New(), Time: at, Level: logrus.WarnLevel, Message: "one\ttwo"}
	line, err := plainFormatter{}.Format(entry)
	if got, want := string(line), "09:08:07 warning: one\ttwo\n"; got != want || err != nil {
		t.Errorf("a line of the log is %q, %v; want %q", got, err, want)
	}
	log, _ := newLogger(&bytes.Buffer{})
	if err := setLog(log, "info", "json", false); err != nil {
		t.Fatal(err)
	}
	var fields struct{ Level, Msg, Time string }
	line, err = log.Formatter.Format(entry)
	if err != nil || json.Unmarshal(line, &fields) != nil || fields.Msg != "one\ttwo" || fields.Level != "warning" {
		t.Errorf("a line of the JSON log is %q, %v", line, err)
	}
}
