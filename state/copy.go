package state

// copy writes the entries that are kept to another table, page after page. The
// error is errFull where one of its pages has no room for them all.
func (t *table) copy(to *table, keep func(*entry) bool) error {
	for n := range to.pages() {
		to.page = page{}
		some, err := t.gather(to, n, keep)
		if err != nil {
			return err
		}
		if !some {
			continue
		}
		if err := to.write(to.page[:], n*pageSlots); err != nil {
			return err
		}
	}
	return nil
}

// gather fills the other table's page n from the pages, or the part of one,
// whose entries belong there.
func (t *table) gather(to *table, n int, keep func(*entry) bool) (some bool, err error) {
	first, pages := n, 1
	if to.bits >= t.bits {
		first = n >> (to.bits - t.bits)
	} else {
		pages = 1 << (t.bits - to.bits)
		first = n * pages
	}
	for from := first; from < first+pages; from++ {
		if err := t.read(t.page[:], from*pageSlots); err != nil {
			return false, err
		}
		for i := range pageSlots {
			e, _, err := t.entry(t.page.slot(i), from*pageSlots+i)
			if err != nil {
				return false, err
			}
			if e.tag == 0 || pageOf(e.tag, to.bits) != n || !keep(&e) {
				continue
			}
			if !to.page.add(&e) {
				return false, errFull
			}
			some = true
		}
	}
	return some, nil
}

// add stores an entry in a free slot; it reports false if there is none.
func (p *page) add(e *entry) bool {
	i := p.vacant(e.tag)
	if i < 0 {
		return false
	}
	e.store(p.slot(i))
	return true
}
