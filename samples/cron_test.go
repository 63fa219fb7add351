package samples_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"rollcall/internal/sandbox"
)

// A nightly is a ready file for runs that nobody watches: the command line in
// it, and the text of its mapping.
type nightly struct {
	name    string
	words   []string
	mapping string
}

func nightlies(t *testing.T) []nightly {
	t.Helper()
	mapping := readCron(t, "nightly.yaml")
	job := readCronJob(t)
	return []nightly{
		{"crontab", crontabWords(t, readCron(t, "crontab")), mapping},
		{"rollcall.service", strings.Fields(setting(t, "ExecStart"))[1:], mapping},
		{"cronjob.yaml", job.words(t), job.mapping},
	}
}

func readCron(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("cron", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// crontabWords returns what the shell makes of the command in a crontab.
func crontabWords(t *testing.T, text string) (words []string) {
	t.Helper()
	line := regexp.MustCompile(`(?m)^(?:\S+ ){5}\S+/rollcall (.*)$`).FindStringSubmatch(text)
	if line == nil || regexp.MustCompile(`[^\\]%`).MatchString(line[1]) {
		t.Fatalf("cron finds no command, or one that it cuts at a percent sign, in:\n%s", text)
	}
	for word := range strings.FieldsSeq(strings.ReplaceAll(line[1], `\%`, "%")) {
		words = append(words, strings.Trim(word, "'"))
	}
	return words
}

// setting returns a setting of the service as systemd reads it: continued lines
// joined, %S and %% in their meaning.
func setting(t *testing.T, name string) string {
	t.Helper()
	text := strings.ReplaceAll(readCron(t, "rollcall.service"), "\\\n", " ")
	m := regexp.MustCompile(`(?m)^` + name + `=(.*)$`).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("the service has no %s", name)
	}
	return strings.NewReplacer("%%", "%", "%S", "/var/lib").Replace(m[1])
}

// A cronJob is what a test asks of the manifest.
type cronJob struct {
	Spec struct {
		Schedule    string
		JobTemplate struct {
			Spec struct {
				PodFailurePolicy struct {
					Rules []struct {
						Action      string
						OnExitCodes struct {
							ContainerName string `yaml:"containerName"`
							Values        []string
						} `yaml:"onExitCodes"`
					}
				} `yaml:"podFailurePolicy"`
				Template struct {
					Spec struct {
						Containers []struct {
							Name string
							Args []string
							Env  []struct{ Name string }
						}
					}
				}
			}
		} `yaml:"jobTemplate"`
	}
	mapping string
}

func readCronJob(t *testing.T) (job cronJob) {
	t.Helper()
	docs := yaml.NewDecoder(strings.NewReader(readCron(t, "cronjob.yaml")))
	var config struct{ Data map[string]string }
	for _, doc := range []any{&config, &job} {
		if err := docs.Decode(doc); err != nil {
			t.Fatalf("cronjob.yaml: %v", err)
		}
	}
	if err := docs.Decode(&struct{}{}); err != io.EOF {
		t.Errorf("behind the CronJob comes more: %v", err)
	}
	job.mapping = config.Data["nightly.yaml"]
	return job
}

func (j cronJob) words(t *testing.T) []string {
	t.Helper()
	containers := j.Spec.JobTemplate.Spec.Template.Spec.Containers
	if len(containers) != 1 || containers[0].Env[0].Name != "AELYST_TOKEN" {
		t.Fatalf("the pod runs %+v, want rollcall alone, with its token", containers)
	}
	return containers[0].Args
}

// TestNightly does what each ready file says, twice, below a folder of the test:
// nothing is printed, and the second night sends nothing.
func TestNightly(t *testing.T) {
	t.Parallel()
	for _, n := range nightlies(t) {
		t.Run(n.name, func(t *testing.T) {
			t.Parallel()
			server := sandbox.New(sandbox.Config{})
			url, stop, err := server.Listen(t.Context(), "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer stop()
			root := t.TempDir()
			args := append(n.below(t, root), "--base-url", url)
			for range 2 {
				if code, text := rollcall(t, args...); code != 0 || text != "" {
					t.Fatalf("rollcall %s ends with %d and prints %q", strings.Join(args, " "), code, text)
				}
				if got := server.Stats().Rows["updated"]; got != 2 {
					t.Errorf("%d updates were accepted so far, want 2", got)
				}
				n.another(t, root)
			}
		})
	}
}

var absolute = regexp.MustCompile(`(^|=|file: )(/[\w./{}-]+)`)

// below puts the files of a command below a folder and returns its words.
func (n nightly) below(t *testing.T, root string) []string {
	t.Helper()
	move := func(text string) string { return absolute.ReplaceAllString(text, "${1}"+root+"${2}") }
	words := make([]string, len(n.words))
	for i, word := range n.words {
		words[i] = move(word)
		if path := absolute.FindStringSubmatch(word); path != nil {
			put(t, filepath.Join(root, filepath.Dir(path[2]), ".keep"), "")
		}
	}
	put(t, filepath.Join(root, "etc/rollcall/nightly.yaml"), move(n.mapping))
	put(t, filepath.Join(root, "etc/rollcall/aelyst.token"), sandbox.DefaultToken)
	put(t, words[1], "Contact ID,First Name,Last Name,E-mail\n1,Ann,Ox,ann@example.com\n2,Ben,Ray,ben@example.com\n")
	return words
}

// another makes room for the run of the same second, or day.
func (n nightly) another(t *testing.T, root string) {
	t.Helper()
	runs, err := filepath.Glob(filepath.Join(root, "*", "*", "*", "*.rollcall"))
	more, err2 := filepath.Glob(filepath.Join(root, "*", "*", "*.rollcall"))
	if runs = append(runs, more...); err != nil || err2 != nil || len(runs) != 1 {
		t.Fatalf("the run directories are %v", runs)
	}
	if err := os.RemoveAll(runs[0]); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = os.WriteFile(path, []byte(text), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestNightly_exitCodes compares the codes that are not tried again with those
// that rollcall run --help lists: all but a success, a stop and an interruption.
func TestNightly_exitCodes(t *testing.T) {
	t.Parallel()
	_, help := rollcall(t, "run", "--help")
	var want []string
	for _, m := range regexp.MustCompile(`(?m)^ +(\d+)  (.*)$`).FindAllStringSubmatch(help, -1) {
		if m[1] != "0" && !strings.Contains(m[2], "--resume goes on") {
			want = append(want, m[1])
		}
	}
	if len(want) < 3 {
		t.Fatalf("the help lists %v only:\n%s", want, help)
	}
	if diff := cmp.Diff(want, strings.Fields(setting(t, "RestartPreventExitStatus"))); diff != "" {
		t.Errorf("codes that the service does not start again for (-want +got):\n%s", diff)
	}
	if got := setting(t, "SuccessExitStatus"); got != "130" {
		t.Errorf("the service takes %s for a success, want 130: what systemctl stop leads to", got)
	}
	for _, rule := range readCronJob(t).Spec.JobTemplate.Spec.PodFailurePolicy.Rules {
		if diff := cmp.Diff(want, rule.OnExitCodes.Values); diff != "" || rule.Action != "FailJob" || rule.OnExitCodes.ContainerName != "rollcall" {
			t.Errorf("codes that end the job (-want +got) by %+v:\n%s", rule, diff)
		}
	}
}

// TestCredential follows the token from the unit to the mapping.
func TestCredential(t *testing.T) {
	t.Parallel()
	credential, _, _ := strings.Cut(setting(t, "LoadCredential"), ":")
	want := "token: {file: /run/credentials/rollcall.service/" + credential + "}"
	if !strings.Contains(readCron(t, "nightly.yaml"), "\n# "+want+"\n") {
		t.Errorf("the mapping does not show %s", want)
	}
}

// TestPaths: a folder that a machine may lack does not keep the service from its
// start.
func TestPaths(t *testing.T) {
	t.Parallel()
	for path := range strings.FieldsSeq(setting(t, "ReadWritePaths")) {
		if !strings.HasPrefix(path, "-/") {
			t.Errorf("where there is no %s, systemd does not start the service", path)
		}
	}
}

// TestUnits has systemd read the service and the timer, where it is there.
func TestUnits(t *testing.T) {
	t.Parallel()
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd here")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	args := []string{"verify", "--man=no"}
	for _, name := range []string{"rollcall.service", "rollcall.timer"} {
		path := filepath.Join(folder, name)
		put(t, path, strings.ReplaceAll(readCron(t, name), "/usr/local/bin/rollcall", self))
		args = append(args, path)
	}
	out, err := exec.CommandContext(t.Context(), analyze, args...).CombinedOutput()
	if err != nil || bytes.Contains(out, []byte(folder)) {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

// TestNightly_flags asks for the help of each command: all its flags are read
// before that is given.
func TestNightly_flags(t *testing.T) {
	t.Parallel()
	for _, n := range nightlies(t) {
		if code, text := rollcall(t, slices.Concat(n.words, []string{"--help"})...); code != 0 {
			t.Errorf("%s: rollcall %s: %s", n.name, strings.Join(n.words, " "), text)
		}
	}
}
