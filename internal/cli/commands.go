package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/report"
)

func (a *app) reportCommand() *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "report DIR",
		Short: "Render a run directory again, finished or not",
		Long: `Write reconciliation.csv, rejects and summary.json of a run directory again from
its journal, also of a run whose process was killed. Exits 0 when it could.`,
		Example: "  rollcall report contacts.rollcall",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("rollcall report takes one run directory; see: rollcall report --help")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := setLog(a.log, out.logLevel, out.logFormat, out.quiet); err != nil {
				return err
			}
			sum, err := report.Render(args[0])
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return usage("there is no run in %s", args[0])
			case err != nil:
				return stopped("%w", err)
			}
			return a.show(sum, out, nil)
		},
	}
	out.register(cmd.Flags())
	return cmd
}

func (a *app) providersCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "providers [NAME]",
		Short: "List the providers, or one provider's fields and limits",
		Example: `  rollcall providers
  rollcall providers aelyst`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("rollcall providers takes one name at most")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return providerNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.print(writeProviders)
			}
			def, ok := all.Find(args[0])
			if !ok {
				return usage("no provider %q: there are %s", args[0], strings.Join(providerNames(), ", "))
			}
			return a.print(func(w io.Writer) { writeProvider(w, def.Spec) })
		},
	}
}

func providerNames() []string {
	var names []string
	for _, def := range all.Definitions() {
		names = append(names, def.Spec.Name)
	}
	return names
}

func writeProviders(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "name\tprovider\trequest\tcontacts a request\tin flight\ta second")
	for _, def := range all.Definitions() {
		s := def.Spec
		fmt.Fprintf(t, "%s\t%s\t%s %s\t%d\t%d\t%g\n", s.Name, s.Title, s.Method, s.Path, s.Limits.Batch, s.Limits.Concurrency, s.Limits.Rate)
	}
	t.Flush()
}

func writeProvider(w io.Writer, s *providers.Spec) {
	fmt.Fprintf(w, "%s (provider: %s)\n%s %s%s\n%s\n\n", s.Title, s.Name, s.Method, s.BaseURL, s.Path, s.Source)
	fmt.Fprintf(w, "token     %s\n", s.Auth.Env)
	for _, set := range s.Settings {
		fmt.Fprintf(w, "setting   %s: %s\n", set.Name, settingDoc(set))
	}
	fmt.Fprintf(w, "limits    %d contacts a request, %d requests in flight, %g a second", s.Limits.Batch, s.Limits.Concurrency, s.Limits.Rate)
	if s.Limits.PerContact > 0 {
		fmt.Fprintf(w, ", %g a second to one contact", s.Limits.PerContact)
	}
	fmt.Fprintln(w)
	for _, id := range s.Contact {
		fmt.Fprintf(w, "contact   %s%s\n", by(id.By), id.Doc)
	}
	writeFields(w, s)
	for _, note := range s.Notes {
		fmt.Fprintf(w, "note      %s\n", note)
	}
}

func by(name string) string {
	if name == "" {
		return ""
	}
	return "by: " + name + ", "
}

func settingDoc(s providers.Setting) string {
	doc := s.Doc
	if len(s.Values) > 0 {
		doc += " (" + strings.Join(s.Values, " or ") + ")"
	}
	switch {
	case s.Required:
		doc += ", required"
	case s.Default != "":
		doc += ", default " + s.Default
	}
	return doc
}

func writeFields(w io.Writer, s *providers.Spec) {
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "field\tform\tcleared by\tbeside being set\t")
	for _, f := range s.Fields {
		name := f.Name
		if f.Keyed {
			name += "[" + strings.Join(orWord(f.Keys, "KEY"), "|") + "]"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t\n", name, formText(f), orWord([]string{f.Clear}, "-")[0], f.Effect)
	}
	if len(s.Custom.Types) > 0 {
		var types []string
		for _, name := range providers.CustomTypes {
			if _, ok := s.Custom.Types[name]; ok {
				types = append(types, name)
			}
		}
		fmt.Fprintf(t, "custom\t%s\t%s\t%s\t\n", strings.Join(types, " "), orWord([]string{s.Custom.Clear}, "-")[0], s.Custom.Effect)
	}
	t.Flush()
	fmt.Fprintln(w)
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
