package mapping

// A schema is a JSON Schema, draft 2020-12.
type schema map[string]any

func ref(name string) schema { return schema{"$ref": "#/$defs/" + name} }

// said returns the schema with a description.
func said(s schema, description string) schema {
	full := schema{"description": description}
	for key, value := range s {
		full[key] = value
	}
	return full
}

func oneOf(list ...any) schema { return schema{"enum": list} }

// closed takes these keys and no others.
func closed(keys map[string]schema, required ...string) schema {
	s := schema{"type": "object", "properties": keys, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func oneOrMore(item schema) schema {
	return schema{"anyOf": []schema{item, {"type": "array", "items": item, "minItems": 1}}}
}

// definitionsOfSchema are the parts that several keys share.
var definitionsOfSchema = map[string]schema{
	"text":     {"type": []string{"string", "number", "boolean"}},
	"flag":     oneOf(true, false, "yes", "no", "on", "off"),
	"duration": {"type": "string", "pattern": `^[0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h)|^0$`},
	"count":    {"type": "integer", "minimum": 1},
	"limit":    {"type": []string{"integer", "string"}, "minimum": 1, "pattern": "^([0-9]+|[0-9.]+%)$"},
	"share":    {"type": "string", "pattern": "^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)%$"},
	"plain":    {"$ref": "#/$defs/source", "properties": map[string]any{"mode": schema{"const": "replace"}, "create": false}},
	"merged":   {"$ref": "#/$defs/source", "properties": map[string]any{"create": false}},
	"created":  {"$ref": "#/$defs/source", "properties": map[string]any{"mode": schema{"const": "replace"}}},
	"source": {
		"anyOf": []schema{
			said(ref("text"), "The name of a column."),
			{
				"type": "object", "properties": sourceKeys, "additionalProperties": false,
				"oneOf": []schema{
					{"required": []string{"column"}},
					{"required": []string{"template"}},
					{"required": []string{"join"}},
					{"required": []string{"value"}},
				},
			},
		},
	},
}

var sourceKeys = map[string]schema{
	"column":    said(ref("text"), "The column that the value comes from."),
	"template":  said(schema{"type": "string"}, "A text with columns in it: {First} {Last}. {{ and }} stand for braces."),
	"join":      said(schema{"type": "array", "items": ref("text"), "minItems": 1}, "Several columns; those that are empty are left out."),
	"with":      said(ref("text"), "What stands between the columns of join; a blank if not given."),
	"value":     said(schema{"anyOf": []schema{ref("text"), {"type": "array", "items": ref("text")}}}, "The same value for every row."),
	"required":  said(ref("flag"), "An empty value makes the row invalid."),
	"default":   said(ref("text"), "Used when the cell is empty."),
	"empty":     said(oneOf("skip", "clear", "error"), "What an empty cell does to this field."),
	"map":       said(schema{"type": "object", "additionalProperties": ref("text")}, "Value to value, compared exactly after trimming."),
	"map_other": said(oneOf("keep", "error"), "What becomes of a value that is not in map; error if not given."),
	"case":      said(oneOf("lower", "upper", "title"), "Changes the letters."),
	"split":     said(ref("text"), "Cuts the cell into a list at this text."),
	"type":      said(schema{"type": "string"}, "For custom fields: what the field is; text if not given."),
	"format":    said(oneOrMore(schema{"type": "string"}), "How dates and times stand in the file: DD/MM/YYYY. A list is tried in order."),
	"region":    said(schema{"type": "string", "pattern": "^ *[A-Za-z]{2} *$"}, "ISO country of phone numbers without a country code."),
	"timezone":  said(schema{"type": "string"}, "Of date-times without an offset, such as Asia/Kuala_Lumpur; UTC if not given."),
	"true":      said(oneOrMore(ref("text")), "The words for true."),
	"false":     said(oneOrMore(ref("text")), "The words for false."),
	"decimal":   said(schema{"type": "string"}, "The sign before the fraction of a number; a point if not given."),
	"group":     said(schema{"type": "string"}, "The sign between the thousands of a number; none if not given."),
	"options":   said(oneOrMore(ref("text")), "The values that the field takes, and no others."),
	"mode":      said(oneOf("replace", "add", "remove"), "What the list does to the one that the contact has; replace if not given."),
	"create":    said(ref("flag"), "Consent that an account without this field gets it, for good."),
	"by":        said(schema{"type": "string"}, "For contact: which kind of identifier it is."),
}

var sendKeys = map[string]schema{
	"concurrency":    said(ref("count"), "Requests in flight at most."),
	"rate":           said(schema{"type": "number", "minimum": 0}, "Requests a second at most; 0 for no fixed limit."),
	"batch":          said(ref("count"), "Contacts a request at most."),
	"attempts":       said(ref("count"), "Tries per request, the first included."),
	"timeout":        said(ref("duration"), "One try."),
	"retry-wait":     said(ref("duration"), "First pause before a repeat."),
	"retry-max-wait": said(ref("duration"), "Longest such pause."),
	"queue-wait":     said(ref("duration"), "Pause of a row whose request was queued (449)."),
	"max-pause":      said(ref("duration"), "A longer Retry-After stops the run."),
	"outage-wait":    said(ref("duration"), "How long a provider that does not answer is probed."),
	"max-errors":     said(ref("limit"), "Stop after so many bad rows, or so large a share: 5%."),
}

var guardKeys = map[string]schema{
	"min_rows":    said(ref("count"), "Rows that the file must have at least."),
	"max_shrink":  said(ref("share"), "How much shorter than the last file it may be: 20%."),
	"max_cleared": said(ref("share"), "Share of the values to send that may clear their field: 5%."),
	"max_changed": said(ref("share"), "Share of the rows that may have changed, with --state: 30%."),
	"max_errors":  sendKeys["max-errors"],
}

var reportKeys = map[string]schema{
	"bom":  said(ref("flag"), "Put a byte order mark in front, for Excel."),
	"keep": said(oneOrMore(ref("text")), "Columns that the reconciliation repeats: a list, or all."),
}

var numberKeys = map[string]schema{"decimal": sourceKeys["decimal"], "group": sourceKeys["group"]}

var testKeys = map[string]schema{
	"name":    said(ref("text"), "What the test is about, for messages."),
	"row":     said(schema{"type": "object"}, "Column: cell; a column that is not named is empty."),
	"update":  said(schema{"type": "object", "properties": map[string]schema{"contact": said(ref("text"), "The contact as it is sent.")}}, "Field: value, every field that the row gives and no other."),
	"invalid": said(ref("text"), "A part of the reason for which the row is invalid."),
	"skipped": said(oneOf(true, "yes", "on"), "The row is left out."),
}

var topKeys = map[string]schema{
	"provider": said(schema{"type": "string"}, "The platform that is updated."),
	"token": said(schema{"oneOf": []schema{
		closed(map[string]schema{"env": said(schema{"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}, "Name of an environment variable.")}, "env"),
		closed(map[string]schema{"file": said(schema{"type": "string"}, "A path, relative to the mapping file.")}, "file"),
		closed(map[string]schema{"command": said(schema{"type": "array", "items": ref("text"), "minItems": 1}, "A program and its arguments; it prints the token.")}, "command"),
	}}, "Where the secret is, never the secret itself."),
	"settings":   said(schema{"type": []string{"object", "null"}}, "What the provider needs beside the token."),
	"contact":    said(ref("plain"), "Which contact the row updates."),
	"fields":     said(schema{"type": "object"}, "The provider's fields and where their values come from."),
	"custom":     said(schema{"type": "object"}, "The account's own fields, by their name there."),
	"empty":      said(oneOf("skip", "clear", "error"), "What an empty cell does to its field; skip if not given."),
	"clear_word": said(ref("text"), "A cell with this word clears its field."),
	"numbers":    said(closed(numberKeys), "How numbers are written in the file."),
	"where":      said(ref("text"), "Which rows to send: an expression over the columns."),
	"send":       said(schema{"anyOf": []schema{closed(sendKeys), {"type": "null"}}}, "What the flags of the same names say."),
	"duplicates": said(oneOf("send", "first", "last", "error"), "Which of several rows of one contact are sent; send, all of them, if not given."),
	"guards":     said(schema{"anyOf": []schema{closed(guardKeys), {"type": "null"}}}, "What must hold of the file, or nothing is sent."),
	"report":     said(schema{"anyOf": []schema{closed(reportKeys), {"type": "null"}}}, "What the reconciliation holds beside the outcomes."),
	"tests": said(schema{"type": "array", "items": schema{
		"type": "object", "properties": testKeys, "additionalProperties": false, "required": []string{"row"},
		"oneOf": []schema{{"required": []string{"update"}}, {"required": []string{"invalid"}}, {"required": []string{"skipped"}}},
	}}, "Rows with what becomes of them, which check tries."),
}
