package publish

import (
	"cmp"
	"fmt"

	"github.com/c8b10cf3/lis/internal/view"
)

// The colours of the site where lis.yaml sets none.
const (
	defaultPrimary     = "#1f4e79"
	defaultPrimaryDark = "#8fbde8"
)

// theme is the style sheet with the organisation's own colours; lis.yaml allows no other form than #1f4e79. Where only the
// colour for light pages is set, dark ones keep the program's; paper is black on white.
func theme(s view.Site) []byte {
	return fmt.Appendf(nil, `@media screen { :root { --primary: %s; } }
@media screen and (prefers-color-scheme: dark) { :root { --primary: %s; } }
`, cmp.Or(s.Primary, defaultPrimary), cmp.Or(s.PrimaryDark, defaultPrimaryDark))
}
