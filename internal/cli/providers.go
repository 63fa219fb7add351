package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rollcall/providers"
	"rollcall/providers/all"
)

func (a *app) providersCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "providers [NAME [FIELD...]]",
		Short: "List the providers, or one provider's fields and limits",
		Example: `  rollcall providers
  rollcall providers aelyst
  rollcall providers aelyst phone language
  rollcall providers aelyst --json`,
		RunE: func(_ *cobra.Command, args []string) error {
			defs, err := providersNamed(args)
			switch {
			case err != nil:
				return err
			case asJSON:
				return a.printProviders(defs, len(args) > 0)
			case len(args) == 0:
				return a.print(func(w io.Writer) { writeProviders(a.sheet(w)) })
			case len(args) > 1:
				return a.print(func(w io.Writer) { fieldTable(defs[0].Spec).write(a.sheet(w)) })
			}
			return a.print(func(w io.Writer) { writeProvider(a.sheet(w), defs[0].Spec) })
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print everything that is known as JSON")
	return cmd
}

// providersNamed returns the provider that the first word names, or all of them;
// of its fields those that further words name, or all.
func providersNamed(args []string) ([]providers.Definition, error) {
	if len(args) == 0 {
		return all.Definitions(), nil
	}
	def, ok := all.Find(args[0])
	if !ok {
		return nil, usage("no provider %q%s", args[0], nearest(args[0]))
	}
	if len(args) > 1 {
		some, err := withFields(*def.Spec, args[1:])
		if err != nil {
			return nil, err
		}
		def.Spec = &some
	}
	return []providers.Definition{def}, nil
}

// withFields returns a provider with the named ones of its fields only.
func withFields(s providers.Spec, names []string) (providers.Spec, error) {
	var fields []providers.Field
	for _, name := range names {
		known := len(fields)
		for _, f := range s.Fields {
			if f.Name == name {
				fields = append(fields, f)
			}
		}
		if len(fields) == known {
			return s, usage("%s has no field %q; see: rollcall providers %s", s.Title, name, s.Name)
		}
	}
	s.Fields, s.Custom = fields, providers.Custom{}
	return s, nil
}

func providerNames() []string {
	var names []string
	for _, def := range all.Definitions() {
		names = append(names, def.Spec.Name)
	}
	return names
}

// writeProviders writes two tables: together they are wider than a terminal.
func writeProviders(w sheet) {
	t := newTable("name", "provider", "request", "batch", "in flight", "a second")
	ids := newTable("name", "identifier", "token")
	for _, def := range all.Definitions() {
		s := def.Spec
		t.row(s.Name, s.Title, s.Method+" "+s.Path, strconv.Itoa(s.Limits.Batch), strconv.Itoa(s.Limits.Concurrency),
			strconv.FormatFloat(s.Limits.Rate, 'g', -1, 64))
		ids.row(s.Name, s.Contact[0].Doc, s.Auth.Env)
	}
	t.write(w)
	fmt.Fprintln(w)
	ids.write(w)
}

func writeProvider(w sheet, s *providers.Spec) {
	fmt.Fprintf(w, "%s (provider: %s)\n\n", w.ink(inkBold, s.Title), s.Name)
	w.say("request   ", s.Method+" "+s.Path)
	w.say("address   ", s.BaseURL)
	w.say("page      ", s.Source)
	w.say("token     ", s.Auth.Env)
	for _, set := range s.Settings {
		w.say("setting   ", set.Name+": "+settingDoc(set))
	}
	w.say("limits    ", limitsDoc(s.Limits))
	for _, id := range s.Contact {
		w.say("contact   ", by(id.By)+id.Doc)
	}
	fmt.Fprintln(w)
	fieldTable(s).write(w)
	fmt.Fprintln(w)
	for _, note := range s.Notes {
		w.say("note      ", note)
	}
}

func limitsDoc(l providers.Limits) string {
	doc := fmt.Sprintf("%s a request, %s in flight, %g a second", count(l.Batch, "contact"), count(l.Concurrency, "request"), l.Rate)
	if l.PerContact > 0 {
		doc += fmt.Sprintf(", %g a second to one contact", l.PerContact)
	}
	return doc
}

func by(name string) string {
	if name == "" {
		return ""
	}
	return "by: " + name + ", "
}

func settingDoc(s providers.Setting) string {
	doc := s.Doc
	if words := strings.Join(s.Values, " or "); !strings.Contains(doc, words) {
		doc += " (" + words + ")"
	}
	switch {
	case s.Required:
		doc += ", required"
	case s.Default != "":
		doc += ", default " + s.Default
	}
	return doc
}

func fieldTable(s *providers.Spec) *table {
	t := newTable("field", "form", "cleared by", "beside being set")
	for _, f := range s.Fields {
		name := f.Name
		if f.Keyed {
			name += "[" + strings.Join(orWord(f.Keys, "KEY"), "|") + "]"
		}
		t.row(name, formText(f), orWord([]string{f.Clear}, "-")[0], f.Effect)
	}
	if types := customTypes(s); len(types) > 0 {
		t.row("custom", strings.Join(types, " "), orWord([]string{s.Custom.Clear}, "-")[0], s.Custom.Effect)
	}
	return t
}

// customTypes lists the types that the provider's custom fields may have.
func customTypes(s *providers.Spec) []string {
	var types []string
	for _, name := range providers.CustomTypes {
		if _, ok := s.Custom.Types[name]; ok {
			types = append(types, name)
		}
	}
	return types
}

func orWord(list []string, word string) []string {
	if len(list) == 0 || len(list) == 1 && list[0] == "" {
		return []string{word}
	}
	return list
}

func formText(f providers.Field) string {
	text := f.Form.String()
	if len(f.Options) > 0 {
		text = strings.Join(f.Options, " or ")
	}
	if f.Max > 0 {
		text += fmt.Sprintf(", %d characters at most", f.Max)
	}
	return text
}
