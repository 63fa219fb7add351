package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// A sink is a ResponseWriter that costs nothing.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(b []byte) (int, error) { return len(b), nil }
func (s *sink) WriteHeader(status int)      { s.status = status }

func serveMany(b *testing.B, s *Server, method, path, last, body string) {
	b.Helper()
	template := httptest.NewRequest(method, path, nil)
	template.Header.Set("Content-Type", "application/json")
	template.Header.Set("Authorization", "Bearer "+DefaultToken)
	addresses := make([]*url.URL, 1<<16)
	for i := range addresses {
		addresses[i] = template.URL.JoinPath(strings.Replace(last, "#", fmt.Sprintf("%09d", i), 1))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r := *template
		r.URL = addresses[i%len(addresses)]
		r.Body = io.NopCloser(strings.NewReader(body))
		w := &sink{header: http.Header{}}
		s.ServeHTTP(w, &r)
		if w.status != http.StatusOK {
			b.Fatalf("%s %s answered %d", method, path, w.status)
		}
	}
}

func BenchmarkAelyst(b *testing.B) {
	body := `{"firstName":"Aisyah","lastName":"Rahman","phone":"+60123456789","email":"a@example.com","language":"ms","countryCode":"MY","custom_fields":[{"name":"Company Website","value":"https://example.com"}]}`
	serveMany(b, New(Config{Stateless: true}), "PUT", "/v1/contact", "phone:+60#", body)
}

func BenchmarkCellcast(b *testing.B) {
	body := `{"First Name":"John","Last Name":"Doe","Email":"j@example.com","Number":"+61400000000","Postal Code":"2000"}`
	serveMany(b, New(Config{Stateless: true}), "PUT", "/api/v2/contact", "000000000000000#", body)
}

func BenchmarkTeleCMI(b *testing.B) {
	for name, cfg := range map[string]Config{"stateless": {Stateless: true}, "stateful": {}} {
		b.Run(name, func(b *testing.B) {
			serveMany(b, New(cfg), "POST", "/v3/contact", "update", telecmiBatch(100))
			b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func telecmiBatch(n int) string {
	contacts := make([]string, n)
	for i := range contacts {
		contacts[i] = fmt.Sprintf(`{"contact_id":"d3b07384-d113-4ec5-a5ae-be81d6e3%04x","phone_no":"9192000%05d","first_name":"John","last_name":"Smith","email_id":"john.%d@example.com","company":"Acme Corp","job_title":"Engineer"}`, i, i, i)
	}
	return `{"token":"` + DefaultToken + `","contacts":[` + strings.Join(contacts, ",") + `]}`
}
