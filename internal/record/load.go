package record

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Kinds are the kinds of a workspace.
type Kinds struct {
	List   []*Kind // those that have a folder, by name
	Config *Kind   // describes lis.yaml
	// Faults are what is wrong in the workspace's own files although records can be read by them. A state of the past is read in
	// spite of them: nobody can mend it any more.
	Faults []diag.Finding
	// Widened are the places where the workspace shows the records of a built-in kind to more readers than the program does.
	Widened []diag.Finding
	byName  map[string]*Kind
}

// SetZone makes a time zone that of the points in time that records give without an offset.
func (ks *Kinds) SetZone(zone *time.Location) {
	for _, k := range ks.byName {
		k.Zone = zone
	}
}

// defaultConfidential is the level that lis.yaml has by default.
const defaultConfidential = 3

// SetConfidential sets from which level of confidentiality records are not for the public.
func (ks *Kinds) SetConfidential(level int) {
	for _, k := range ks.byName {
		k.Confidential = level
	}
}

// Named returns the kind of that name, or nil.
func (ks *Kinds) Named(name string) *Kind { return ks.byName[name] }

// InFolder returns the kind whose records lie in that folder, or nil.
func (ks *Kinds) InFolder(folder string) *Kind {
	for _, k := range ks.List {
		if k.Folder == folder {
			return k
		}
	}
	return nil
}

// Names returns the names of all kinds of records, sorted.
func (ks *Kinds) Names() []string {
	names := make([]string, len(ks.List))
	for i, k := range ks.List {
		names[i] = k.Name
	}
	return names
}

// Aspect is one aspect of the classification model, with its lowest and highest level.
type Aspect struct {
	Name     string
	Label    locale.Text
	Min, Max int
}

// Files and kinds with a special role: commonFile is merged into all other kinds, configName describes lis.yaml.
const (
	commonFile = "common.yaml"
	configName = "config"
)

// noKinds are the files in the folder of kinds that define none: the figures and the dashboard.
var noKinds = []string{"figures.yaml", "dashboard.yaml"}

// KindError reports what is wrong with kind files: findings with file and place.
type KindError struct{ Findings []diag.Finding }

func (e *KindError) Error() string {
	f := e.Findings[0]
	return fmt.Sprintf("%s:%v: %s", f.FileName(), f.Span.Start, f.Args["problem"])
}

// AboutKinds returns the findings about the form of a file in schema/ as findings about what it describes: it has no front matter.
func AboutKinds(findings []diag.Finding) []diag.Finding {
	out := slices.Clone(findings)
	for i, f := range out {
		if f.Args["problem"] != nil {
			out[i].Rule, out[i].Hint = "kind-invalid", locale.Text{}
		}
	}
	return out
}

// loader collects the kind files before they are merged.
type loader struct {
	findings []diag.Finding                  // without which the kinds cannot be used
	faults   []diag.Finding                  // the others
	files    map[string][]*document.Document // by kind name, built-in first
	own      map[string]bool
	ownFiles map[*document.Document]bool
	aspects  []Aspect
}

// LoadKinds reads the built-in kinds and the workspace's own, merges additions into the kinds of the same name and compiles
// them. builtin holds the files themselves, own those of the workspace by their names there (schema/x.yaml); own can be nil.
// The error is a *KindError if a file of the workspace is wrong.
func LoadKinds(builtin fs.FS, own map[string][]byte, aspects []Aspect) (*Kinds, error) {
	l := &loader{files: map[string][]*document.Document{}, own: map[string]bool{}, ownFiles: map[*document.Document]bool{}, aspects: aspects}
	common, err := l.readBuiltin(builtin)
	if err != nil {
		return nil, err
	}
	for _, name := range sortedKeys(own) {
		if slices.Contains(noKinds, path.Base(name)) {
			continue
		}
		l.add(document.ParseYAML(name, own[name]), true)
	}
	ks := &Kinds{byName: map[string]*Kind{}}
	for _, name := range sortedKeys(l.files) {
		k := l.kind(name, common)
		ks.byName[name] = k
		ks.Widened = append(ks.Widened, k.widened...)
		l.checkFolder(k)
		if k.Folder != "" {
			ks.List = append(ks.List, k)
		}
	}
	ks.Config = ks.byName[configName]
	if len(l.findings) == 0 { // else one cause would be told again wherever the kind is used
		l.checkTogether(ks)
	}
	if len(l.findings) > 0 {
		return nil, &KindError{inOrder(append(l.findings, l.faults...))}
	}
	ks.Faults, ks.Widened = inOrder(l.faults), inOrder(ks.Widened)
	for _, f := range ks.Faults {
		for _, k := range ks.List {
			k.Faulty = k.Faulty || slices.Contains(k.Files, f.FileName())
		}
	}
	return ks, nil
}

// LoadConfig reads the built-in kind that describes lis.yaml, which has to be read before the others.
func LoadConfig(builtin fs.FS) (*Kind, error) {
	l := &loader{files: map[string][]*document.Document{}}
	doc, err := parseBuiltin(builtin, configName+".yaml")
	if err != nil {
		return nil, err
	}
	l.add(doc, false)
	k := l.kind(configName, nil)
	if len(l.findings) > 0 {
		return nil, &KindError{l.findings}
	}
	return k, nil
}

// parsed caches the built-in kind files by name and content: they are the same for every workspace that a process reads.
// Documents do not change once they are parsed.
var parsed sync.Map

func parseBuiltin(builtin fs.FS, name string) (*document.Document, error) {
	data, err := fs.ReadFile(builtin, name)
	if err != nil {
		return nil, fmt.Errorf("read kind file %s: %w", name, err)
	}
	key := [2]string{name, string(data)}
	doc, known := parsed.Load(key)
	if !known {
		doc, _ = parsed.LoadOrStore(key, document.ParseYAML("schema/"+name, data))
	}
	return doc.(*document.Document), nil
}

func (l *loader) readBuiltin(builtin fs.FS) (common *document.Document, err error) {
	names, err := fs.Glob(builtin, "*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if slices.Contains(noKinds, name) {
			continue
		}
		doc, err := parseBuiltin(builtin, name)
		if err != nil {
			return nil, err
		}
		if name == commonFile {
			common = doc
			continue
		}
		l.add(doc, false)
	}
	if common == nil {
		return nil, fmt.Errorf("read kind files: no %s", commonFile)
	}
	return common, nil
}

// add files a document under the name of its kind.
func (l *loader) add(doc *document.Document, own bool) {
	if len(doc.Findings) > 0 {
		l.findings = append(l.findings, AboutKinds(doc.Findings)...)
		return
	}
	name := text(doc.Front.Get("x-kind").Get("name"))
	if name == "" {
		l.fail(doc, doc.Front.Get("x-kind"), "kind.name")
		return
	}
	if own {
		l.ownFiles[doc] = true
	}
	if own && l.files[name] == nil {
		l.own[name] = true
	}
	l.files[name] = append(l.files[name], doc)
}

// inOrder sorts findings by their places.
func inOrder(findings []diag.Finding) []diag.Finding {
	slices.SortStableFunc(findings, func(a, b diag.Finding) int {
		return cmp.Or(strings.Compare(a.FileName(), b.FileName()), a.Span.Start.Compare(b.Span.Start))
	})
	return findings
}

// fail reports what makes the kinds useless, in a kind file at a node, or at the start of the file.
func (l *loader) fail(doc *document.Document, at *document.Node, key string, args ...locale.Args) {
	l.findings = append(l.findings, finding(doc, at, key, args...))
}

// fault reports what is wrong otherwise.
func (l *loader) fault(doc *document.Document, at *document.Node, key string, args ...locale.Args) {
	l.faults = append(l.faults, finding(doc, at, key, args...))
}

func finding(doc *document.Document, at *document.Node, key string, args ...locale.Args) diag.Finding {
	f := diag.Finding{Rule: "kind-invalid", File: doc.File, Span: doc.Opening()}
	f.Span.End = f.Span.Start
	if at != nil {
		f.Span = at.Span
	}
	f.Args = locale.Args{"problem": locale.Say(key, args...).Text()}
	return f
}

// kind merges the files of one kind.
func (l *loader) kind(name string, common *document.Document) *Kind {
	k := &Kind{Name: name, Own: l.own[name], Root: &Field{Type: Object}, Publish: Internal, PublishAtMost: Public, Confidential: defaultConfidential}
	docs := l.files[name]
	if name != configName {
		docs = append([]*document.Document{common}, docs...)
	}
	for _, doc := range docs {
		if l.ownFiles[doc] {
			k.Files = append(k.Files, doc.File.Name)
		}
		f := fieldReader{l, doc}
		f.kindNode(k, doc.Front.Get("x-kind"))
		f.object(k.Root, doc.Front, true)
		f.rules(k, doc.Front.Get("x-rules"))
	}
	if k.TitleFrom != "" {
		if title := k.Root.Child("title"); title != nil {
			optional := *title
			optional.Required = false
			k.Root.Fields[slices.Index(k.Root.Fields, title)] = &optional
		}
	}
	k.name()
	k.index()
	k.arrange()
	k.all, k.refs = k.list()
	k.schema = sync.OnceValue(k.compile)
	return k
}

// name sets the labels and the prefix of a kind without them, from its name.
func (k *Kind) name() {
	for _, label := range []*locale.Text{&k.Label, &k.Plural} {
		if label.IsZero() {
			*label = locale.Text{SV: k.Name, EN: k.Name}
		}
	}
	k.Prefix = cmp.Or(k.Prefix, strings.ToUpper(k.Name))
}

// index fills the table of fields by path.
func (k *Kind) index() {
	k.fields = map[string]*Field{}
	var walk func(f *Field)
	walk = func(f *Field) {
		if f == nil {
			return
		}
		if f.Path != "" && k.fields[f.Path] == nil {
			k.fields[f.Path] = f
		}
		for _, c := range f.Fields {
			walk(c)
		}
		walk(f.Items)
	}
	walk(k.Root)
}

// arrange sorts the top-level fields in the kind's order; fields not in it come last.
func (k *Kind) arrange() {
	order := append([]string{"id"}, k.Order...)
	rank := func(f *Field) int {
		if i := slices.Index(order, f.Name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(k.Root.Fields, func(a, b *Field) int { return rank(a) - rank(b) })
}

// folderForm is what the folder of a kind can be called.
var folderForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// SetupFolders are the folders of a workspace that hold no records but say how they are read and told.
var SetupFolders = []string{"schema", "outlines"}

// checkFolder reports a kind whose records have no folder, or one that cannot hold records.
func (l *loader) checkFolder(k *Kind) {
	if k.Name == configName || folderForm.MatchString(k.Folder) && !slices.Contains(SetupFolders, k.Folder) {
		return
	}
	doc := l.files[k.Name][len(l.files[k.Name])-1]
	at := doc.Front.Get("x-kind")
	if folder := at.Get("folder"); folder != nil {
		at = folder
	} else if misspelt(at, "folder") {
		return
	}
	l.fail(doc, at, "kind.folder", locale.Args{"folder": k.Folder})
}

// checkTogether checks what a kind says about other kinds and about its own fields.
func (l *loader) checkTogether(ks *Kinds) {
	folders, prefixes := map[string]string{}, map[string]string{}
	ownLast := slices.SortedStableFunc(slices.Values(ks.List), func(a, b *Kind) int { return cmp.Compare(a.rank(), b.rank()) })
	for _, k := range ownLast {
		doc := l.files[k.Name][len(l.files[k.Name])-1]
		at := doc.Front.Get("x-kind")
		if other, taken := folders[k.Folder]; taken {
			l.fail(doc, at.Get("folder"), "kind.folder-taken", locale.Args{"folder": k.Folder, "other": other})
		}
		folders[k.Folder] = k.Name
		l.checkPrefix(doc, at, k, prefixes)
		l.checkStages(doc, at, k)
		l.checkSplit(doc, at.Get("split"), k)
		for _, name := range slices.Concat(k.Columns, k.Order, k.stageFields(), k.shownFields()) {
			if path := strings.ReplaceAll(name, "[-1]", ""); k.Field(path) == nil {
				l.fail(doc, written(at, name), "kind.no-field", locale.Args{"field": name, "guess": DidYouMean(first(Nearest(path, fieldNames(k))))})
			}
		}
		for _, f := range k.Fields() {
			for _, ref := range f.Ref {
				if ref != "*" && ks.Named(ref) == nil {
					l.fail(doc, written(doc.Front.Get("properties"), ref), "kind.no-kind", locale.Args{"field": f.Path, "kind": ref, "guess": DidYouMean(first(Nearest(ref, ks.Names())))})
				}
			}
		}
	}
}

// The forms of the name of a kind and of the prefix of its ids.
var (
	nameForm   = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	prefixForm = regexp.MustCompile(`^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$`)
)

// checkPrefix reports a prefix that ids cannot have or that another kind has, and a name that is hard to write.
func (l *loader) checkPrefix(doc *document.Document, at *document.Node, k *Kind, taken map[string]string) {
	place := at
	if own := at.Get("prefix"); own != nil {
		place = own
	}
	other, isTaken := taken[k.Prefix]
	switch {
	case k.Own && !nameForm.MatchString(k.Name):
		l.fault(doc, at.Get("name"), "kind.name-form", locale.Args{"name": locale.Shorten(k.Name)})
	case !prefixForm.MatchString(k.Prefix):
		l.fault(doc, place, "kind.prefix-form", locale.Args{"prefix": locale.Shorten(k.Prefix)})
	case isTaken:
		l.fault(doc, place, "kind.prefix-taken", locale.Args{"prefix": k.Prefix, "other": other})
	}
	taken[k.Prefix] = k.Name
}

// written returns where a name is written below a node, as a value or a key: the node itself if it is not.
func written(below *document.Node, name string) *document.Node {
	var find func(n *document.Node) *document.Node
	find = func(n *document.Node) *document.Node {
		if n == nil || n.IsScalar() && n.Text == name {
			return n
		}
		for _, e := range n.Entries {
			if e.Key == name {
				return &document.Node{Span: e.KeySpan}
			}
			if found := find(e.Value); found != nil {
				return found
			}
		}
		for _, item := range n.Items {
			if found := find(item); found != nil {
				return found
			}
		}
		return nil
	}
	if found := find(below); found != nil {
		return found
	}
	return below
}

// checkStages reports stages whose fields or values do not fit, and a due that is no day. Values are checked only in the workspace's
// own kinds, because a workspace can remove values from a built-in kind.
func (l *loader) checkStages(doc *document.Document, at *document.Node, k *Kind) {
	if due := k.Field(k.Due); k.Due != "" && due != nil && due.Format != "date" {
		l.fault(doc, written(at, k.Due), "kind.due", locale.Args{"field": k.Due})
	}
	told := map[string]bool{} // one message for all stages that a field decides
	for _, s := range k.stages() {
		if to := k.Field(s.Successor); s.Successor != "" && to != nil && !to.names(k.Name) {
			l.fail(doc, written(at, s.Successor), "kind.successor", locale.Args{"field": s.Successor, "kind": k.Name})
		}
		f := k.Field(strings.ReplaceAll(s.Field, "[-1]", ""))
		if gone := !told[s.Field] && !k.Own && f != nil && len(f.Values) > 0 && len(s.Values) > 0 && !slices.ContainsFunc(s.Values, func(v string) bool { return f.Value(v) != nil }); gone {
			place := doc.Front.Get("properties").Get(s.Field).Get("enum")
			told[s.Field] = true
			l.fault(doc, cmp.Or(place, at), "kind.stage-gone", locale.Args{"field": s.Field, "values": locale.AnyOf(s.Values)})
		}
		for _, value := range s.Values {
			if k.Own && f != nil && len(f.Values) > 0 && f.Value(value) == nil {
				l.fail(doc, written(at, value), "kind.no-value", locale.Args{"field": s.Field, "value": value})
			}
		}
	}
}

// stages returns those that close or end a record, and the one that fixes it.
func (k *Kind) stages() []Stage {
	stages := slices.Concat(k.Closed, k.Over)
	if k.Fixed != nil {
		stages = append(stages, *k.Fixed)
	}
	return stages
}

// stageFields returns the fields that define the states of a record, and the one that lends it a title.
func (k *Kind) stageFields() []string {
	names := append(slices.Clone(k.Judged), k.TitleFrom)
	for _, s := range k.stages() {
		names = append(append(names, s.Fields()...), s.Version)
	}
	return slices.DeleteFunc(append(names, k.Due), func(name string) bool { return name == "" })
}

// rank sorts the built-in kinds before those of the workspace, so that conflicts are reported for the latter.
func (k *Kind) rank() int {
	if k.Own {
		return 1
	}
	return 0
}

func fieldNames(k *Kind) []string {
	var names []string
	for _, f := range k.Fields() {
		names = append(names, f.Path)
	}
	return names
}

func childNames(f *Field) []string {
	var names []string
	for _, c := range f.Fields {
		names = append(names, c.Name)
	}
	return names
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
