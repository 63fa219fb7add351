package mapping

import (
	"go.yaml.in/yaml/v4"

	"rollcall/providers"
)

// A config is the mapping file as it is written: its own rules are checked, the
// provider and the columns are not looked up yet.
type config struct {
	root     *yaml.Node
	provider *yaml.Node
	settings *yaml.Node
	token    Token
	given    providers.Settings
	setting  map[string]*yaml.Node // where each setting stands
	contact  *sourceConfig
	fields   []fieldConfig
	custom   []fieldConfig
	empty    emptyRule
	clear    string // clear_word; empty for none
	numbers  providers.Signs
	where    *yaml.Node
	send     Send
	guards   Guards
	several  Duplicates
	report   Report
	keep     []*yaml.Node
	tests    []testConfig
}

// A fieldConfig is one entry of fields or custom.
type fieldConfig struct {
	name   string
	at     *yaml.Node
	source *sourceConfig
}

// An emptyRule says what an empty value does to its field.
type emptyRule int

const (
	emptyUnset emptyRule = iota - 1 // the rule of the level above holds
	emptySkip                       // leave the field alone
	emptyClear                      // empty the field
	emptyError                      // the row is invalid
)

var emptyWords = []string{"skip", "clear", "error"}

func decode(root *yaml.Node, p *problems) *config {
	c := &config{root: root, given: providers.Settings{}, setting: map[string]*yaml.Node{}}
	p.keyed(root, "the mapping", readers{
		"provider":   func(n *yaml.Node) { c.provider = n },
		"token":      func(n *yaml.Node) { c.token = p.token(n) },
		"settings":   func(n *yaml.Node) { c.readSettings(n, p) },
		"contact":    func(n *yaml.Node) { c.contact = p.source(n, "contact") },
		"fields":     func(n *yaml.Node) { c.fields = p.fields(n, "fields") },
		"custom":     func(n *yaml.Node) { c.custom = p.fields(n, "custom") },
		"empty":      func(n *yaml.Node) { c.empty = max(emptySkip, p.emptyRule(n, "empty")) },
		"clear_word": func(n *yaml.Node) { c.clear, _ = p.name(n, "clear_word") },
		"numbers":    func(n *yaml.Node) { c.numbers = p.numbers(n) },
		"where":      func(n *yaml.Node) { c.where = n },
		"send":       func(n *yaml.Node) { c.readSend(n, p) },
		"guards":     func(n *yaml.Node) { c.readGuards(n, p) },
		"duplicates": func(n *yaml.Node) { c.several = Duplicates(max(0, p.choice(n, "duplicates", duplicatesWords...))) },
		"report":     func(n *yaml.Node) { c.readReport(n, p) },
		"tests":      func(n *yaml.Node) { c.tests = p.tests(n) },
	})
	return c
}

// at returns the value of a key of the file, nil where it is not there.
func (c *config) at(key string) *yaml.Node {
	for i := 0; i+1 < len(c.root.Content); i += 2 {
		if c.root.Content[i].Value == key {
			return c.root.Content[i+1]
		}
	}
	return nil
}

func (p *problems) emptyRule(n *yaml.Node, what string) emptyRule {
	return emptyRule(p.choice(n, what, emptyWords...))
}

// token reads where the secret is. It quotes nothing of what it reads: people
// put the secret itself here.
func (p *problems) token(n *yaml.Node) Token {
	const advice = "write token: {env: NAME}, {file: PATH} or {command: [program, argument]}"
	var t Token
	if n.Kind != yaml.MappingNode {
		p.at(n, "token must not hold the secret itself: %s", advice)
		return t
	}
	if len(n.Content) != 2 {
		p.at(n, "token takes exactly one key: %s", advice)
		return t
	}
	key, value := n.Content[0], n.Content[1]
	switch key.Value {
	case "env":
		t.Env = p.envName(value)
	case "file":
		t.File, _ = p.name(value, "token.file")
	case "command":
		t.Command = p.command(value)
	default:
		p.at(key, "token has another key than env, file and command: %s", advice)
	}
	return t
}

func (p *problems) envName(n *yaml.Node) string {
	s, ok := p.name(n, "token.env")
	if ok && !isIdentifier(s) {
		p.at(n, "token.env must be the name of an environment variable, letters, digits and underscores, not the secret itself")
		return ""
	}
	return s
}

func isIdentifier(s string) bool {
	for i, r := range s {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// command takes arguments as they are, blank ones too; the program is named.
func (p *problems) command(n *yaml.Node) []string {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		p.at(n, "token.command must be a list: [program, argument]")
		return nil
	}
	var command []string
	for i, item := range n.Content {
		read := p.text
		if i == 0 {
			read = p.name
		}
		if s, ok := read(item, "an entry of token.command"); ok {
			command = append(command, s)
		}
	}
	return command
}

func (c *config) readSettings(n *yaml.Node, p *problems) {
	c.settings = n
	if isNull(n) {
		return
	}
	p.pairs(n, "settings", func(key, value *yaml.Node) {
		c.setting[key.Value] = key
		if s, ok := p.name(value, "settings."+cut(key.Value)); ok {
			c.given[key.Value] = s
		}
	})
}

func (p *problems) fields(n *yaml.Node, what string) []fieldConfig {
	var all []fieldConfig
	p.pairs(n, what, func(key, value *yaml.Node) {
		if _, ok := p.name(key, "a name in "+what); ok {
			all = append(all, fieldConfig{key.Value, key, p.source(value, "field "+quote(key.Value))})
		}
	})
	return all
}
