package page

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // the parts of the page
	"encoding/base64"
	"html/template"
	"io"
	"sync"
)

var (
	//go:embed page.html
	markup string
	//go:embed page.css
	style string
	//go:embed page.js
	script string
)

// policy lets a browser load nothing, and run and style by what the page itself
// brings, known by its hash.
func policy() string {
	return "default-src 'none'; style-src '" + digest(style) + "'; script-src '" + digest(script) +
		"'; base-uri 'none'; form-action 'none'"
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// page is parsed once it is wanted: most commands draw none.
var page = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"count": count, "percent": percent, "brief": brief, "moment": moment,
		"policy": policy,
		"style":  func() template.CSS { return template.CSS(style) },
	}).Parse(markup)
})

// draw writes the page. What is in it as data is no text of the template: it may
// be long, and comes from a file.
func draw(w io.Writer, s *sheet, t *table) error {
	tmpl, err := page()
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	if err := tmpl.Execute(out, s); err != nil {
		return err
	}
	if t.total > 0 {
		if err := drawTable(out, t); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(out, "</body>\n</html>\n"); err != nil {
		return err
	}
	return out.Flush()
}

func drawTable(w io.Writer, t *table) error {
	if _, err := io.WriteString(w, "<script type=\"application/json\" id=\"data\">"); err != nil {
		return err
	}
	if err := t.write(w); err != nil {
		return err
	}
	_, err := io.WriteString(w, "</script>\n<script>"+script+"</script>\n")
	return err
}
