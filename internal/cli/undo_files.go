package cli

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/natefinch/atomic"

	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/report"
	"rollcall/undo"
)

// The files that an undo writes to a run directory.
const (
	undoInput   = "undo.jsonl"
	undoMapping = "undo.yaml"
	undoName    = "undo.json" // what it found out, and the digests of the others
)

// An undoReport is what the undo command prints as JSON. Keys are only ever added
// to it.
type undoReport struct {
	Dir      string `json:"dir"`
	Provider string `json:"provider"`
	State    string `json:"state"`   // of the run
	Input    string `json:"input"`   // its path; empty where nothing can be put back
	Mapping  string `json:"mapping"` // likewise
	*undo.Plan
	Next   string            `json:"next"`   // the command that sends it; empty where there is nothing to send
	SHA256 map[string]string `json:"sha256"` // of the files as they were written
	Full   bool              `json:"full"`   // the next run with the state file needs --full
}

// An undoing is an undo that is being prepared.
type undoing struct {
	*app
	dir    string
	past   *report.Past
	backup *undo.Backup
	m      *mapping.Mapping
	text   []byte // of the mapping
	flags  *undoFlags
}

// again returns what was prepared before.
func (u *undoing) again() (*undoReport, error) {
	r, err := readUndo(u.dir)
	if err == nil && !r.Full {
		u.flags.remember(u.backup)
	}
	return r, err
}

// write writes the files, each as a whole.
func (u *undoing) write() (*undoReport, error) {
	if err := u.keepEdited(); err != nil {
		return nil, err
	}
	part, err := os.CreateTemp(u.dir, "undo-*.part")
	if err != nil {
		return nil, stopped("%w", err)
	}
	defer os.Remove(part.Name()) // gone by then if all went well
	r, err := u.writeInput(part)
	if err = errors.Join(err, part.Close()); err != nil {
		return nil, err
	}
	if err := u.commit(r, part.Name()); err != nil {
		return nil, stopped("%w", err)
	}
	return r, nil
}

// writeInput writes the input and finds out what cannot be put back.
func (u *undoing) writeInput(to io.Writer) (*undoReport, error) {
	sum := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(to, sum), 64<<10)
	plan, err := undo.Make(undo.Config{
		Backup: u.backup, Provider: u.m.Provider, Comparer: u.m.Provider.(providers.Comparer),
		Rows: u.past.LastRow, Outcomes: u.past.Outcomes(), Unknown: u.flags.unknown,
	}, func(line []byte) error {
		_, err := out.Write(append(line, '\n'))
		return err
	})
	if err != nil {
		return nil, backupErr(err)
	}
	if err := out.Flush(); err != nil {
		return nil, stopped("%w", err)
	}
	return &undoReport{
		Dir: u.dir, Provider: u.m.Provider.Spec().Name, State: u.past.State(), Plan: plan,
		SHA256: map[string]string{undoInput: hex.EncodeToString(sum.Sum(nil))},
	}, nil
}

// commit gives the files their names. Where there is nothing to send there are
// none but the report.
func (u *undoing) commit(r *undoReport, part string) error {
	input, mapping := filepath.Join(u.dir, undoInput), filepath.Join(u.dir, undoMapping)
	if r.Contacts == 0 {
		r.SHA256 = nil
		return errors.Join(removed(input), removed(mapping), r.save())
	}
	dir, err := filepath.Abs(filepath.Dir(u.m.Path))
	if err != nil {
		return err
	}
	text, err := r.Plan.Mapping(u.text, dir)
	if err != nil {
		return err
	}
	r.Input, r.Mapping = input, mapping
	r.SHA256[undoMapping] = digest(text)
	u.state(r)
	r.Next = fmt.Sprintf("rollcall run %s -m %s%s", quote(input), quote(mapping), u.flags.send.words()+u.flags.careful.words())
	return errors.Join(atomic.ReplaceFile(part, input), writeDraft(mapping, text), r.save())
}

// state has the undo tell the state file of the run, which else would take what
// the run sent for what contacts hold. That needs contacts to have the same names.
func (u *undoing) state(r *undoReport) {
	path := u.backup.Head.State
	_, err := os.Stat(path)
	r.Full = path != "" && u.flags.careful.state == "" && (r.Renamed || err != nil)
	if !r.Full {
		u.flags.remember(u.backup)
	}
}

func (r *undoReport) save() error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return writeDraft(filepath.Join(r.Dir, undoName), append(text, '\n'))
}

// readUndo returns what an earlier undo wrote.
func readUndo(dir string) (*undoReport, error) {
	text, err := os.ReadFile(filepath.Join(dir, undoName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("--resume: no undo of %s has begun: leave --resume out", dir)
	}
	r := &undoReport{Plan: &undo.Plan{}}
	if err == nil {
		err = json.Unmarshal(text, r)
	}
	if err != nil {
		return nil, usage("--resume: %s: %w", filepath.Join(dir, undoName), err)
	}
	return r, nil
}

// keepEdited gives files that somebody changed since they were written another
// name. It fails where the command was to send at once: what is to be sent then
// is not for it to say.
func (u *undoing) keepEdited() error {
	before, err := readUndo(u.dir)
	if err != nil {
		before = &undoReport{}
	}
	for _, name := range []string{undoInput, undoMapping} {
		text, err := os.ReadFile(filepath.Join(u.dir, name))
		switch {
		case errors.Is(err, fs.ErrNotExist) || err == nil && digest(text) == before.SHA256[name]:
			continue
		case err != nil:
			return stopped("%w", err)
		case u.flags.sends:
			return usage("%s was changed since it was written: to send it use rollcall run, or else move it away", filepath.Join(u.dir, name))
		}
		aside, err := setAside(u.dir, name)
		if err != nil {
			return stopped("%w", err)
		}
		u.log.Infof("%s in %s had been edited: it is now %s", name, u.dir, aside)
	}
	return nil
}

// setAside renames a file to a name that says that it was edited.
func setAside(dir, name string) (string, error) {
	ext := filepath.Ext(name)
	for i := 1; ; i++ {
		aside := strings.TrimSuffix(name, ext) + ".edited" + ext
		if i > 1 {
			aside = fmt.Sprintf("%s.edited.%d%s", strings.TrimSuffix(name, ext), i, ext)
		}
		if _, err := os.Lstat(filepath.Join(dir, aside)); errors.Is(err, fs.ErrNotExist) {
			return aside, os.Rename(filepath.Join(dir, name), filepath.Join(dir, aside))
		}
	}
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
