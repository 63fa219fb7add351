package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rollcall/providers/all"
	"rollcall/source"
	"rollcall/state"
)

// shells are those that completion is written for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cobra.Command {
	var bare bool
	cmd := &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print the script by which a shell completes rollcall's words",
		Long: `Print the script by which a shell completes commands, flags and what belongs
behind them: bash, zsh, fish or powershell. Each is to be read when the shell starts:

  bash         source <(rollcall completion bash), in ~/.bashrc; it needs the package bash-completion
  zsh          source <(rollcall completion zsh), in ~/.zshrc, behind compinit
  fish         rollcall completion fish | source, in ~/.config/fish/config.fish
  powershell   rollcall completion powershell | Out-String | Invoke-Expression, in $PROFILE`,
		Example: `  rollcall completion bash
  rollcall completion zsh > _rollcall
  rollcall completion fish > rollcall.fish
  rollcall completion powershell > rollcall.ps1`,
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return cmd.Help()
			case 1:
				return a.writeCompletion(cmd.Root(), args[0], !bare)
			}
			return usage("rollcall completion takes one shell: %s", strings.Join(shells, ", "))
		},
	}
	cmd.Flags().BoolVar(&bare, "no-descriptions", false, "without a word about what each one is")
	return cmd
}

func (a *app) writeCompletion(root *cobra.Command, shell string, described bool) error {
	var write func(io.Writer) error
	switch shell {
	case "bash":
		write = func(w io.Writer) error { return root.GenBashCompletionV2(w, described) }
	case "zsh":
		write = root.GenZshCompletion
		if !described {
			write = root.GenZshCompletionNoDesc
		}
	case "fish":
		write = func(w io.Writer) error { return root.GenFishCompletion(w, described) }
	case "powershell":
		write = root.GenPowerShellCompletionWithDesc
		if !described {
			write = root.GenPowerShellCompletion
		}
	default:
		return usage("no completion for the shell %q: there are %s", shell, strings.Join(shells, ", "))
	}
	return a.print(func(w io.Writer) { _ = write(w) })
}

// complete tells a command what belongs behind its flags.
func complete(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if what, known := flagWords[f.Name]; known {
			cmd.RegisterFlagCompletionFunc(f.Name, what)
		} else if f.Value.Type() != "string" {
			cmd.RegisterFlagCompletionFunc(f.Name, cobra.NoFileCompletions)
		}
	})
	if what, known := argumentWords[cmd.Name()]; known {
		cmd.ValidArgsFunction = what
	}
}

// unquoteUsages takes the signs out of the usages that say what help calls a value: a
// shell shows a usage as it stands.
func unquoteUsages(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) { _, f.Usage = pflag.UnquoteUsage(f) })
	}
}

const noFiles = cobra.ShellCompDirectiveNoFileComp

// argumentWords are what the arguments of a command may be.
var argumentWords = map[string]cobra.CompletionFunc{
	"run": inputFiles, "check": inputFiles, "init": inputFiles,
	"report": runDirectories(holdsRun), "undo": runDirectories(undoable),
	"providers": providersAndFields, "demo": firstOnly(providerWords),
	"state": firstOnly(func(string) []cobra.Completion { return nil }),
}

// flagWords are what may stand behind a flag. Flags that are not here take a
// number or nothing, or a file of any kind.
var flagWords = map[string]cobra.CompletionFunc{
	"provider":       fixed(providerWords("")...),
	"input-format":   fixed("csv\tcomma, semicolon, … between the cells", "tsv\ttab between the cells", "jsonl\ta JSON object a line, or an array", "xlsx\ta workbook"),
	"delimiter":      fixed(",", ";", "tab", "|"),
	"encoding":       fixed("utf-8", "utf-16le", "utf-16be", "windows-1252\tWestern Europe", "windows-1250\tCentral Europe", "windows-1251\tCyrillic", "iso-8859-1", "iso-8859-2", "iso-8859-15", "macintosh", "shift_jis", "gb18030", "big5", "euc-kr"),
	"sheet":          sheets,
	"log-level":      fixed("error", "warn", "info", "debug", "trace"),
	"log-format":     fixed("text", "json"),
	"telecmi-style":  fixed("body", "http"),
	"base-url":       cobra.FixedCompletions([]cobra.Completion{"http://127.0.0.1:8377\trollcall sandbox"}, noFiles),
	"forget-account": accounts,
	"confirm":        cobra.NoFileCompletions,
	"max-errors":     cobra.NoFileCompletions,
	"max-shrink":     cobra.NoFileCompletions,
	"max-cleared":    cobra.NoFileCompletions,
	"max-changed":    cobra.NoFileCompletions,
	"prune":          cobra.NoFileCompletions,
	"addr":           cobra.NoFileCompletions,
	"account":        cobra.NoFileCompletions,
	"token":          cobra.NoFileCompletions,
}

func fixed(words ...cobra.Completion) cobra.CompletionFunc {
	return cobra.FixedCompletions(words, noFiles)
}

// firstOnly completes the first argument; there is no second.
func firstOnly(words func(string) []cobra.Completion) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, noFiles
		}
		list := words(begun)
		if list == nil {
			return nil, cobra.ShellCompDirectiveDefault
		}
		return list, noFiles
	}
}

func providerWords(string) []cobra.Completion {
	var words []cobra.Completion
	for _, def := range all.Definitions() {
		words = append(words, def.Spec.Name+"\t"+def.Spec.Title)
	}
	return words
}

// providersAndFields completes a provider, and then its fields.
func providersAndFields(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return providerWords(begun), noFiles
	}
	def, ok := all.Find(args[0])
	if !ok {
		return nil, noFiles
	}
	var words []cobra.Completion
	for _, f := range def.Spec.Fields {
		words = append(words, f.Name+"\t"+formText(f))
	}
	return words, noFiles
}

// inputFiles completes the one file that can be read.
func inputFiles(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, noFiles
	}
	var endings []cobra.Completion
	for _, ext := range inputExtensions {
		endings = append(endings, strings.TrimPrefix(ext, "."))
	}
	return endings, cobra.ShellCompDirectiveFilterFileExt
}

// runDirectories completes the one directory that holds such a run; where there
// is none, directories in which one may be.
func runDirectories(such func(dir string) bool) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, noFiles
		}
		var found []cobra.Completion
		folder, _ := filepath.Split(begun)
		entries, _ := os.ReadDir(filepath.Clean("./" + folder))
		if filepath.IsAbs(folder) {
			entries, _ = os.ReadDir(folder)
		}
		for _, e := range entries {
			dir := filepath.Join(folder, e.Name())
			if e.IsDir() && strings.HasPrefix(folder+e.Name(), begun) && such(dir) {
				found = append(found, folder+e.Name()+lastChange(dir))
			}
		}
		if len(found) == 0 {
			return nil, cobra.ShellCompDirectiveFilterDirs
		}
		return found, noFiles
	}
}

// undoable reports whether a directory holds a run that may have changed
// something, which a check has not.
func undoable(dir string) bool {
	command, _ := summarized(dir)
	return holdsRun(dir) && command != "check"
}

// lastChange tells when the run in a directory wrote last, as the description of
// a word.
func lastChange(dir string) string {
	info, err := fs.Stat(os.DirFS(dir), "journal")
	if err != nil {
		return ""
	}
	return "\t" + info.ModTime().Format("2006-01-02 15:04")
}

// sheets completes the sheets of the workbook that the command line names.
func sheets(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, noFiles
	}
	names, _ := source.Sheets(args[0])
	return names, noFiles
}

// accounts completes the accounts that the state file of the command line holds.
func accounts(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, noFiles
	}
	store, err := state.Read(args[0], now())
	if err != nil {
		return nil, noFiles
	}
	defer store.Close()
	sum, _ := store.Summary()
	var words []cobra.Completion
	for _, one := range sum.Accounts {
		words = append(words, fmt.Sprintf("%s\t%s", one.String(), count(one.Contacts, "contact")))
	}
	return words, noFiles
}
