package source

import (
	"bufio"
	"errors"
	"io"
)

// open builds the readers from below: each looks at the first bytes that the one
// before gives.
func (s *Source) open(cfg Config) error {
	err := cfg.Format.known()
	if err != nil {
		return err
	}
	if s.input, err = openInput(cfg); err != nil {
		return err
	}
	head, err := s.unpacked(bufio.NewReaderSize(s.input, bufferSize))
	if err != nil {
		return err
	}
	workbook, err := isWorkbook(cfg, head)
	switch {
	case err != nil:
		return err
	case workbook:
		err = s.openWorkbook(cfg, head)
	default:
		err = s.openText(cfg, head)
	}
	if err == nil {
		s.tell()
	}
	return err
}

// unpacked returns what reads the input without its compression.
func (s *Source) unpacked(head *bufio.Reader) (*bufio.Reader, error) {
	unpacked, err := decompress(head)
	if s.exact = unpacked == nil; s.exact || err != nil {
		return head, err
	}
	return bufio.NewReaderSize(unpacked, bufferSize), nil
}

func (s *Source) openWorkbook(cfg Config, head *bufio.Reader) error {
	switch {
	case cfg.Delimiter != "":
		return errNotDelimited
	case cfg.Encoding != "":
		return errors.New("a workbook has no encoding to choose: leave --encoding out")
	}
	var err error
	if s.book, err = openBook(head, cfg.Sheet); err != nil {
		return err
	}
	s.format, s.exact = XLSX, true
	s.rows, err = newSheet(s.book, s.input.taken)
	return err
}

func (s *Source) openText(cfg Config, head *bufio.Reader) error {
	if cfg.Sheet != "" {
		return errors.New("a sheet is for xlsx input: leave --sheet out")
	}
	charset, offset, err := findCharset(cfg.Encoding, head)
	if err != nil {
		return err
	}
	decoder, err := charset.decoder()
	if err != nil {
		return err
	}
	if decoder != nil {
		head = bufio.NewReaderSize(newDecoded(head, decoder), bufferSize)
		s.exact = false
	}
	format, array := detect(cfg, head)
	if s.format = format; format != JSONL {
		return s.openTable(cfg, head, offset, charset)
	}
	switch {
	case cfg.Delimiter != "":
		return errNotDelimited
	case array:
		s.rows, err = newArray(head, offset, charset)
	default:
		s.rows = newJSONLines(head, offset, charset)
	}
	return err
}

func (s *Source) openTable(cfg Config, head *bufio.Reader, offset int64, charset charset) error {
	comma, err := parseDelimiter(cfg.Delimiter)
	if err != nil {
		return err
	}
	if comma == 0 && s.format == TSV {
		comma = '\t'
	}
	d, err := findDialect(head, comma)
	if err != nil {
		return err
	}
	if s.format == "" {
		s.format = CSV
		if d.comma == '\t' {
			s.format = TSV
		}
	}
	text := io.Reader(head)
	if d.mac {
		text = macReader{head}
	}
	t, err := newTable(text, offset+d.bytes, d, charset)
	if err != nil {
		return err
	}
	t.unsummed = cfg.Unsummed
	s.rows = t
	return nil
}
