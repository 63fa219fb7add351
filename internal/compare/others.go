package main

import (
	"bufio"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"rollcall/internal/compare/workload"
)

// An other is what people use in the place of rollcall. It gets the requests
// ready made, and does nothing but send them.
type other struct {
	name    string
	program string
	probe   []string // arguments with which the program fails where a part of it is not installed
	part    int      // it gets so many times fewer rows, for it is slower
	command func(p parcel) (args, env []string, err error)
}

// A parcel is what another program is to send.
type parcel struct {
	dir, url string
	file     string // of the requests
	workers  string
}

var others = []other{
	{"Node, undici", "node", []string{"-e", "require('undici')"}, 1, script("undici.mjs")},
	{"curl --parallel", "curl", []string{"--parallel", "--version"}, 1, curl},
	{"k6", "k6", []string{"version"}, 2, k6},
	{"Python, http.client and threads", "python3", []string{"--version"}, 2, script("threads.py")},
	{"Node, fetch", "node", []string{"-e", "fetch"}, 5, script("fetch.mjs")},
	{"xargs curl", "xargs", []string{"--version"}, 50, xargs},
	{"newman", "newman", []string{"--version"}, 100, newman},
}

// others measures what is installed, with 64 requests in flight where the
// program can do that.
func (b *bench) others(ctx context.Context) error {
	s, err := b.standIn(ctx)
	if err != nil {
		return err
	}
	for _, o := range others {
		if err := b.other(ctx, s, o); err != nil {
			b.report.note("%s failed: %v", o.name, err)
		}
	}
	return s.stop()
}

func (b *bench) other(ctx context.Context, s *standIn, o other) error {
	if _, _, err := (child{path: o.program, args: o.probe}).run(ctx); err != nil {
		b.report.note("%s is not installed.", o.name)
		return nil
	}
	rows := max(b.rows/o.part, 10)
	requests, err := b.requests(ctx, workload.Single, rows)
	if err != nil {
		return err
	}
	args, env, err := o.command(parcel{dir: b.dir, url: s.url, file: requests, workers: strconv.Itoa(slots)})
	if err != nil {
		return err
	}
	c := child{rows: rows, path: o.program, args: args, env: env}
	all, err := compete(ctx, b.rounds, func(ctx context.Context) (sample, error) { return s.measure(ctx, c) })
	if err != nil {
		return err
	}
	if sent := all[0][0].requests; sent != rows {
		return fmt.Errorf("it sent %d of %d requests", sent, rows)
	}
	b.report.add("sending alone, ready-made requests", o.name, all[0], "")
	return nil
}

//go:embed scripts
var scripts embed.FS

// unpack writes a script to where the program can read it.
func (p parcel) unpack(name string) (string, error) {
	text, err := scripts.ReadFile("scripts/" + name)
	path := filepath.Join(p.dir, name)
	return path, errors.Join(err, os.WriteFile(path, text, 0o600))
}

// script is a command for a script that takes its arguments on the command line.
func script(name string) func(p parcel) (args, env []string, err error) {
	return func(p parcel) (args, env []string, err error) {
		path, err := p.unpack(name)
		return []string{path, p.url, p.workers, p.file, workload.Token}, nil, err
	}
}

func k6(p parcel) (args, env []string, err error) {
	path, err := p.unpack("k6.js")
	env = []string{"URL=" + p.url, "WORKERS=" + p.workers, "REQUESTS=" + p.file, "TOKEN=" + workload.Token}
	return []string{"run", "--quiet", "--no-usage-report", "--no-summary", path}, env, err
}

// curl is told of every request in one file.
func curl(p parcel) (args, env []string, err error) {
	config := p.file + ".curl"
	err = p.each(config, func(w *bufio.Writer, r workload.Request) {
		fmt.Fprintf(w, "next\nrequest = %q\nurl = %q\ndata = %s\nheader = \"Content-Type: application/json\"\n",
			r.Method, p.url+string(r.Path), quoted(r.Body))
		fmt.Fprintf(w, "header = \"Authorization: Bearer %s\"\noutput = %q\n", workload.Token, os.DevNull)
	})
	return []string{"--parallel", "--parallel-max", p.workers, "--no-progress-meter", "--config", config}, nil, err
}

// xargs runs a curl for every request.
func xargs(p parcel) (args, env []string, err error) {
	list := p.file + ".xargs"
	err = p.each(list, func(w *bufio.Writer, r workload.Request) {
		fmt.Fprintf(w, "%s\x00--data\x00%s\x00%s%s\x00", r.Method, r.Body, p.url, r.Path)
	})
	args = []string{
		"--arg-file", list, "-0", "-n", "4", "-P", p.workers, "curl", "--silent", "--output", os.DevNull,
		"--header", "Content-Type: application/json", "--header", "Authorization: Bearer " + workload.Token, "--request",
	}
	return args, nil, err
}

// newman gets a collection of one request and the data for its turns. It sends
// one request at a time.
func newman(p parcel) (args, env []string, err error) {
	data, collection := p.file+".newman.json", filepath.Join(p.dir, "collection.json")
	var turns []map[string]string
	err = p.each(data, func(_ *bufio.Writer, r workload.Request) {
		turns = append(turns, map[string]string{"target": string(r.Path), "body": string(r.Body)})
	})
	if err != nil {
		return nil, nil, err
	}
	type object = map[string]any
	request := object{
		"method": "PUT", "url": p.url + "{{target}}", "body": object{"mode": "raw", "raw": "{{body}}"},
		"header": []object{
			{"key": "Content-Type", "value": "application/json"},
			{"key": "Authorization", "value": "Bearer " + workload.Token},
		},
	}
	err = errors.Join(writeJSON(data, turns), writeJSON(collection, object{
		"info": object{"name": "compare", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"item": []object{{"name": "update", "request": request}},
	}))
	return []string{"run", collection, "--iteration-data", data, "--silent"}, nil, err
}

func writeJSON(path string, v any) error {
	text, err := json.Marshal(v)
	return errors.Join(err, os.WriteFile(path, text, 0o600))
}

// quoted writes a text as curl's configuration files have it.
func quoted(text []byte) []byte {
	out := []byte{'"'}
	for _, c := range text {
		if c == '"' || c == '\\' {
			out = append(out, '\\')
		}
		out = append(out, c)
	}
	return append(out, '"')
}

// each writes a file from the requests.
func (p parcel) each(path string, write func(*bufio.Writer, workload.Request)) error {
	in, err := os.Open(p.file)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		r, err := workload.ParseRequest(append(lines.Bytes(), '\n'))
		if err != nil {
			return errors.Join(err, out.Close())
		}
		write(w, r)
	}
	return errors.Join(lines.Err(), w.Flush(), out.Close())
}
