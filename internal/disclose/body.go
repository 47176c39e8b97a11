package disclose

import (
	"bytes"

	"github.com/c8b10cf3/lis/internal/tell"
)

// Body is how the text of a record changed from the one state to the other, as the profile shows it; was and now are the texts
// there. It is asked for a text that may be told of as such: [Cut.Trail] leaves it out of revisions while the record was narrower
// than the profile.
//
// [Omitted] stands where a link to a hidden record was. A passage in which a line holds what is hidden is withheld as a whole, and
// where changes are not told no word is.
func (p Pair) Body(was, now []byte) tell.Body {
	if !p.After.profile.ShowsChanges() {
		return tell.Body{Sort: tell.BodyEdited}
	}
	shownWas := []byte(p.After.Markdown(p.Before.Markdown(string(was))))
	shownNow := []byte(p.After.Markdown(string(now)))
	if p.After.profile == "" {
		return tell.NewBody(shownWas, shownNow, nil)
	}
	b := tell.NewBody(shownWas, shownNow, func(text string) bool {
		return p.Before.discreet(text) != text || p.After.discreet(text) != text
	})
	cut := !bytes.Equal(shownWas, was) || !bytes.Equal(shownNow, now)
	if cut && (b.Sort == tell.BodySame || b.Sort == tell.BodyForm) && tell.NewBody(was, now, nil).Sort != tell.BodyForm {
		return tell.Body{Sort: tell.BodyEdited, Withheld: true}
	}
	return b
}

// BodyChange is how the text of a record changed from one state of its past to another; see [Pair.Body].
func (c *Cut) BodyChange(was, now []byte) tell.Body { return Pair{c, c}.Body(was, now) }
