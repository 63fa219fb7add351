package sandbox

// A FaultHelp describes one way to misbehave, for a help text.
type FaultHelp struct {
	Name   string // as the flag and the JSON of the config say it
	Answer string // what the client gets
	Scope  string // what is struck
}

// Faults lists the ways to misbehave.
func Faults() []FaultHelp {
	return []FaultHelp{
		{"missing", "the provider's answer for a contact that does not exist", "a share of the contacts, always"},
		{"conflicts", "409, the contact clashes with another one", "a share of the contacts, always"},
		{"errors", "500", "a share of the contacts, their first tries"},
		{"queued", "449 at Aelyst, 429 without Retry-After elsewhere", "a share of the contacts, their first tries"},
		{"resets", "the connection is reset, half of the time after the update was applied", "a share of the tries"},
		{"truncated", "the update is applied, the answer is cut short", "a share of the tries"},
		{"forgets", "the update is accepted, but its last field is not kept", "a share of the contacts, always"},
		{"html", "502 and a proxy's HTML page", "a share of the tries"},
		{"rate_limit", "429 with Retry-After", "all requests above the rate"},
	}
}
