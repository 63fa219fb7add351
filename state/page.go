package state

// A page is the unit of the table. An entry is looked for first in the section
// that its tag names, since to read a section takes half the time of reading a
// page. It stands elsewhere in the page where that section was full.
const (
	pageSlots    = 128
	pageSize     = pageSlots * slotSize
	sectionSlots = 16
	sectionSize  = sectionSlots * slotSize
)

type page [pageSize]byte

func (p *page) slot(i int) []byte { return p[i*slotSize : (i+1)*slotSize] }

// section returns the first slot of the section that a tag names.
func section(tag uint64) int { return int(tag%(pageSlots/sectionSlots)) * sectionSlots }

// find returns which of the slots holds the tag, or -1.
func find(slots []byte, tag uint64) int {
	for i := 0; i < len(slots); i += slotSize {
		if tagOf(slots[i:]) == tag {
			return i / slotSize
		}
	}
	return -1
}

// vacant returns the free slot that is best for the tag, or -1.
func (p *page) vacant(tag uint64) int {
	for i := range pageSlots {
		if at := (section(tag) + i) % pageSlots; tagOf(p.slot(at)) == 0 {
			return at
		}
	}
	return -1
}
