package disclose

import (
	"bytes"
	"slices"
	"sync"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/tell"
)

// Body returns how the text of a record changed from one state to the other, as the profile shows it; was and now are the texts
// in these states. The caller must only pass texts that may be shown as such: [Cut.Trail] removes the text from revisions
// during which the record was narrower than the profile.
//
// [Omitted] replaces links to hidden records. A passage in which a line contains something hidden is withheld completely. If
// the profile does not show changes, the result only says that the text changed.
func (p Pair) Body(was, now []byte) tell.Body {
	switch {
	case !p.After.profile.ShowsChanges():
		return tell.Body{Sort: tell.BodyEdited}
	case bytes.Equal(was, now):
		return tell.Body{}
	}
	shownWas, shownNow := p.After.withoutLinks(p.Before.withoutLinks(string(was))), p.After.withoutLinks(string(now))
	b := tell.NewBody(p.Before.blocks.of(shownWas), p.After.blocks.of(shownNow), p.hides())
	cut := shownWas != string(was) || shownNow != string(now)
	if cut && b.Sort == tell.BodyForm && tell.NewBody(document.Blocks(was), document.Blocks(now), nil).Sort != tell.BodyForm {
		return tell.Body{Sort: tell.BodyEdited, Withheld: true} // only hidden content changed
	}
	return b
}

// hides returns a function that reports whether a line contains what the profile hides; nil if it hides nothing.
func (p Pair) hides() func(text string) bool {
	if p.After.profile == "" {
		return nil
	}
	return func(text string) bool {
		return p.Before.withoutSecrets(text) != text || p.After.withoutSecrets(text) != text
	}
}

// BodyChange returns how the text of a record changed from one state of its past to another; see [Pair.Body].
func (c *Cut) BodyChange(was, now []byte) tell.Body { return Pair{c, c}.Body(was, now) }

// blockCache holds the blocks of the most recent texts: the text after one revision is the text before the next.
type blockCache struct {
	mutex  sync.Mutex
	texts  [32]string // multiple records are processed at a time
	blocks [32][]document.Block
	next   int // the index that is overwritten next
}

func (c *blockCache) of(text string) []document.Block {
	c.mutex.Lock()
	at := slices.Index(c.texts[:], text)
	if at >= 0 {
		defer c.mutex.Unlock()
		return c.blocks[at]
	}
	c.mutex.Unlock()
	blocks := document.Blocks([]byte(text))
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.texts[c.next], c.blocks[c.next] = text, blocks
	c.next = (c.next + 1) % len(c.texts)
	return blocks
}
