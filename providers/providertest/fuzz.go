package providertest

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// FuzzReads checks that any answer to what reads has a well-formed verdict, and
// that whatever it shows can be compared and put back.
func FuzzReads(f *testing.F, s Suite) {
	questions := s.questions(f)
	for _, body := range garbage {
		if len(body) < 1<<10 {
			f.Add(200, []byte(body))
			f.Add(404, []byte(body))
		}
	}
	for _, q := range questions {
		f.Add(q.answer.Status, q.answer.Body)
	}
	comparer, _ := s.Provider(f).(providers.Comparer)
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		kept := bytes.Clone(body)
		for _, q := range questions {
			answer := providers.Answer{Status: status, Body: body}
			if err := wellFormedRead(q.judge(answer)); err != nil {
				t.Errorf("%s: %v", q.name, err)
			}
			if q.snapshot != nil {
				fuzzSnapshot(t, comparer, q.snapshot(answer))
			}
		}
		if !bytes.Equal(kept, body) {
			t.Error("reading changed the body")
		}
	})
}

func fuzzSnapshot(t *testing.T, p providers.Comparer, shown providers.Snapshot) {
	t.Helper()
	for custom, values := range map[bool]map[string]jsontext.Value{false: shown.Fields, true: shown.Custom} {
		for name, value := range values {
			restored, ok := p.Restore(name, custom, value)
			if !ok {
				continue
			}
			again := contact.Field{Name: name, Custom: custom, Value: restored}
			if !jsontext.Value(restored).IsValid() || !p.Same(again, value) {
				t.Errorf("field %q (custom %v) shown as %s is put back as %s", name, custom, value, restored)
			}
		}
	}
}
