package report

import (
	"encoding/binary"

	"rollcall/contact"
)

// The flags of an entry.
const (
	flagOpen   = 1 << iota // cut off by a stop, not settled
	flagSentAt             // the time of the last try follows
	flagKept               // kept cells follow
	flagRecord             // the cells of the record follow
	flagRaw                // the line follows
)

// appendEntry appends one entry: a uvarint with the length of its body, and the
// body. What stands first is what a scan of the whole journal wants to know.
func appendEntry(buf []byte, o *contact.Outcome, keep *Keep) []byte {
	kept := keep.cells(o.Row)
	flags := entryFlags(o, keep, kept)
	start := len(buf)
	// Room for the usual two bytes of length; a longer one moves the body.
	buf = append(buf, 0, 0, flags, byte(o.Status))
	buf = binary.AppendUvarint(buf, uint64(o.Row.Number))
	buf = binary.AppendUvarint(buf, uint64(o.Row.Line))
	buf = appendText(buf, o.Contact)
	buf = binary.AppendUvarint(buf, uint64(o.HTTPStatus))
	buf = binary.AppendUvarint(buf, uint64(o.Attempts))
	buf = binary.AppendUvarint(buf, uint64(o.Duration))
	if flags&flagSentAt != 0 {
		buf = binary.LittleEndian.AppendUint64(buf, uint64(o.SentAt.UnixNano()))
	}
	buf = appendText(buf, o.Code)
	buf = appendText(buf, o.Message)
	buf = appendText(buf, o.Field)
	buf = appendText(buf, o.RequestID)
	if flags&flagKept != 0 {
		buf = appendTexts(buf, kept)
	}
	if flags&flagRecord != 0 {
		buf = appendTexts(buf, o.Row.Record)
	}
	if flags&flagRaw != 0 {
		buf = appendText(buf, o.Row.Raw)
	}
	return prefixLength(buf, start)
}

func entryFlags(o *contact.Outcome, keep *Keep, kept []string) byte {
	var flags byte
	if o.Open {
		flags |= flagOpen
	}
	if !o.SentAt.IsZero() {
		flags |= flagSentAt
	}
	if len(kept) > 0 {
		flags |= flagKept
	}
	if !keep.All && !rejected(o.Status) {
		return flags
	}
	if o.Row.Record != nil {
		return flags | flagRecord
	}
	return flags | flagRaw
}

// rejected reports whether rows with this status stand in the rejects.
func rejected(s contact.Status) bool { return !s.EndsWell() && s != contact.NotSent }

func (k *Keep) cells(row contact.Row) []string {
	if k.All || len(k.Columns) == 0 || k.Cells == nil {
		return nil
	}
	return k.Cells(row)
}

// prefixLength writes the length of the body that follows the two bytes at
// start, as a uvarint of two bytes or more.
func prefixLength(buf []byte, start int) []byte {
	n := len(buf) - start - 2
	if n < 1<<14 {
		buf[start], buf[start+1] = byte(n)|0x80, byte(n>>7)
		return buf
	}
	var prefix [binary.MaxVarintLen64]byte
	width := binary.PutUvarint(prefix[:], uint64(n))
	buf = append(buf, prefix[:width-2]...)
	copy(buf[start+width:], buf[start+2:start+2+n])
	copy(buf[start:], prefix[:width])
	return buf
}

func appendText[T string | []byte](buf []byte, s T) []byte {
	buf = binary.AppendUvarint(buf, uint64(len(s)))
	return append(buf, s...)
}

func appendTexts(buf []byte, list []string) []byte {
	buf = binary.AppendUvarint(buf, uint64(len(list)))
	for _, s := range list {
		buf = appendText(buf, s)
	}
	return buf
}

// appendRow appends what a resume wants to know of a row; line is that of the
// row before.
func appendRow(buf []byte, row *contact.Row, line int) []byte {
	buf = binary.AppendVarint(buf, int64(row.Line-line))
	return binary.LittleEndian.AppendUint64(buf, row.Sum)
}
