package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	"unicode"

	"rollcall/mapping"
)

// tokenTimeout is how long a token command may take.
const tokenTimeout = 30 * time.Second

// token reads the secret from where the mapping says, or, where it says
// nothing, from the provider's usual environment variable.
func (a *app) token(ctx context.Context, m *mapping.Mapping) (string, error) {
	source := m.Token
	if source.Env == "" && source.File == "" && len(source.Command) == 0 {
		source.Env = m.Provider.Spec().Auth.Env
	}
	secret, from, err := a.readToken(ctx, source, filepath.Dir(m.Path))
	if err != nil {
		return "", usageErr(err)
	}
	secret = strings.TrimSpace(strings.TrimPrefix(secret, "\uFEFF")) // editors put the mark there
	a.redactor.add(secret)
	if secret == "" {
		return "", usage("no token: %s is empty; put the token there, or say where it is with token: in %s", from, m.Path)
	}
	if strings.ContainsFunc(secret, func(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }) {
		return "", usage("the token from %s has blanks, line breaks or invisible characters in it: it must be one word", from)
	}
	return secret, nil
}

func (a *app) readToken(ctx context.Context, t mapping.Token, dir string) (secret, from string, err error) {
	switch {
	case t.Env != "":
		return a.world.Getenv(t.Env), "the environment variable " + t.Env, nil
	case t.File != "":
		path := t.File
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		secret, err := a.tokenFile(path)
		return secret, path, err
	default:
		secret, err := tokenCommand(ctx, t.Command)
		return secret, fmt.Sprintf("the command %q", t.Command[0]), err
	}
}

func (a *app) tokenFile(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("token file: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 { // there the mode tells nothing
		a.log.Warnf("others can read the token file %s: chmod 600 it", path)
	}
	if info.Size() > 64<<10 {
		return "", fmt.Errorf("token file %s: %d bytes are too many for a token", path, info.Size())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("token file: %w", err)
	}
	return string(text), nil
}

// tokenCommand runs a program and returns what it prints. What it says on
// standard error is not shown: it may hold the secret. What it leaves running is
// not waited for.
func tokenCommand(ctx context.Context, command []string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, tokenTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.WaitDelay = time.Second // for what it left behind with its standard output in hand
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrWaitDelay) {
		return string(out), nil
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return "", fmt.Errorf("token command %q did not end within %s", command[0], tokenTimeout)
	}
	if err != nil {
		return "", fmt.Errorf("token command %q: %w", command[0], err)
	}
	return string(out), nil
}
