package exchange

import (
	"fmt"
	"io"
	"reflect"
	"slices"
)

// Shape is what a command prints with --format json. Others rely on it: shapes/NAME.schema.json defines it.
type Shape struct {
	Name string       // of the command; that of lis figures --over is figures-over
	Type reflect.Type // of the value that is printed
}

// Shapes are all shapes, in the order of the manual.
var Shapes = []Shape{
	{"check", reflect.TypeFor[checkShape]()},
	{"list", reflect.TypeFor[listShape]()},
	{"show", reflect.TypeFor[showShape]()},
	{"history", reflect.TypeFor[historyShape]()},
	{"diff", reflect.TypeFor[diffShape]()},
	{"figures", reflect.TypeFor[figuresShape]()},
	{"figures-over", reflect.TypeFor[overShape]()},
	{"seal", reflect.TypeFor[sealShape]()},
	{"verify", reflect.TypeFor[verifyShape]()},
	{"fmt", reflect.TypeFor[formatShape]()},
	{"doctor", reflect.TypeFor[doctorShape]()},
	{"version", reflect.TypeFor[versionShape]()},
}

// writeShape writes a value of a shape in Shapes; it panics for any other type.
func writeShape(w io.Writer, v any) error {
	if !slices.ContainsFunc(Shapes, func(s Shape) bool { return s.Type == reflect.TypeOf(v) }) {
		panic(fmt.Sprintf("exchange: no shape is a %T: add it to Shapes, and its schema to shapes/", v))
	}
	return writeJSON(w, v)
}
