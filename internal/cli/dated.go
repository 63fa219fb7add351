package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// The words of a run directory's name that stand for the start of the run, UTC.
const (
	dateWord, dateLayout = "{date}", "2006-01-02"
	timeWord, timeLayout = "{time}", "150405"
)

// dated reports whether a run directory's name depends on the start of the run.
func dated(dir string) bool {
	return strings.Contains(dir, dateWord) || strings.Contains(dir, timeWord)
}

// A pattern is the name of run directories with their start in it.
type pattern struct {
	text   string
	parent string
	name   *regexp.Regexp
	date   int // of the groups of name
	time   int // likewise; 0 without a time
}

// parsePattern reads the name of a run directory with {date} in it.
func parsePattern(dir string) (*pattern, error) {
	parent, name := filepath.Split(filepath.Clean(dir))
	switch {
	case dated(parent):
		return nil, usage("--dir %s: {date} and {time} may stand in the last part of the path only", dir)
	case strings.Count(name, dateWord) != 1 || strings.Count(name, timeWord) > 1:
		return nil, usage("--dir %s: {date} must stand in it once, and {time} once at most", dir)
	}
	p := &pattern{text: dir, parent: filepath.Clean(parent), date: 1}
	if before, _, timed := strings.Cut(name, timeWord); timed {
		p.time = 2
		if !strings.Contains(before, dateWord) {
			p.date, p.time = 2, 1
		}
	}
	digits := strings.NewReplacer(regexp.QuoteMeta(dateWord), `(\d{4}-\d\d-\d\d)`, regexp.QuoteMeta(timeWord), `(\d{6})`)
	p.name = regexp.MustCompile("^" + digits.Replace(regexp.QuoteMeta(name)) + "$")
	return p, nil
}

// at returns the directory of a run that starts at t.
func (p *pattern) at(t time.Time) string {
	t = t.UTC()
	return strings.NewReplacer(dateWord, t.Format(dateLayout), timeWord, t.Format(timeLayout)).Replace(p.text)
}

// start returns what the name of a directory says of its start, in a form that
// sorts; empty for a name that does not match.
func (p *pattern) start(name string) string {
	groups := p.name.FindStringSubmatch(name)
	switch {
	case groups == nil:
		return ""
	case p.time == 0:
		return groups[p.date]
	}
	return groups[p.date] + "T" + groups[p.time]
}

// runs returns the directories that match and hold a run, the newest first.
func (p *pattern) runs() ([]string, error) {
	entries, err := os.ReadDir(p.parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if p.start(e.Name()) != "" && holdsRun(filepath.Join(p.parent, e.Name())) {
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(p.start(b), p.start(a)) })
	for i, name := range names {
		names[i] = filepath.Join(p.parent, name)
	}
	return names, nil
}

func holdsRun(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, "journal"))
	return err == nil
}

// place settles the run directory of a job. Where --dir has {date} in it, it is a
// new one, or, for a resume, the newest that there is. An older one is never gone
// on with behind a newer one's back, for that would undo newer data.
func (j *job) place() (err error) {
	if !dated(j.flags.dir) {
		j.dir = cmp.Or(j.flags.dir, runDir(j.input, j.dry))
		return nil
	}
	if j.pattern, err = parsePattern(j.flags.dir); err != nil {
		return err
	}
	j.dir = j.pattern.at(now())
	if !j.flags.resume {
		return nil
	}
	runs, err := j.pattern.runs()
	switch {
	case err != nil:
		return usage("--resume: %w", err)
	case len(runs) == 0:
		return usage("--resume: there is no run in any %s: leave --resume out to begin one", j.flags.dir)
	}
	j.dir = runs[0]
	return nil
}
