package providers

// A Prober is a provider that can be asked, at no harm, whether it takes the
// token. Its methods are pure and may be called from many goroutines at once.
type Prober interface {
	// Probe makes a cheap request that reads. Its body may be empty.
	Probe() Request

	// Probed returns whose account the token opens and a verdict: Settle with
	// the status Verified where the token is good, Stop where it is refused,
	// Repeat where the provider could not answer now. Of an answer that makes
	// no sense the verdict is Settle with the status Unknown and a message that
	// says so, without a word of the answer itself.
	Probed(answer Answer) (Identity, Verdict)
}

// An Identity names an account, as far as the provider tells. Empty where it
// does not. It never holds a secret.
type Identity struct {
	ID   string // stays the same when the account is renamed, and is no other account's
	Name string // for people
}

// A Lister is a provider that lists the fields of an account. Its methods are
// pure and may be called from many goroutines at once.
type Lister interface {
	// Fields makes the request for a page of the list. The empty cursor asks
	// for the first page, any other was returned by Listed.
	Fields(cursor string) Request

	// Listed returns the fields of a page, and the cursor of the next one;
	// empty after the last. The error says in what the answer is no such list.
	// A page never leads back to itself, though a provider that lies may lead
	// round in a longer circle: whoever follows the pages counts them.
	Listed(answer Answer, cursor string) (fields []AccountField, next string, err error)
}

// An AccountField is a field that an account has, or the values that it has for
// a field that every account has.
type AccountField struct {
	Name    string // as in a mapping; of a keyed family the name before the bracket, its keys being the options
	Custom  bool
	Type    string   // as a mapping says it, one of CustomTypes; empty where the provider does not tell
	Options []string // the values allowed; nil for any
}

// String names the account for people; empty where nothing is known of it.
func (i Identity) String() string {
	switch {
	case i.Name == "" || i.Name == i.ID:
		return i.ID
	case i.ID == "":
		return i.Name
	}
	return i.Name + " (" + i.ID + ")"
}
