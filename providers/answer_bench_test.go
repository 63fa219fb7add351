package providers_test

import (
	"testing"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/aelyst"
	"rollcall/providers/callbell"
	"rollcall/providers/cellcast"
	"rollcall/providers/cendyn"
	"rollcall/providers/telecmi"
)

// BenchmarkJudge judges the answer to an accepted update, as the pages show it.
func BenchmarkJudge(b *testing.B) {
	for _, c := range []struct {
		definition providers.Definition
		body       string
	}{
		{cellcast.Definition, `{"message":"success update contact"}`},
		{telecmi.Definition, `{"code":200,"msg":"Contacts updated successfully"}`},
		{cendyn.Definition, `{"id":"55a4c6b5702d7044c1000000","email":"anna@example.com","first_name":"Anna","last_name":"Bell"}`},
		{aelyst.Definition, `{"contactId":1}`},
		{callbell.Definition, `{"contact":[{"uuid":"414a6d692bd645ed803f2e7ce360d4c8","name":"Anna","customFields":{}}]}`},
	} {
		b.Run(c.definition.Spec.Name, func(b *testing.B) {
			p := c.definition.New(providers.Settings{"region": "eu", "account_id": "1"})
			answer := providers.Answer{Status: 200, Body: []byte(c.body)}
			updates := []contact.Update{{Contact: "id:1"}}
			b.ReportAllocs()
			for b.Loop() {
				if v := p.Judge(answer, updates); v[0].Status != contact.Updated {
					b.Fatalf("%+v", v[0])
				}
			}
		})
	}
}
