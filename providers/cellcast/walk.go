package cellcast

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// A page is a place in the list of contacts. As a cursor it reads 3x1000: the
// third page of 1000.
type page struct{ number, size int }

// The sizes of a page: a page that is longer than what is read of an answer is
// asked for again in fifths.
const (
	largest  = 1000
	fraction = 5
)

func (p page) String() string { return fmt.Sprintf("%dx%d", p.number, p.size) }

// parsePage reads a cursor; anything else is the first page.
func parsePage(cursor string) page {
	number, size, _ := strings.Cut(cursor, "x")
	p := page{1, largest}
	n, errNumber := strconv.Atoi(number)
	s, errSize := strconv.Atoi(size)
	if errNumber == nil && errSize == nil && n > 0 && s > 0 && s <= largest {
		p = page{n, s}
	}
	return p
}

// finer returns the first page of smaller ones with the same contacts; it is
// false if the size cannot be divided any more.
func (p page) finer() (page, bool) {
	return page{(p.number-1)*fraction + 1, p.size / fraction}, p.size%fraction == 0
}

// Page asks for a page of the contacts
// (https://developer.cellcast.com/contact/v2/contact-list.html).
func (provider) Page(cursor string) providers.Request {
	p := parsePage(cursor)
	return providers.Request{
		Method: http.MethodGet,
		Path:   fmt.Sprintf("/api/v2/contact?page=%d&limit=%d", p.number, p.size),
	}
}

// Paged reads a page of the contacts. That another one follows is told by the
// answer, which one by the cursor.
func (provider) Paged(answer providers.Answer, cursor string) (map[string]providers.Snapshot, string, providers.Verdict) {
	here := parsePage(cursor)
	body, v := granted(answer)
	items := body.Value("data", "items")
	switch smaller, ok := here.finer(); {
	case v.Status != contact.Verified:
		return nil, "", v
	case answer.Cut && ok:
		return nil, smaller.String(), v
	case !body.Whole || items.Kind() != '[':
		return nil, "", providers.Unclear(answer, "lists no contacts")
	}
	contacts := snapshots(items)
	if len(contacts) == 0 || !body.Says("data", "next") {
		return contacts, "", v
	}
	here.number++
	return contacts, here.String(), v
}

func snapshots(items jsontext.Value) map[string]providers.Snapshot {
	contacts := map[string]providers.Snapshot{}
	for _, item := range providers.Elements(items) {
		shown := providers.ReadObject(item)
		if id := shown.Text("ID"); id != "" {
			contacts[contact.Key(id)] = providers.Snapshot{Fields: view.Fields(shown), Custom: view.Rest(shown)}
		}
	}
	return contacts
}
