package record

import (
	"fmt"

	"github.com/c8b10cf3/lis/internal/locale"
)

// typeName returns the type of a field, in words.
func typeName(f *Field) locale.Localized {
	switch {
	case f.Format == "date":
		return locale.Key("type.date")
	case f.Format == "date-time":
		return locale.Key("type.date-time")
	case f.Format == "uri":
		return locale.Key("type.uri")
	}
	return locale.Key("type." + string(f.Type))
}

// bounds returns the limits of a field, in words.
func bounds(f *Field) locale.Localized {
	number := func(p *int) int {
		if p == nil {
			return 0
		}
		return *p
	}
	args := locale.Args{"min": number(f.Min), "max": number(f.Max), "pattern": f.Pattern}
	key := "bounds.pattern"
	switch {
	case f.Min != nil && f.Max != nil:
		key = "bounds.range"
	case f.Min != nil:
		key = "bounds.min"
	case f.Max != nil:
		key = "bounds.max"
	case f.MinLength != nil && f.MaxLength != nil:
		key, args["min"], args["max"] = "bounds.length", *f.MinLength, *f.MaxLength
	case f.MaxLength != nil:
		key, args["max"] = "bounds.max-length", *f.MaxLength
	case f.MinLength != nil:
		key, args["min"] = "bounds.min-length", *f.MinLength
	case f.MinItems != nil:
		key, args["n"] = "bounds.items", *f.MinItems
	case f.Unique:
		key = "bounds.unique"
	case f.Pattern == "":
		return locale.Text{SV: fmt.Sprintf("annat än %s", f.Type), EN: fmt.Sprintf("other than %s", f.Type)}
	}
	return filled{key, args}
}

// filled is a message of the program with its values.
type filled struct {
	key  string
	args locale.Args
}

func (f filled) In(lang locale.Lang) string { return lang.T(f.key, f.args) }

// notEmpty is the message for an empty item of a list.
var notEmpty = locale.Text{SV: "'{field}' får inte vara tomt", EN: "'{field}' must not be empty"}
