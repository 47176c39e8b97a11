package disclose

import (
	"bytes"
	"slices"
	"sync"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/tell"
)

// Body is how the text of a record changed from the one state to the other, as the profile shows it; was and now are the texts
// there. It is asked for a text that may be told of as such: [Cut.Trail] leaves it out of revisions while the record was narrower
// than the profile.
//
// [Omitted] stands where a link to a hidden record was. A passage in which a line holds what is hidden is withheld as a whole, and
// where changes are not told no word is.
func (p Pair) Body(was, now []byte) tell.Body {
	switch {
	case !p.After.profile.ShowsChanges():
		return tell.Body{Sort: tell.BodyEdited}
	case bytes.Equal(was, now):
		return tell.Body{}
	}
	shownWas, shownNow := p.After.Markdown(p.Before.Markdown(string(was))), p.After.Markdown(string(now))
	b := tell.NewBody(p.Before.blocks.of(shownWas), p.After.blocks.of(shownNow), p.hides())
	cut := shownWas != string(was) || shownNow != string(now)
	if cut && b.Sort == tell.BodyForm && tell.NewBody(document.Blocks(was), document.Blocks(now), nil).Sort != tell.BodyForm {
		return tell.Body{Sort: tell.BodyEdited, Withheld: true} // what is hidden, and no more
	}
	return b
}

// hides tells of lines whether they hold what the profile hides; nil where it hides nothing.
func (p Pair) hides() func(text string) bool {
	if p.After.profile == "" {
		return nil
	}
	return func(text string) bool { return p.Before.discreet(text) != text || p.After.discreet(text) != text }
}

// BodyChange is how the text of a record changed from one state of its past to another; see [Pair.Body].
func (c *Cut) BodyChange(was, now []byte) tell.Body { return Pair{c, c}.Body(was, now) }

// blockCache has the blocks of the texts that were asked for last: the text after one revision is that before the next.
type blockCache struct {
	mutex  sync.Mutex
	texts  [32]string // several records are told at a time
	blocks [32][]document.Block
	next   int // the place that is overwritten next
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
