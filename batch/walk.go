package batch

import (
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"

	"rollcall/contact"
	"rollcall/providers"
)

// listPages is how many pages of a list are read at most.
const listPages = 20_000

// walk reads the provider's list a page at a time, until visit wants no more. The
// error is errStopped if the run stopped before, else it says why the list could
// not be read to its end.
func (r *Runner) walk(visit func(page map[string]providers.Snapshot) (more bool)) error {
	cursor := ""
	seen := map[uint64]struct{}{}
	for range listPages {
		page, next, err := r.page(cursor)
		if err != nil || !visit(page) || next == "" {
			return err
		}
		mark := look(page, next)
		if _, again := seen[mark]; again {
			return fmt.Errorf("the provider's list of contacts leads round in a circle: page %d shows what an earlier one showed", len(seen)+1)
		}
		seen[mark] = struct{}{}
		cursor = next
	}
	return fmt.Errorf("the provider's list of contacts has no end: %d pages were read", listPages)
}

// page reads a page of the list.
func (r *Runner) page(cursor string) (page map[string]providers.Snapshot, next string, err error) {
	c := r.cfg.Contacts.Walker
	try, ok := r.ask(question{&item{}, c.Page(cursor), func(answer providers.Answer) (v providers.Verdict) {
		page, next, v = c.Paged(answer, cursor)
		return v
	}})
	if !ok {
		return nil, "", errStopped
	}
	if why := unread(try.Verdicts[0]); why != "" {
		return nil, "", fmt.Errorf("the provider's list of contacts could not be read: %s", why)
	}
	return page, next, nil
}

var seed = maphash.MakeSeed()

// look returns a number that two pages with the same contacts share, or two
// without any that lead to the same page.
func look(page map[string]providers.Snapshot, next string) (sum uint64) {
	if len(page) == 0 {
		return maphash.String(seed, next)
	}
	for name := range page {
		sum += maphash.String(seed, name)
	}
	return sum
}

// keepList keeps what every contact of the account holds, before the first
// update. Where that fails the run stops.
func (r *Runner) keepList() {
	c := r.cfg.Contacts
	if c == nil || c.Walker == nil || c.Before == nil {
		return
	}
	err := r.walk(func(page map[string]providers.Snapshot) bool {
		for _, name := range slices.Sorted(maps.Keys(page)) {
			if err := c.Before(contact.Row{}, name, page[name]); err != nil {
				r.unrecorded(err)
				return false
			}
		}
		return true
	})
	if err != nil && !errors.Is(err, errStopped) {
		r.halt(&StopError{Kind: Unread, Reason: "nothing was sent: " + err.Error(), Err: err})
	}
}
