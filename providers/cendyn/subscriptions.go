package cendyn

import (
	"fmt"

	"rollcall/contact"
	"rollcall/providers"
)

// The shapes that subscriptions may have in the body. The page writes them in
// bracket notation and shows no JSON.
const (
	asArray  = "array"
	asObject = "object"
)

// A family is one of the two kinds of subscription. A mapping writes an entry
// as a pair, name[key] and name[flag], or at once, as name[the key's value].
type family struct{ name, key, flag string }

var (
	lists    = family{"list_subscriptions", "list_id", "subscribed"}
	channels = family{"channel_subscriptions", "channel", "blacklisted"}
)

// An entry is one subscription; its values are JSON text, nil if not given.
type entry struct{ key, flag []byte }

func inFamily(f contact.Field) bool {
	name, _, ok := providers.SplitKey(f.Name)
	return ok && !f.Custom && (name == lists.name || name == channels.name)
}

// entries returns what an update says of the family, in the order of the
// mapping, the pair last.
func (f family) entries(update contact.Update) []entry {
	var all []entry
	var pair entry
	for _, field := range update.Fields {
		name, key, ok := providers.SplitKey(field.Name)
		switch {
		case !ok || field.Custom || name != f.name:
		case key == f.key:
			pair.key = field.Value
		case key == f.flag:
			pair.flag = field.Value
		default:
			all = append(all, entry{providers.AppendText(nil, key), field.Value})
		}
	}
	if pair.key != nil || pair.flag != nil {
		all = append(all, pair)
	}
	return all
}

// check refuses half a pair, the same key twice, and more entries than the
// shape can hold.
func (f family) check(update contact.Update, shape string) error {
	seen := map[string]bool{}
	for i, e := range f.entries(update) {
		switch {
		case e.key == nil:
			return f.fault(f.key, "is needed beside "+f.member(f.flag))
		case e.flag == nil:
			return f.fault(f.flag, "is needed beside "+f.member(f.key))
		case seen[string(e.key)]:
			return f.fault(f.key, fmt.Sprintf("%s is given twice", e.key))
		case i > 0 && shape == asObject:
			return f.fault(f.key, "settings subscriptions: object leaves room for one entry, the row has more")
		}
		seen[string(e.key)] = true
	}
	return nil
}

func (f family) fault(member, reason string) error {
	return &providers.FieldError{Field: f.member(member), Reason: reason}
}

func (f family) member(name string) string { return f.name + "[" + name + "]" }

func (p provider) appendSubscriptions(body []byte, update contact.Update) []byte {
	for _, f := range []family{lists, channels} {
		if entries := f.entries(update); len(entries) > 0 {
			body = providers.AppendName(body, f.name)
			body = p.appendEntries(body, f, entries)
		}
	}
	return body
}

func (p provider) appendEntries(body []byte, f family, entries []entry) []byte {
	if p.shape == asObject {
		return f.appendEntry(body, entries[0])
	}
	body = append(body, '[')
	for i, e := range entries {
		if i > 0 {
			body = append(body, ',')
		}
		body = f.appendEntry(body, e)
	}
	return append(body, ']')
}

func (f family) appendEntry(body []byte, e entry) []byte {
	body = append(body, '{')
	if e.key != nil {
		body = providers.AppendMember(body, f.key, e.key)
	}
	if e.flag != nil {
		body = providers.AppendMember(body, f.flag, e.flag)
	}
	return append(body, '}')
}
