package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

func stages(t *testing.T) []instructions.Stage {
	t.Helper()
	f, err := os.Open("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tree, err := parser.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	stages, _, err := instructions.Parse(tree.AST, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stages
}

// TestDockerfile makes sure that the image holds no more than it needs and runs
// as nobody in particular.
func TestDockerfile(t *testing.T) {
	t.Parallel()
	all := stages(t)
	build, last := all[0], all[len(all)-1]
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "../../go.mod"))[1]
	if build.BaseName != "golang:"+version {
		t.Errorf("the image is built with %s, go.mod wants %s", build.BaseName, version)
	}
	if last.BaseName != "scratch" {
		t.Errorf("the image is made from %s, want scratch", last.BaseName)
	}
	var user, dir, program string
	var there []string
	for _, c := range last.Commands {
		switch c := c.(type) {
		case *instructions.UserCommand:
			user = c.User
		case *instructions.WorkdirCommand:
			dir = c.Path
		case *instructions.EntrypointCommand:
			if program = strings.Join(c.CmdLine, " "); c.PrependShell {
				t.Error("the entry point needs a shell; the image has none")
			}
		case *instructions.CopyCommand:
			if c.From != build.Name {
				t.Errorf("%s copies from %q, want the stage %q", c, c.From, build.Name)
			}
			there = append(there, c.DestPath)
		}
	}
	if user != "65532:65532" || dir != "/data" || program != "/usr/bin/rollcall" {
		t.Errorf("the image runs %q as %q in %q, want rollcall as 65532:65532 in /data", program, user, dir)
	}
	for _, path := range []string{program, "/", "/etc/ssl/certs/"} {
		if !slices.Contains(there, path) {
			t.Errorf("the image has no %s, only %q", path, there)
		}
	}
}

// TestDockerignore: a tracked file that did not go along would show in the binary
// as a change.
func TestDockerignore(t *testing.T) {
	t.Parallel()
	var want []string
	for line := range strings.Lines(read(t, "../../.gitignore")) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "/") {
			line = "**/" + line
		}
		want = append(want, line)
	}
	have := strings.Split(strings.TrimSpace(read(t, "../../.dockerignore")), "\n")
	have = slices.DeleteFunc(have, func(line string) bool { return strings.HasPrefix(line, "#") })
	if !slices.Equal(have, want) {
		t.Errorf(".dockerignore leaves out %q, git ignores %q", have, want)
	}
}

// TestImageSteps runs the commands of the Dockerfile here, in a folder in place
// of /image.
func TestImageSteps(t *testing.T) {
	t.Parallel()
	needs(t, "sh", "git")
	folder := t.TempDir()
	image, src := filepath.Join(folder, "image"), checkout(t, filepath.Join(folder, "src"))
	for _, c := range stages(t)[0].Commands {
		if c, ok := c.(*instructions.RunCommand); ok {
			line := strings.ReplaceAll(strings.Join(c.CmdLine, " "), "/image", image)
			shell(t, src, line, "VERSION=1.2.3", "TARGETOS="+host().os, "TARGETARCH="+host().arch, "GOFLAGS=")
		}
	}
	if said := shell(t, image, "./rollcall version"); !strings.HasPrefix(said, "rollcall 1.2.3 ") {
		t.Errorf("the program in the image says %q, want version 1.2.3", said)
	}
	for name, mode := range map[string]os.FileMode{"tmp": os.ModeDir | os.ModeSticky | 0o777, "data": os.ModeDir | 0o755} {
		if info, err := os.Stat(filepath.Join(image, "own", name)); err != nil || info.Mode() != mode {
			t.Errorf("the image has no folder %s of mode %s: %v", name, mode, err)
		}
	}
}

// TestImage builds the image with buildah, with this machine's Go in place of the
// official image, and runs it as docker would.
func TestImage(t *testing.T) {
	t.Parallel()
	needs(t, "buildah", "git")
	if os.Getuid() != 0 {
		t.Skip("skipped: buildah is tried as root alone")
	}
	b := buildah{t, t.TempDir()}
	src := checkout(t, filepath.Join(b.folder, "src"))
	mounts := b.base()
	b.do("bud --isolation chroot --from golang-here --build-arg VERSION=1.2.3 -t rollcall " + mounts + " " + src)
	b.do("from --name tried rollcall")
	const program = "run --isolation chroot tried -- /usr/bin/rollcall "
	if said := b.do(program + "version"); !strings.HasPrefix(said, "rollcall 1.2.3 (") {
		t.Errorf("the image says %q, want version 1.2.3 with its commit", said)
	}
	b.do(program + "demo aelyst >demo.txt || test $? = 1")
	files := shell(t, strings.TrimSpace(b.do("mount tried")), "ls -ln data/rollcall-demo/aelyst; ls etc/ssl/certs; ls -ld tmp")
	for _, want := range []string{"65532 65532", "reconciliation.csv", "ca-certificates.crt", "drwxrwxrwt"} {
		if !strings.Contains(files, want) {
			t.Errorf("after a demo there is no %s in the image:\n%s", want, files)
		}
	}
}

// buildah keeps its images in a folder of the test.
type buildah struct {
	*testing.T
	folder string
}

func (b buildah) do(line string) string {
	b.Helper()
	return shell(b.T, b.folder, "buildah --storage-driver vfs --root "+b.folder+"/root --runroot "+b.folder+"/run "+line)
}

// base makes the image golang-here: what the Dockerfile copies from the official
// one stands in it. The rest is mounted from this machine, by the arguments that
// it returns.
func (b buildah) base() (mounts string) {
	b.Helper()
	const file = `FROM scratch
COPY ca-certificates.crt /etc/ssl/certs/
WORKDIR /tmp
ENV PATH=/usr/local/go/bin:/usr/local/bin:/usr/bin GOPROXY=off GOMODCACHE=/modules GOCACHE=/cache
`
	shell(b.T, b.folder, `mkdir base && cd base && printf '%s' "$FILE" >Dockerfile && cp /etc/ssl/certs/ca-certificates.crt .`, "FILE="+file)
	b.do("bud -t golang-here base")
	where := strings.Fields(shell(b.T, b.folder, "go env GOROOT GOMODCACHE GOCACHE"))
	mounts = "-v " + where[1] + ":/modules -v " + where[2] + ":/cache"
	for _, name := range []string{"/usr", "/bin", "/lib", "/lib64", where[0]} {
		if _, err := os.Stat(name); err == nil {
			mounts += " -v " + name + ":" + name + ":ro"
		}
	}
	return mounts
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
