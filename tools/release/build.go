package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
)

// environment is that of go commands for a platform. It overrides all that could
// make the binary another one.
func (r *release) environment(p platform) []string {
	return []string{
		"GOOS=" + p.os, "GOARCH=" + p.arch, "CGO_ENABLED=0",
		"GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=", "GOEXPERIMENT=", "GOFIPS140=off", "GOWORK=off",
		"SOURCE_DATE_EPOCH=" + strconv.FormatInt(r.time.Unix(), 10),
	}
}

// build makes a static binary for a platform and returns its path. It holds no
// path of this machine, and it tells its version and its commit. It is made once.
func (r *release) build(ctx context.Context, p platform) (string, error) {
	path := filepath.Join(r.work, p.os+"_"+p.arch, p.binary())
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	_, err := r.output(ctx, r.environment(p), "go", "build", "-trimpath", "-buildvcs=true",
		"-ldflags", "-s -w -X rollcall/internal/cli.version="+r.version, "-o", path, ".")
	return path, err
}

// host is the platform that this program runs on.
func host() platform { return platform{runtime.GOOS, runtime.GOARCH} }
