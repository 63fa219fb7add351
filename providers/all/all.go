// Package all is the list of the providers.
package all

import (
	"rollcall/providers"
	"rollcall/providers/aelyst"
	"rollcall/providers/callbell"
	"rollcall/providers/cellcast"
	"rollcall/providers/cendyn"
	"rollcall/providers/telecmi"
)

// Definitions returns all providers, in the order in which they are listed.
func Definitions() []providers.Definition {
	return []providers.Definition{
		cellcast.Definition,
		telecmi.Definition,
		cendyn.Definition,
		aelyst.Definition,
		callbell.Definition,
	}
}

// Find returns the provider that a mapping calls name.
func Find(name string) (providers.Definition, bool) {
	for _, d := range Definitions() {
		if d.Spec.Name == name {
			return d, true
		}
	}
	return providers.Definition{}, false
}
