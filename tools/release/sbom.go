package main

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/google/uuid"
)

// bill writes the software bill of materials of a binary as CycloneDX JSON:
// https://cyclonedx.org/docs/1.6/json/
func (r *release) bill(path string, p platform, binary string, parts []component) (err error) {
	hash, err := sum(binary)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	bom, err := r.bom(p, hash, parts)
	if err != nil {
		return err
	}
	return cyclonedx.NewBOMEncoder(f, cyclonedx.BOMFileFormatJSON).SetPretty(true).SetEscapeHTML(false).
		EncodeVersion(bom, cyclonedx.SpecVersion1_6)
}

// bom lists the parts of a binary with the hash. The serial number follows from
// the hash: the same binary has the same bill.
func (r *release) bom(p platform, hash string, parts []component) (*cyclonedx.BOM, error) {
	bom := cyclonedx.NewBOM()
	bom.SerialNumber = uuid.NewSHA1(uuid.NameSpaceOID, []byte(hash)).URN()
	bom.Metadata = &cyclonedx.Metadata{
		Timestamp: r.time.Format(time.RFC3339),
		Component: &cyclonedx.Component{
			BOMRef: "rollcall@" + r.version, Type: cyclonedx.ComponentTypeApplication,
			Name: "rollcall", Version: r.version,
			Licenses: licences([]string{"Apache-2.0"}),
			Hashes:   &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: hash}},
			Properties: &[]cyclonedx.Property{
				{Name: "cdx:gomod:build:env:GOOS", Value: p.os},
				{Name: "cdx:gomod:build:env:GOARCH", Value: p.arch},
				{Name: "rollcall:file", Value: p.binary()},
			},
		},
	}
	var list []cyclonedx.Component
	for _, c := range parts {
		entry, err := c.entry()
		if err != nil {
			return nil, err
		}
		list = append(list, entry)
	}
	bom.Components = &list
	return bom, nil
}

// entry is a component in the words of CycloneDX.
func (c component) entry() (cyclonedx.Component, error) {
	purl := "pkg:golang/" + strings.ToLower(c.path) + "@" + c.version
	entry := cyclonedx.Component{
		BOMRef: purl, Type: cyclonedx.ComponentTypeLibrary,
		Name: c.path, Version: c.version, PackageURL: purl, Licenses: licences(c.licences),
	}
	if c.sum == "" {
		return entry, nil
	}
	hash, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(c.sum, "h1:"))
	if err != nil {
		return entry, fmt.Errorf("the sum %q of %s: %w", c.sum, c.path, err)
	}
	entry.Hashes = &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: hex.EncodeToString(hash)}}
	return entry, nil
}

func licences(ids []string) *cyclonedx.Licenses {
	var list cyclonedx.Licenses
	for _, id := range ids {
		list = append(list, cyclonedx.LicenseChoice{License: &cyclonedx.License{ID: id}})
	}
	return &list
}
