package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// What a workbook may hold, in bytes. The sheet and its texts go to disk; the
// other parts, which say how they look, are held in memory.
const (
	maxSheet = 1 << 30
	maxPart  = 16 << 20
	maxBook  = 2*maxSheet + 8*maxPart // that is, of all that a sheet needs
)

// A book is a workbook that was opened for one of its sheets. All that is
// written for it is in a directory of its own, which only its owner can read.
type book struct {
	dir   string
	spool *os.File // the workbook as it came
	parts parts
	sheet sheetRef
	texts int   // that cells share
	grid  *grid // of the sheet alone

	mu     sync.Mutex
	closed bool
}

var errClosed = errors.New("the workbook was closed")

// openBook reads the workbook to its end and chooses a sheet: by its name, by
// its number from 1, or the first.
func openBook(r io.Reader, sheet string) (*book, error) {
	dir, err := os.MkdirTemp("", "rollcall-")
	if err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	b := &book{dir: dir}
	if err := b.open(r, sheet); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *book) open(r io.Reader, sheet string) error {
	if err := b.unpack(r); err != nil {
		return err
	}
	sheets, err := b.parts.sheets()
	if err != nil {
		return fmt.Errorf("is a zip archive, but no xlsx workbook: %w", err)
	}
	if b.sheet, err = choose(sheets, sheet); err != nil {
		return err
	}
	alone, err := b.extract()
	if err != nil {
		return fmt.Errorf("the workbook cannot be read: %w", err)
	}
	if b.grid, err = openGrid(alone, b.dir); err != nil {
		return fmt.Errorf("the workbook cannot be read: %w", err)
	}
	return nil
}

// unpack spools the workbook, since a zip archive is read from its end.
func (b *book) unpack(r io.Reader) error {
	var err error
	if b.spool, err = os.OpenFile(filepath.Join(b.dir, "workbook"), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	size, err := io.Copy(b.spool, io.LimitReader(r, maxSheet+1))
	if err != nil {
		return fmt.Errorf("cannot be read any further: %w", err)
	}
	if size > maxSheet {
		return tooLarge("the workbook")
	}
	archive, err := zip.NewReader(b.spool, size)
	if err != nil {
		return fmt.Errorf("the workbook is cut off or damaged: %w", err)
	}
	b.parts = newParts(archive)
	return nil
}

// extract writes a workbook that holds nothing but the sheet and what it needs,
// so that pictures and other sheets cost nothing, and returns its path.
func (b *book) extract() (string, error) {
	name := filepath.Join(b.dir, "sheet.xlsx")
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	defer file.Close()
	w := zip.NewWriter(file)
	for _, need := range b.needed() {
		part := b.parts.find(need.name)
		if part == nil {
			continue
		}
		if err := b.check(need.as, part); err != nil {
			return "", fmt.Errorf("%s: %w", need.name, err)
		}
		if err := copyPart(w, need.as, part); err != nil {
			return "", err
		}
	}
	return name, w.Close()
}

// textsPart is where excelize looks for the texts of a workbook.
const textsPart = "xl/sharedStrings.xml"

// A need is a part without which the sheet cannot be read, and the name under
// which excelize looks for it, whatever the workbook says.
type need struct{ name, as string }

func (b *book) needed() []need {
	workbook := b.parts.workbook()
	needs := []need{
		{b.parts.related(workbook, "styles", "styles.xml"), "xl/styles.xml"},
		{b.parts.related(workbook, "sharedStrings", "sharedStrings.xml"), textsPart},
	}
	for _, name := range []string{"[Content_Types].xml", relationsOf(""), workbook, relationsOf(workbook), b.sheet.part} {
		needs = append(needs, need{name, name})
	}
	return needs
}

// copyPart adds a part under another name, compressed as it is.
func copyPart(w *zip.Writer, as string, part *zip.File) error {
	from, err := part.OpenRaw()
	if err != nil {
		return err
	}
	header := part.FileHeader
	header.Name = as
	to, err := w.CreateRaw(&header)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return err
}

// check refuses a part that is too large or damaged: excelize would take the
// damage for its end. The sheet itself is watched while its rows are read.
func (b *book) check(as string, part *zip.File) error {
	sheet := as == b.sheet.part
	limit := uint64(maxPart)
	if as == textsPart || sheet && strings.HasPrefix(strings.ToLower(as), "xl/worksheets/sheet") {
		limit = maxSheet // excelize has these on disk
	}
	switch {
	case part.UncompressedSize64 > limit:
		return tooLarge("it")
	case sheet:
		return nil
	}
	texts, err := sound(part)
	if err != nil || as != textsPart {
		return err
	}
	b.texts = texts
	return b.reserve(int64(part.UncompressedSize64))
}

func tooLarge(what string) error {
	return fmt.Errorf("%s is larger than rollcall reads: save the sheet as CSV UTF-8", what)
}

// choose returns the sheet that was asked for.
func choose(sheets []sheetRef, want string) (sheetRef, error) {
	named := func(same func(a, b string) bool) int {
		return slices.IndexFunc(sheets, func(s sheetRef) bool { return same(s.name, want) })
	}
	i := named(func(a, b string) bool { return a == b })
	if i < 0 {
		i = named(strings.EqualFold)
	}
	if i < 0 {
		i = numbered(want) - 1
	}
	if i >= 0 && i < len(sheets) {
		return sheets[i], nil
	}
	var names []string
	for _, s := range sheets {
		names = append(names, cut(s.name))
	}
	return sheetRef{}, fmt.Errorf("no sheet %s: the sheets are %s", cut(want), strings.Join(names, ", "))
}

// close removes what was written. A reader that is at work finishes its row.
func (b *book) close() error {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil
	}
	b.closed = true
	var errs []error
	if b.grid != nil {
		errs = append(errs, b.grid.close())
	}
	if b.spool != nil {
		errs = append(errs, b.spool.Close())
	}
	return errors.Join(append(errs, os.RemoveAll(b.dir))...)
}
