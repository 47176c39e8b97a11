package history

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/go-git/go-git/v5/plumbing"
)

// Tag is a name for a commit. An annotated tag is a separate object that records who set it, when and why.
type Tag struct {
	Name   string // without refs/tags/
	Commit Hash   // what it points to, through other tags if necessary
	// Object is the tag's own id; "" for a lightweight tag, which has none of the fields below.
	Object  Hash
	Tagger  Person
	At      time.Time // with the UTC offset that it was recorded with
	Subject string    // the first paragraph of the message, on one line
	Body    string    // the paragraphs after it, without the signature
	Message string    // the complete message, without the signature
	Signed  sign.Kind
	// Inner is the name that stands in the object, and Kind the kind of object that it says it names: commit, or tag for a tag of a
	// tag. Git itself lets both be anything.
	Inner, Kind string

	target plumbing.Hash
}

// parseTag parses the content of a tag object. Name is the one in the object; the caller sets Commit.
func parseTag(raw []byte) (Tag, error) {
	payload, signature := sign.SplitTag(raw)
	head, message, _ := bytes.Cut(payload, []byte("\n\n"))
	t := Tag{Signed: sign.KindOf(signature)}
	tagger, charset := "", ""
	for line := range strings.SplitSeq(string(head), "\n") {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "object":
			t.target = plumbing.NewHash(value)
		case "type":
			t.Kind = value
		case "tag":
			t.Name, t.Inner = value, value
		case "tagger":
			tagger = value
		case "encoding":
			charset = value
		}
	}
	decode := decoder(charset)
	t.Message = decode(string(message))
	t.Subject, t.Body = splitMessage(t.Message)
	if t.target.IsZero() {
		return t, errors.New("no object")
	}
	if tagger == "" {
		return t, nil // git before 2005 wrote none
	}
	t.Tagger, t.At = parseSignature(decode(tagger))
	return t, nil
}

// Tags lists the tags that point to commits, by name. Tags on other objects are left out.
func (r *Repo) Tags(ctx context.Context) ([]Tag, error) {
	refs, err := r.refs.IterReferences()
	if err != nil {
		return nil, damaged("refs/tags", err)
	}
	defer refs.Close()
	var tags []Tag
	commits := map[plumbing.Hash]bool{}
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if !ref.Name().IsTag() || ref.Type() != plumbing.HashReference {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		tag, ok, err := r.tag(ref, commits)
		if ok {
			tags = append(tags, tag)
		}
		return err
	})
	slices.SortFunc(tags, func(a, b Tag) int { return cmp.Compare(a.Name, b.Name) })
	return tags, err
}

// Tag returns the tag of that name; found is false if there is none that points to a commit.
func (r *Repo) Tag(name string) (tag Tag, found bool, err error) {
	h, ok, err := r.ref("refs/tags/" + name)
	if err != nil || !ok {
		return Tag{}, false, err
	}
	return r.tag(plumbing.NewHashReference(plumbing.NewTagReferenceName(name), h), map[plumbing.Hash]bool{})
}

// TagObject returns the tag of that name as it is, even if it does not lead to a commit, or if that is missing: Commit is then what the
// last tag says. found is false if there is no such tag. A tag that was altered can lead to itself; it is damaged.
func (r *Repo) TagObject(name string) (tag Tag, found bool, err error) {
	h, found, err := r.ref("refs/tags/" + name)
	if err != nil || !found {
		return Tag{}, found, err
	}
	tag, ok, err := r.tag(plumbing.NewHashReference(plumbing.NewTagReferenceName(name), h), map[plumbing.Hash]bool{})
	var missing *MissingObject
	if err == nil && ok || err != nil && !errors.As(err, &missing) {
		return tag, true, err
	}
	kind, raw, err := r.objects.ReadAny(h)
	switch {
	case err != nil:
		return Tag{}, true, fmt.Errorf("read tag %s: %w", name, err)
	case kind != plumbing.TagObject:
		return Tag{Name: name, Commit: Hash(h.String())}, true, nil
	}
	if tag, err = parseTag(raw); err != nil {
		return Tag{}, true, damaged(h.String(), err)
	}
	tag.Name, tag.Object, tag.Commit = name, Hash(h.String()), Hash(tag.target.String())
	return tag, true, nil
}

// TagRefs returns what every tag points to itself, which is a tag object or a commit, by name.
func (r *Repo) TagRefs() (map[string]Hash, error) {
	refs, err := r.refs.IterReferences()
	if err != nil {
		return nil, damaged("refs/tags", err)
	}
	defer refs.Close()
	found := map[string]Hash{}
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if ref.Name().IsTag() && ref.Type() == plumbing.HashReference {
			found[strings.TrimPrefix(ref.Name().String(), "refs/tags/")] = Hash(ref.Hash().String())
		}
		return nil
	})
	return found, err
}

// tag reads the tag that a reference leads to. ok is false if it does not point to a commit. commits are those that were read
// before: any number of names can stand for one.
func (r *Repo) tag(ref *plumbing.Reference, commits map[plumbing.Hash]bool) (tag Tag, ok bool, err error) {
	name, h := strings.TrimPrefix(ref.Name().String(), "refs/tags/"), ref.Hash()
	for n := range mostTags {
		if commits[h] {
			tag.Name, tag.Commit = name, Hash(h.String())
			return tag, true, nil
		}
		kind, raw, err := r.objects.ReadAny(h)
		switch {
		case err != nil:
			return Tag{}, false, fmt.Errorf("read tag %s: %w", name, err)
		case kind == plumbing.CommitObject:
			commits[h] = true
			continue
		case kind != plumbing.TagObject:
			return Tag{}, false, nil
		}
		t, err := parseTag(raw)
		if err != nil {
			return Tag{}, false, damaged(h.String(), err)
		}
		if n == 0 {
			tag = t
			tag.Object = Hash(h.String())
		}
		h = t.target
	}
	return Tag{}, false, damaged("refs/tags/"+name, errLoop)
}

// OnLine returns the tags that name an accepted revision, newest revision first, then by name.
func (l *Log) OnLine(tags []Tag) []Tag {
	place := make(map[Hash]int, len(l.Entries))
	for i, e := range l.Entries {
		place[e.Commit.Hash] = i
	}
	var on []Tag
	for _, t := range tags {
		if _, ok := place[t.Commit]; ok {
			on = append(on, t)
		}
	}
	slices.SortFunc(on, func(a, b Tag) int {
		return cmp.Or(cmp.Compare(place[a.Commit], place[b.Commit]), cmp.Compare(a.Name, b.Name))
	})
	return on
}
