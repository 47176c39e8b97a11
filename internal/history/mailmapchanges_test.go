package history

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMailmapChanges compares what mailmaps mean, not their lines.
func TestMailmapChanges(t *testing.T) {
	const one = "Anna Ek <anna@x.se> <ae@x.se>\n"
	tests := []struct {
		name     string
		was, now string
		want     []string
	}{
		{"nothing", one, "# a remark\n\n" + one, nil},
		{"a line more", one, one + "Bo Al <bo@x.se> Kim <kim@x.se>\n", []string{"kim <kim@x.se>:  <> > Bo Al <bo@x.se>"}},
		{"a line less", one, "", []string{" <ae@x.se>: Anna Ek <anna@x.se> >  <>"}},
		{"another name", one, "Bo Al <bo@x.se> <AE@x.se>\n", []string{" <ae@x.se>: Anna Ek <anna@x.se> > Bo Al <bo@x.se>"}},
		{"the last line counts", one, "Bo Al <bo@x.se> <ae@x.se>\n" + one, nil},
		{"a name alone", "", "Anna Ek <anna@x.se>\n", []string{" <anna@x.se>:  <> > Anna Ek <anna@x.se>"}},
		{"no line of a mailmap", one, one + "Anna Ek\n<\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, c := range MailmapChanges([]byte(test.was), []byte(test.now)) {
				got = append(got, fmt.Sprintf("%v: %v > %v", c.Used, c.Was, c.Now))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
