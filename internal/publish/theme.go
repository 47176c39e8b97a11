package publish

import (
	"cmp"
	"fmt"

	"github.com/c8b10cf3/lis/internal/view"
)

// The colours of the site if lis.yaml sets none.
const (
	defaultPrimary     = "#1f4e79"
	defaultPrimaryDark = "#8fbde8"
)

// theme returns the style sheet with the organisation's own colours; lis.yaml allows only the form #1f4e79. If only the colour
// for light pages is set, dark ones keep the program's; print is black on white.
func theme(s view.Site) []byte {
	return fmt.Appendf(nil, `@media screen { :root { --primary: %s; } }
@media screen and (prefers-color-scheme: dark) { :root { --primary: %s; } }
`, cmp.Or(s.Primary, defaultPrimary), cmp.Or(s.PrimaryDark, defaultPrimaryDark))
}
