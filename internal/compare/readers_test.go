package compare

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/google/go-cmp/cmp"
)

// TestReaders tells of what more people may read before everything else, and of what fewer may among the rest. Back the other way,
// each is told as the other.
func TestReaders(t *testing.T) {
	one := func(name, text string) map[string]string { return map[string]string{name: text} }
	const config = "format: 1\norganisation: ORG-1\n"
	for _, test := range []struct {
		name           string
		from, to       map[string]string
		wider, tighter []string
	}{
		{"nothing", nil, one("schema/risk.yaml", "x-kind: {name: risk, columns: [title]}\n"), nil, nil},
		{
			"the default of a kind", nil, one("schema/risk.yaml", "x-kind: {name: risk, publish: internal}\n"),
			[]string{"Records of the kind Risk are shown in internal and restricted and were shown in restricted, unless a record says otherwise (schema/risk.yaml)"},
			[]string{"Records of the kind Risk are shown in restricted and were shown in internal and restricted, unless a record says otherwise (schema/risk.yaml)"},
		},
		{
			"a ceiling that is no longer lowered", one("schema/law.yaml", "x-kind: {name: law, publish_at_most: never}\n"), nil,
			[]string{
				"Records of the kind Law are shown in public, internal and restricted and were shown in no profile, unless a record says otherwise (schema/law.yaml)",
				"Single records of the kind Law can be shown in public, internal and restricted and could be shown in no profile (schema/law.yaml)",
			},
			nil,
		},
		{
			"a field with what is in it", one("schema/system.yaml", "x-kind: {name: system}\nproperties: {classification: {x-publish: never}}\n"), nil,
			[]string{"The field classification of the kind System is shown in internal and restricted and was shown in no profile (schema/system.yaml)"},
			nil,
		},
		{
			"a kind by another name", one("schema/car.yaml", "x-kind: {name: vehicle, folder: cars}\n"), one("schema/car.yaml", "x-kind: {name: car, folder: cars, label: Car, publish: public}\n"),
			[]string{"Records of the kind Car are shown in public, internal and restricted and were shown in internal and restricted, unless a record says otherwise (schema/car.yaml)"},
			nil,
		},
		{
			"the profile of the site", one("lis.yaml", config), one("lis.yaml", config+"profile: restricted\n"),
			[]string{"lis.yaml: the site is made for restricted and was made for internal, unless something else is asked for"},
			[]string{"lis.yaml: the site is made for internal and was made for restricted, unless something else is asked for"},
		},
	} {
		from, to := gateState(t, test.from), gateState(t, test.to)
		there, back := New(from, to, nil, "", locale.English), New(to, from, nil, "", locale.English)
		if diff := cmp.Diff(test.wider, there.Wider); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
		if diff := cmp.Diff(test.tighter, back.Tightened()); diff != "" && test.tighter != nil {
			t.Errorf("%s, back (-want +got)\n%s", test.name, diff)
		}
		if back.Wider != nil || there.Wider != nil && len(back.Tightened()) == 0 {
			t.Errorf("%s, back: %q and %q", test.name, back.Wider, back.Tightened())
		}
		if public := New(from, to, nil, record.Public, locale.English); public.Wider != nil {
			t.Errorf("%s is told to the public: %q", test.name, public.Wider)
		}
	}
}
