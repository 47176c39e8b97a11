package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAdditionsOnlyNarrow writes files of a workspace that say who can see built-in kinds and their fields. risk ships as
// restricted and at most internal, system as internal and at most public.
func TestAdditionsOnlyNarrow(t *testing.T) {
	const risk, system = "x-kind: {name: risk}\n", "x-kind: {name: system}\n"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"up to the ceiling", "x-kind: {name: risk, publish: internal}\n", nil},
		{"narrower", "x-kind: {name: risk, publish: never, publish_at_most: restricted}\n", nil},
		{"the lower ceiling of its own", "x-kind: {name: risk, publish: internal, publish_at_most: restricted}\n", []string{"1:31 publish (internal) är vidare än publish_at_most (restricted)"}},
		{"above the ceiling", "x-kind: {name: risk, publish: public}\n", []string{"1:31 programmets tak för poster av postslaget risk är 'internal', men här står 'public'; skriv 'internal', 'restricted' eller 'never'"}},
		{"a ceiling above the ceiling", "x-kind: {name: risk, publish_at_most: public}\n", []string{"1:39 taket för postslaget risk är 'internal' och kan bara sänkas, men här står 'public'; skriv 'internal', 'restricted' eller 'never'"}},
		{"a profile that is misspelt", "x-kind: {name: risk, publish: pubilc}\n", []string{"1:31 'publish' kan inte vara 'pubilc'; menade du 'public'?"}},
		{"no profile", risk + "properties:\n  secrecy: {x-publish: }\n", []string{"3:13 'x-publish' kan inte vara ''; välj 'public', 'internal', 'restricted' eller 'never'"}},
		{"a field", system + "properties:\n  local_analysis: {x-publish: restricted}\n  purpose: {x-publish: internal}\n", nil},
		{"a field that is opened", system + "properties:\n  information_owner: {x-publish: public}\n", []string{"3:34 programmets tak för fältet 'information_owner' är 'internal' och kan bara sänkas, men här står 'public'; skriv 'internal', 'restricted' eller 'never'"}},
		{"a common field that is opened", risk + "properties:\n  waive: {x-publish: public}\n", []string{"3:22 programmets tak för fältet 'waive' är 'internal' och kan bara sänkas, men här står 'public'; skriv 'internal', 'restricted' eller 'never'"}},
		{"a common field of an own kind", "x-kind: {name: prov, folder: prov}\nproperties:\n  waive: {x-publish: public}\n", []string{"3:22 programmets tak för fältet 'waive' är 'internal' och kan bara sänkas, men här står 'public'; skriv 'internal', 'restricted' eller 'never'"}},
		{"a field below one that is closed", system + "properties:\n  classification: {properties: {state: {x-publish: public}}}\n", nil},
		{"a property anew", system + "properties:\n  information_owner: {type: string, x-ref: [role], x-label: Ägare}\n", nil},
		{"a field of its own", system + "properties:\n  shelf: {type: string, x-publish: public}\n", nil},
		{"an own kind", "x-kind: {name: prov, folder: prov, publish: public, publish_at_most: public}\nproperties:\n  a: {type: string, x-publish: never}\n", nil},
		{"a kind as if it were a field", system + "x-publish: restricted\n", []string{"2:12 x-publish gäller ett enskilt fält; skriv publish under x-kind för hela postslaget"}},
	} {
		var want []string
		for _, problem := range test.want {
			want = append(want, "schema/a.yaml:"+problem)
		}
		if diff := cmp.Diff(want, refused(t, map[string]string{"schema/a.yaml": test.text})); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
	}
}

// TestNothingIsWidenedAllTheSame reads kinds with mistakes, as states of the past are read.
func TestNothingIsWidenedAllTheSame(t *testing.T) {
	shipped := kinds(t, nil)
	read := kinds(t, map[string]string{
		"schema/a.yaml": "x-kind: {name: risk, publish: public, publish_at_most: public}\nproperties:\n  waive: {x-publish: public}\n  secrecy: {x-publish: }\n",
		"schema/b.yaml": "x-kind: {name: system}\nproperties:\n  information_owner: {x-publish: pubilc}\n  local_analysis: {type: array, items: {type: object, properties: {a: {type: string}}}, x-publish: public}\n",
		"schema/c.yaml": "x-kind: {name: system}\nproperties:\n  purpose: {x-publish: never}\n",
		"schema/d.yaml": "x-kind: {name: system}\nproperties:\n  purpose: {x-publish: public}\n",
	})
	if risk := read.Named("risk"); risk.Publish != Internal || risk.PublishAtMost != Internal {
		t.Errorf("risk: %s, at most %s", risk.Publish, risk.PublishAtMost)
	}
	for _, name := range []string{"risk", "system"} {
		for _, f := range shipped.Named(name).Fields() {
			if now := read.Named(name).Field(f.Path); f.Publish != "" && Narrower(now.Publish, f.Publish) != now.Publish {
				t.Errorf("%s.%s: %s, ships as %s", name, f.Path, now.Publish, f.Publish)
			}
		}
	}
}

// TestWidened names the defaults that have more readers than the program gives them, and no others.
func TestWidened(t *testing.T) {
	for text, want := range map[string]int{
		"x-kind: {name: risk, publish: internal}\n":                                  1,
		"x-kind: {name: risk, publish: restricted}\n":                                0,
		"x-kind: {name: law, publish: internal}\n":                                   0,
		"x-kind: {name: prov, folder: prov, publish: public}\n":                      0,
		"x-kind: {name: system, label: System}\nproperties: {a: {type: string}}\n":   0,
		"x-kind: {name: system, publish: public, publish_at_most: public}\n":         1,
		"x-kind: {name: risk, publish: internal, publish_at_most: internal}\n":       1,
		"x-kind: {name: incident, publish: restricted, publish_at_most: never}\n":    0,
		"x-kind: {name: incident, publish: never}\nproperties: {title: {x-help: A}}": 0,
	} {
		if got := kinds(t, map[string]string{"schema/a.yaml": text}).Widened; len(got) != want {
			t.Errorf("%s: %v, want %d", text, got, want)
		}
	}
}
