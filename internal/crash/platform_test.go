//go:build unix

package crash

import "fmt"

// A platform is one provider's account and a mapping for it. The column name
// holds the number of the row, so that it can be told from a request which rows
// are in it; the column extra holds what makes a row invalid.
type platform struct {
	name        string
	sequence    string // the field that takes the column name
	mapping     string
	good, bad   string // cells of extra
	concurrency int
	batch       int
	queues      bool // it answers 449
	id          func(contact int) string
}

// platforms are the kinds of provider that there are: one with several rows of
// a contact under a limit of its own, one that takes batches, and a plain one.
var platforms = []platform{
	{
		name: "aelyst", sequence: "firstName", concurrency: 8, batch: 1, queues: true, good: "MY", bad: "Atlantis",
		mapping: "provider: aelyst\ncontact: id\nfields: {firstName: name, countryCode: extra}\n",
		id:      func(n int) string { return fmt.Sprint(1000 + n) },
	},
	{
		name: "telecmi", sequence: "first_name", concurrency: 2, batch: 20, good: "", bad: "ask the desk",
		mapping: "provider: telecmi\ncontact: id\nfields: {first_name: name, phone_no: extra}\n",
		id:      func(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012x", n) },
	},
	{
		name: "callbell", sequence: "name", concurrency: 16, batch: 1, good: "bot_start", bad: "dance",
		mapping: "provider: callbell\ncontact: id\nfields: {name: name, bot_status: extra}\n",
		id:      func(n int) string { return fmt.Sprintf("%032x", n) },
	},
}

var aelyst, telecmi = platforms[0], platforms[1]

// atOnce is how many rows may be in flight when a process dies.
func (p platform) atOnce() int { return p.concurrency * p.batch }
