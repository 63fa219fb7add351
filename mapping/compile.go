package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"rollcall/providers"
)

// MaxSize is how many bytes a mapping file may have.
const MaxSize = 1 << 20

// Compile reads the mapping file text against the providers and the columns of
// the input: the header of delimited input, or nil for JSONL, whose columns are
// key paths that nobody can check beforehand. The path serves messages only.
//
// The error joins every problem, in the order of the file, each as
// FILE:LINE:COLUMN: and what is wrong.
func Compile(path string, text []byte, defs []providers.Definition, columns []string) (*Mapping, error) {
	p := &problems{path: path}
	root := load(text, p)
	if root == nil {
		return nil, p.err()
	}
	c := &compiler{
		problems: p,
		config:   decode(root, p),
		header:   newHeader(columns),
		mapping:  &Mapping{Path: path, SHA256: sum(text), Fingerprint: fingerprint(root)},
	}
	if c.provider(defs) {
		c.mapped()
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	return c.finish(), nil
}

func sum(text []byte) string {
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:])
}

// A compiler turns a config into a mapping, and notes every problem on the way.
type compiler struct {
	*problems
	config  *config
	header  *header
	mapping *Mapping
	spec    *providers.Spec
}

// provider finds the provider and makes it; false where nothing of the rest can
// be looked up.
func (c *compiler) provider(defs []providers.Definition) bool {
	names := make([]string, len(defs))
	for i, def := range defs {
		names[i] = def.Spec.Name
	}
	if c.config.provider == nil {
		c.at(c.config.root, "the mapping names no provider: write provider: and one of %s", strings.Join(names, ", "))
		return false
	}
	name, ok := c.name(c.config.provider, "provider")
	if !ok {
		return false
	}
	for _, def := range defs {
		if def.Spec.Name == name {
			c.spec = def.Spec
			c.open(def)
			return true
		}
	}
	hint := didYouMean(name, names)
	if hint == "" {
		hint = ": the providers are " + strings.Join(names, ", ")
	}
	c.at(c.config.provider, "there is no provider %s%s", quote(name), hint)
	return false
}

// open makes the provider from its settings.
func (c *compiler) open(def providers.Definition) {
	var known []string
	for _, setting := range def.Spec.Settings {
		known = append(known, setting.Name)
	}
	for _, name := range keysOf(c.config.setting) {
		if !slices.Contains(known, name) {
			c.at(c.config.setting[name], "%s knows no setting %s%s", def.Spec.Name, quote(name), didYouMean(name, known))
		}
	}
	full, err := def.Spec.CheckSettings(c.config.given)
	if err != nil {
		at := c.config.settings
		if at == nil {
			at = c.config.provider
		}
		c.at(at, "%s", err)
		return
	}
	c.mapping.Settings = full
	c.mapping.Provider = def.New(full)
}

// mapped compiles what concerns the row.
func (c *compiler) mapped() {
	c.identifier()
	c.fields()
	c.condition()
	c.kept()
	c.tests()
}

func (c *compiler) identifier() {
	source := c.config.contact
	if source == nil {
		if c.config.at("contact") == nil {
			c.at(c.config.root, "the mapping does not say which contact a row updates: write contact: and a column")
		}
		return
	}
	id, ok := c.identifiedBy(source.keys["by"])
	if !ok {
		return
	}
	if at := source.keys["empty"]; at != nil {
		c.at(at, "contact takes no empty: a row without a contact is invalid")
	}
	if at := source.keys["create"]; at != nil {
		c.at(at, "create belongs to a field, not to contact")
	}
	source.required, source.empty = true, emptySkip
	if r := c.rule(source, providers.Field{Form: id.Form}, false); r != nil {
		c.mapping.contact, c.mapping.sent = *r, id.Sent
	}
}

// identifiedBy looks up the kind of identifier that contact.by names.
func (c *compiler) identifiedBy(at *yaml.Node) (providers.Identifier, bool) {
	if at == nil {
		return c.spec.Identifier("")
	}
	by, ok := c.name(at, "by")
	if !ok {
		return providers.Identifier{}, false
	}
	id, ok := c.spec.Identifier(by)
	if ok {
		return id, true
	}
	var known []string
	for _, id := range c.spec.Contact {
		if id.By != "" {
			known = append(known, id.By)
		}
	}
	if known == nil {
		c.at(at, "%s knows a contact in one way only: leave out by", c.spec.Name)
	} else {
		c.at(at, "by is %s: write %s", quote(by), strings.Join(known, " or "))
	}
	return id, false
}

func (c *compiler) condition() {
	at := c.config.where
	if at == nil {
		return
	}
	text, ok := c.name(at, "where")
	if !ok {
		return
	}
	condition, err := compileWhere(text, c.header)
	c.mapping.where = condition
	c.failed(at, "where: ", err)
}

// failed notes each of the joined errors.
func (c *compiler) failed(at *yaml.Node, prefix string, err error) {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			c.failed(at, prefix, one)
		}
		return
	}
	if err != nil {
		c.at(at, "%s%s", prefix, err)
	}
}

func (c *compiler) kept() {
	if c.config.report.KeepAll {
		c.config.report.Keep = c.header.names
		return
	}
	for _, at := range c.config.keep {
		i, err := c.header.bind(at.Value)
		if err != nil {
			c.at(at, "report.keep: %s", err)
			continue
		}
		c.mapping.keep = append(c.mapping.keep, i)
		c.config.report.Keep = append(c.config.report.Keep, c.header.bound[i])
	}
}

// finish fills in what is known once everything is compiled.
func (c *compiler) finish() *Mapping {
	m := c.mapping
	m.Token, m.Send, m.Report = c.config.token, c.config.send, c.config.report
	m.Guards, m.Duplicates = c.config.guards, c.config.several
	m.Columns, m.Unused = c.header.bound, c.header.unused()
	m.constants = true
	for _, r := range m.rules {
		m.constants = m.constants && r.constant != nil
	}
	m.Effects = effects(m.rules)
	m.countColumns(c.header)
	return m
}
