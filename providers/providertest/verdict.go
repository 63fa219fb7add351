package providertest

import (
	"rollcall/contact"
	"rollcall/providers"
)

// Settle returns a verdict after which nothing follows. The message and the
// provider's code may be empty, here and in the other verdicts.
func Settle(status contact.Status, message, code string) providers.Verdict {
	return providers.Verdict{Next: providers.Settle, Status: status, Message: message, Code: code}
}

// Repeat returns a verdict after which the same is tried again.
func Repeat(status contact.Status, message, code string) providers.Verdict {
	return providers.Verdict{Next: providers.Repeat, Status: status, Message: message, Code: code}
}

// Queue returns a verdict after which the update comes back much later.
func Queue(message, code string) providers.Verdict {
	return providers.Verdict{Next: providers.Queue, Status: contact.Deferred, Message: message, Code: code}
}

// Split returns a verdict on the content of a request.
func Split(status contact.Status, message, code string) providers.Verdict {
	return providers.Verdict{Next: providers.Split, Status: status, Message: message, Code: code}
}

// Stop returns a verdict that ends the run.
func Stop(message, code string) providers.Verdict {
	return providers.Verdict{Next: providers.Stop, Message: message, Code: code}
}
