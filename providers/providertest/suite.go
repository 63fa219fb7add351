// Package providertest states what rollcall asks of every provider, as tests.
// A provider's own tests call Run, and add what only its pages say: golden
// requests and a table of answers.
package providertest

import (
	"fmt"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
)

// A Suite is a provider and what it takes to try it.
type Suite struct {
	Definition providers.Definition
	Settings   providers.Settings

	// Update returns the i-th good update, each of another contact.
	Update func(i int) contact.Update

	// Accepted is the documented answer to a request that was accepted.
	Accepted providers.Answer

	// The documented answers to what a provider can be asked, each as far as it
	// can: the first Found and Paged show the contact of Update(0).
	Probed, Listed, Found, Paged providers.Answer
}

// Provider returns the provider with the suite's settings.
func (s Suite) Provider(t testing.TB) providers.Provider {
	t.Helper()
	settings, err := s.Definition.Spec.CheckSettings(s.Settings)
	if err != nil {
		t.Fatalf("the suite's settings are refused: %v", err)
	}
	return s.Definition.New(settings)
}

// updates returns the first n good updates.
func (s Suite) updates(n int) []contact.Update {
	all := make([]contact.Update, n)
	for i := range all {
		all[i] = s.Update(i)
	}
	return all
}

// Run tests the contract of a provider.
func Run(t *testing.T, s Suite) {
	t.Helper()
	t.Parallel()
	for name, test := range map[string]func(*testing.T, Suite){
		"spec":                           testSpec,
		"fields of the spec":             testFields,
		"identifiers of the spec":        testIdentifiers,
		"settings":                       testSettings,
		"every batch is built":           testBatches,
		"build is pure":                  testPure,
		"every field is built":           testEveryField,
		"hostile identifiers stay whole": testHostile,
		"hostile names stay names":       testHostileNames,
		"good updates pass the check":    testCheck,
		"the documented success":         testAccepted,
		"every status has verdicts":      testStatuses,
		"garbage is never a success":     testGarbage,
		"judge changes nothing":          testJudgePure,
		"what reads is a good request":   testReads,
		"the documented answers":         testDocumented,
		"every status of what reads":     testReadStatuses,
		"garbage shows nothing":          testReadGarbage,
		"what was shown is kept":         testKept,
		"hostile identifiers are read":   testHostileLookup,
		"fields are compared":            testSame,
		"fields are put back":            testRestore,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, s)
		})
	}
}

// wellFormed reports what is wrong with verdicts for n updates.
func wellFormed(verdicts []providers.Verdict, n int) error {
	if len(verdicts) != n {
		return fmt.Errorf("%d verdicts for %d updates", len(verdicts), n)
	}
	for i, v := range verdicts {
		if err := wellFormedVerdict(v); err != nil {
			return fmt.Errorf("verdict %d: %w", i, err)
		}
	}
	return nil
}

func wellFormedVerdict(v providers.Verdict) error {
	switch {
	case v.Next > providers.Stop:
		return fmt.Errorf("no such next: %d", v.Next)
	case v.Next == providers.Stop && v.Message == "":
		return fmt.Errorf("stops the run without a reason")
	case v.Next == providers.Stop:
	case !answered(v.Status):
		return fmt.Errorf("no answer can mean %s", v.Status)
	case v.Status == contact.Updated && v.Next != providers.Settle:
		return fmt.Errorf("updated, and yet something is to follow: %d", v.Next)
	case v.Status != contact.Updated && v.Message == "":
		return fmt.Errorf("%s without a reason", v.Status)
	}
	return oneLine(v.Message)
}

// answered reports whether an answer can mean the status.
func answered(status contact.Status) bool {
	switch status {
	case contact.Updated, contact.NotFound, contact.Conflict, contact.Rejected,
		contact.Deferred, contact.Failed, contact.Unknown:
		return true
	}
	return false
}

// messageLength is how long a message may be: 300 characters of the provider's,
// and what is said around them.
const messageLength = 500

func oneLine(message string) error {
	for _, r := range message {
		if r < ' ' || r == 0x7f {
			return fmt.Errorf("message holds a control character: %q", message)
		}
	}
	if n := len([]rune(message)); n > messageLength {
		return fmt.Errorf("message of %d characters", n)
	}
	return nil
}
