package mapping

import (
	"strings"

	"rollcall/contact"
)

// Kept returns the cells of Report.Keep, in that order. What a record that
// cannot be used does not hold comes as empty text; so does null. The items of a
// list are joined by a semicolon.
func (m *Mapping) Kept(row contact.Row) []string {
	kept := make([]string, len(m.Report.Keep))
	for i := range kept {
		if m.Report.KeepAll {
			kept[i] = at(row.Record, i)
		} else {
			kept[i] = keptCell(&row, m.keep[i])
		}
	}
	return kept
}

func keptCell(row *contact.Row, column int) string {
	if row.Record != nil {
		if column >= len(row.Slots) {
			return ""
		}
		return at(row.Record, row.Slots[column])
	}
	if column >= len(row.Values) {
		return ""
	}
	return plainText(row.Values[column])
}

func at(record []string, i int) string {
	if i < 0 || i >= len(record) {
		return ""
	}
	return record[i]
}

func plainText(cell contact.Cell) string {
	switch cell.Kind {
	case contact.Null:
		return ""
	case contact.List:
		items := make([]string, len(cell.Items))
		for i, item := range cell.Items {
			items[i] = plainText(item)
		}
		return strings.Join(items, "; ")
	}
	return cell.Text
}
