package document

import (
	"bytes"
	"math"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"go.yaml.in/yaml/v4"
)

// Kind is the form of a value in YAML.
type Kind uint8

// The kinds. Null is an empty value, ~ or null. Unreadable is a value that was refused, such as an alias.
const (
	Null Kind = iota
	String
	Int
	Float
	Bool
	List
	Map
	Unreadable
)

// Node is one value with its place. Text is a scalar as written in the file, with quotes and folding undone: 5.10 stays
// "5.10", a date stays a text. The span of an empty value is the place right after the colon.
type Node struct {
	Kind    Kind
	Text    string
	Quoted  bool
	Span    source.Span
	Items   []*Node // of a List
	Entries []Entry // of a Map, in file order, each key once
}

// Entry is a key with its value.
type Entry struct {
	Key     string
	KeySpan source.Span
	Value   *Node
	// Ambiguous is set if the key occurs more than once, so that it is not known which value counts. Value is the first.
	Ambiguous bool
}

// Get returns the value of a key, or nil. It can be called on nil and on a node that is not a Map.
func (n *Node) Get(key string) *Node {
	if e := n.Entry(key); e != nil {
		return e.Value
	}
	return nil
}

// Entry returns the entry of a key, or nil.
func (n *Node) Entry(key string) *Entry {
	if n == nil {
		return nil
	}
	for i := range n.Entries {
		if n.Entries[i].Key == key {
			return &n.Entries[i]
		}
	}
	return nil
}

// IsScalar reports whether n is a single value that is not empty.
func (n *Node) IsScalar() bool {
	return n != nil && (n.Kind == String || n.Kind == Int || n.Kind == Float || n.Kind == Bool)
}

func (n *Node) scalar() string {
	if n.IsScalar() {
		return n.Text
	}
	return ""
}

// Limits on the depth and number of values; records need five and a few hundred.
const (
	maxDepth  = 50
	maxValues = 10_000
)

// builder converts the nodes of the library to ours.
type builder struct {
	doc     *Document
	shift   int // lines of the file above the YAML
	last    int // last line of the YAML
	values  int // read so far
	refused bool
	open    bool // what was refused at the top level could be any field
}

// full reports whether there are more values than allowed. The rest is skipped.
func (b *builder) full() bool { return b.values > maxValues }

func (b *builder) pos(y *yaml.Node) source.Pos {
	return source.Pos{Line: max(y.Line, 1) + b.shift, Column: max(y.Column, 1)}
}

// node converts y. path is its dotted path, indent the column of the key or dash that it belongs to.
func (b *builder) node(y *yaml.Node, path string, indent, depth int) *Node {
	start := b.pos(y)
	n := &Node{Span: source.At(start)}
	b.values++
	if refusal := b.refusal(y, depth); refusal != "" {
		n.Kind = Unreadable
		if !b.refused {
			b.refused = true
			b.doc.report("front-matter-feature", n.Span, locale.Args{"problem": locale.Key(refusal)}).Field = path
		}
		return n
	}
	switch y.Kind {
	case yaml.MappingNode:
		b.mapping(n, y, path, depth)
	case yaml.SequenceNode:
		b.sequence(n, y, path, depth)
	default:
		b.scalar(n, y, indent)
	}
	return n
}

func (b *builder) refusal(y *yaml.Node, depth int) string {
	switch {
	case b.full():
		b.open = true
		return "yaml.many"
	case depth > maxDepth:
		return "yaml.deep"
	case y.Kind == yaml.AliasNode, y.Anchor != "":
		return "yaml.alias"
	case y.Style&yaml.TaggedStyle != 0:
		return "yaml.tag"
	}
	return ""
}

func (b *builder) mapping(n *Node, y *yaml.Node, path string, depth int) {
	n.Kind = Map
	for i := 0; i+1 < len(y.Content) && !b.full(); i += 2 {
		key := y.Content[i]
		at := b.pos(key)
		if key.Kind != yaml.ScalarNode || key.Value == "<<" && key.Style == 0 {
			b.refuseKey(at, path, key)
			continue
		}
		span := source.Span{Start: at, End: b.scalarEnd(key, at, 0)}
		full := Join(path, key.Value)
		value := b.node(y.Content[i+1], full, at.Column, depth+1)
		if first := n.Entry(key.Value); first != nil {
			first.Ambiguous = true
			b.duplicate(full, span, first)
			continue
		}
		n.Entries = append(n.Entries, Entry{Key: key.Value, KeySpan: span, Value: value})
		n.Span.End = value.Span.End
	}
	b.flowEnd(n, y)
}

func (b *builder) refuseKey(at source.Pos, path string, key *yaml.Node) {
	b.open = b.open || path == ""
	if b.refused {
		return
	}
	b.refused = true
	name := "yaml.key"
	if key.Value == "<<" {
		name = "yaml.merge"
	}
	b.doc.report("front-matter-feature", source.At(at), locale.Args{"problem": locale.Key(name)}).Field = path
}

func (b *builder) sequence(n *Node, y *yaml.Node, path string, depth int) {
	n.Kind = List
	for i, item := range y.Content {
		if b.full() {
			break
		}
		value := b.node(item, Index(path, i), n.Span.Start.Column, depth+1)
		n.Items = append(n.Items, value)
		n.Span.End = value.Span.End
	}
	b.flowEnd(n, y)
}

var scalarKinds = map[string]Kind{"!!null": Null, "!!int": Int, "!!float": Float, "!!bool": Bool}

func (b *builder) scalar(n *Node, y *yaml.Node, indent int) {
	n.Text = y.Value
	n.Quoted = y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0
	n.Kind = String
	if y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
		if kind, ok := scalarKinds[y.ShortTag()]; ok {
			n.Kind = kind
		}
	}
	if n.Kind == Null && y.Value == "" {
		return
	}
	n.Span.End = b.scalarEnd(y, n.Span.Start, indent)
}

// scalarEnd finds the end of a scalar: the library only knows its start.
func (b *builder) scalarEnd(y *yaml.Node, start source.Pos, indent int) source.Pos {
	file := b.doc.File
	from := file.Offset(start)
	rest := file.Data[from:]
	switch {
	case y.Style&yaml.SingleQuotedStyle != 0:
		return file.Pos(from + quotedLen(rest, '\'', true))
	case y.Style&yaml.DoubleQuotedStyle != 0:
		return file.Pos(from + quotedLen(rest, '"', false))
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0:
		return file.Pos(from + plainLen(rest, y.Value))
	}
	return b.blockEnd(start, indent)
}

// plainLen returns the length in bytes of an unquoted scalar at the start of text. It can span several lines.
func plainLen(text []byte, value string) int {
	end := 0
	for _, word := range strings.Fields(value) {
		at := bytes.Index(text[end:], []byte(word))
		if at < 0 {
			break
		}
		end += at + len(word)
	}
	return end
}

// quotedLen returns the length in bytes of a quoted scalar at the start of text. doubled is set if a doubled quote stands for
// one; otherwise a backslash escapes it.
func quotedLen(text []byte, quote byte, doubled bool) int {
	for i := 1; i < len(text); i++ {
		switch {
		case !doubled && text[i] == '\\':
			i++
		case text[i] != quote:
		case doubled && i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return len(text)
}

// blockEnd returns the end of the text below | or >, which belongs to what begins in column indent: the last line indented at
// least as deep as the first. A comment after it is indented less.
func (b *builder) blockEnd(start source.Pos, indent int) source.Pos {
	end, deep := start.Line, 0
	for n := start.Line + 1; n <= b.last; n++ {
		line := b.doc.File.Line(n)
		trimmed := strings.TrimLeft(line, " ")
		if trimmed == "" {
			continue
		}
		depth := len(line) - len(trimmed)
		if deep == 0 {
			deep = max(indent, min(depth, b.blockIndent(start, indent)))
		}
		if depth < deep {
			break
		}
		end = n
	}
	return source.Pos{Line: end, Column: len([]rune(strings.TrimRight(b.doc.File.Line(end), " "))) + 1}
}

// blockIndent returns the indentation that the header of a text declares, as in |2; a very large one if it declares none.
func (b *builder) blockIndent(start source.Pos, indent int) int {
	header := []rune(b.doc.File.Line(start.Line))
	for _, r := range header[min(start.Column, len(header)):min(start.Column+2, len(header))] {
		if r >= '1' && r <= '9' {
			return max(indent-1, 0) + int(r-'0')
		}
	}
	return math.MaxInt
}

// flowEnd sets the end of {…} and […] to after the closing bracket.
func (b *builder) flowEnd(n *Node, y *yaml.Node) {
	if y.Style&yaml.FlowStyle == 0 {
		return
	}
	file := b.doc.File
	from := file.Offset(n.Span.End)
	if len(y.Content) == 0 {
		from++
	}
	for i := from; i < len(file.Data); i++ {
		switch file.Data[i] {
		case '}', ']':
			n.Span.End = file.Pos(i + 1)
			return
		case '#':
			if nl := bytes.IndexByte(file.Data[i:], '\n'); nl >= 0 {
				i += nl
			}
		}
	}
}
