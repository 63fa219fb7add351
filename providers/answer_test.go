package providers_test

import (
	"bytes"
	"strings"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
)

func body(text string) providers.Body {
	return providers.ReadBody(providers.Answer{Status: 200, Body: []byte(text)})
}

func TestReadBodyWhole(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`{}`:                     true,
		" \r\n{\"a\":[1,{}]}\n ": true,
		`{"a":1,"a":2}`:          true,
		`{"a":"` + "\xff" + `"}`: true,
		``:                       false,
		`null`:                   false,
		`[]`:                     false,
		`"{}"`:                   false,
		`{"a":1,}`:               false,
		`{"a":1`:                 false,
		`{"a"}`:                  false,
		`{} {}`:                  false,
		`{}x`:                    false,
	} {
		if got := body(text).Whole; got != want {
			t.Errorf("body %q: whole is %v, want %v", text, got, want)
		}
	}
	cut := providers.ReadBody(providers.Answer{Status: 200, Body: []byte(`{}`), Cut: true})
	if cut.Whole {
		t.Error("a body that was cut off counts as whole")
	}
}

func TestBodyText(t *testing.T) {
	t.Parallel()
	b := body(`{"s":"a\nb","n":12.50,"t":true,"z":null,"o":{"p":{"q":"deep"}},"l":[1],"long":"` + strings.Repeat("é", 100) + `"}`)
	for path, want := range map[string]string{
		"s": "a b", "n": "12.50", "t": "true", "z": "", "o": "", "l": "", "none": "",
		"o.p.q": "deep", "o.none.q": "", "s.q": "", "long": strings.Repeat("é", 60) + "…",
	} {
		if got := b.Text(strings.Split(path, ".")...); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestBodyBeforeAnErrorOfSyntaxCounts(t *testing.T) {
	t.Parallel()
	b := body(`{"code":404,"message":"contact is not exist",}`)
	if b.Whole || b.Status("code") != 404 || b.Reason() != "contact is not exist" {
		t.Errorf("the reason is lost for a comma: whole %v, code %d, reason %q", b.Whole, b.Status("code"), b.Reason())
	}
}

func TestBodyStatus(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]int{
		`404`: 404, `"404"`: 404, `100`: 100, `599`: 599,
		`600`: 0, `99`: 0, `0`: 0, `-404`: 0, `404.0`: 0, `4.04e2`: 0, `"4 04"`: 0, `"OVER_LIMIT"`: 0,
		`1e999`: 0, `99999999999999999999`: 0, `null`: 0, `true`: 0, `[404]`: 0, `{"code":404}`: 0,
	} {
		if got := body(`{"code":` + value + `}`).Status("code"); got != want {
			t.Errorf("code %s: got %d, want %d", value, got, want)
		}
	}
}

func TestBodyEffective(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		http int
		body string
		want int
	}{
		{200, `{}`, 200},
		{200, `{"code":404}`, 404},
		{200, `{"code":"409"}`, 409},
		{400, `{"code":404}`, 404},
		{404, `<html>`, 404},
		{500, `{"code":200}`, 500},
		{401, `{"code":200}`, 401},
		{307, `{"code":200}`, 307},
		{302, `{"code":404}`, 302},
		{200, `{"code":"busy"}`, 200},
		{200, `{"code":302}`, 200},
		{422, `{"code":307}`, 422},
	} {
		if got := body(tc.body).Effective(tc.http, "code"); got != tc.want {
			t.Errorf("HTTP %d with %s: %d counts, want %d", tc.http, tc.body, got, tc.want)
		}
	}
}

func TestBodySays(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{
		`"no"`: true, `true`: true, `1`: true, `["x"]`: true, `{"a":0}`: true,
		`""`: false, `false`: false, `null`: false, `0`: false, `[ ]`: false, `{}`: false,
	} {
		if got := body(`{"error":` + value + `}`).Says("error"); got != want {
			t.Errorf("error %s: counts as said: %v, want %v", value, got, want)
		}
	}
	if body(`{}`).Says("error") {
		t.Error("an error that is not there counts as said")
	}
}

func TestReason(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"message":"a"}`:                           "a",
		`{"msg":"a"}`:                               "a",
		`{"error":"a"}`:                             "a",
		`{"error":true,"msg":"a"}`:                  "a",
		`{"error":{"error":"a"}}`:                   "a",
		`{"error":{"message":"a","stack":"b"}}`:     "a",
		`{"data":{"message":"a","secret":"b"}}`:     "a",
		`{"data":{"secret":"b"}}`:                   "",
		`{"message":"","error":"a"}`:                "a",
		`{"message":["a","b"]}`:                     "a; b",
		`{"errors":["a",{"message":"b"},3]}`:        "a; b",
		`{"errors":{"email":["is a","is b"]}}`:      "email: is a; is b",
		`{"errors":{"email":"is a","name":"is b"}}`: "email: is a; name: is b",
		`{"message":"a\u0000\n\tb\u001b[31m"}`:      "a b [31m",
		`{"stack":"b"}`:                             "",
		`{}`:                                        "",
		`[{"message":"a"}]`:                         "",
		`null`:                                      "",
		`42`:                                        "",
		`"a"`:                                       "a",
		"Too many\nrequests":                        "Too many requests",
		"<html>a</html>":                            "",
		"\x00\xff":                                  "",
		``:                                          "",
		`{"error":{"error":{"error":{"error":"a"}}}}`: "a",
		strings.Repeat(`{"error":`, 1000):             "",
	} {
		if got := body(text).Reason(); got != want {
			t.Errorf("%.60s: the report would say %q, want %q", text, got, want)
		}
	}
}

func TestReasonIsCut(t *testing.T) {
	t.Parallel()
	got := body(`{"message":"` + strings.Repeat("é", 1<<19) + `"}`).Reason()
	if want := strings.Repeat("é", 300) + "…"; got != want {
		t.Errorf("a message of half a million characters became one of %d", len([]rune(got)))
	}
}

func TestField(t *testing.T) {
	t.Parallel()
	updates := []contact.Update{{Fields: []contact.Field{{Name: "email"}, {Name: "name"}}}}
	for text, want := range map[string]string{
		`{"field":"email"}`:                        "email",
		`{"error":{"field":"email"}}`:              "email",
		`{"errors":[{"field":"email"}]}`:           "email",
		`{"errors":{"email":["x"]}}`:               "email",
		`{"errors":{"email":["x"],"name":["y"]}}`:  "",
		`{"errors":[{"field":"a"},{"field":"b"}]}`: "",
		`{"errors":{"base":["x"]}}`:                "",
		`{"field":"phone"}`:                        "",
		`{"field":["email"]}`:                      "",
		`{"errors":["email"]}`:                     "",
		`{}`:                                       "",
	} {
		if got := body(text).Field(updates); got != want {
			t.Errorf("%s: the report would blame %q, want %q", text, got, want)
		}
	}
}

func FuzzReadBody(f *testing.F) {
	for _, seed := range []string{`{"code":"404","errors":{"a":[{"message":"b"}]}}`, `{"a":1,}`, "[[[", `{"":{"":""}}`, "plain", `"x`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		kept := bytes.Clone(raw)
		b := providers.ReadBody(providers.Answer{Status: 200, Body: raw})
		b.Says("error")
		if code := b.Status("code"); code != 0 && (code < 100 || code > 599) {
			t.Errorf("code %d is no status", code)
		}
		if reason := b.Reason(); len([]rune(reason)) > 301 || strings.ContainsAny(reason, "\x00\n\r\x1b") {
			t.Errorf("reason %q does not fit on a line of a report", reason)
		}
		if !bytes.Equal(raw, kept) {
			t.Error("reading changed the body")
		}
	})
}
