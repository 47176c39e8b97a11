package exchange

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/google/go-cmp/cmp"
)

// element is what a schema says of an element: the attributes that it must have and may have, with the form of their values,
// and its children in their order.
type element struct {
	required, optional map[string]*regexp.Regexp
	children           []child
}

// child is an element that may stand in another. Those of one choice exclude each other.
type child struct {
	name     string
	required bool
	many     bool
	choice   bool
}

var (
	anyText  = regexp.MustCompile(``)
	token    = regexp.MustCompile(`\S`)
	integer  = regexp.MustCompile(`^\d+$`)
	decimal  = regexp.MustCompile(`^\d+(\.\d+)?$`)
	dateTime = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$`)
	message  = map[string]*regexp.Regexp{"message": anyText}
	typed    = map[string]*regexp.Regexp{"type": anyText}
)

// antSchema is the schema of JUnit reports of Apache Ant (windyroad/JUnit-Schema, JUnit.xsd). It is the stricter of the two
// in use: what it allows, that of Jenkins (junit-10.xsd) allows too, but for the attributes of skipped, which here may be any
// and there are type and message.
var antSchema = map[string]element{
	"testsuites": {children: []child{{name: "testsuite", many: true}}},
	"testsuite": {
		required: map[string]*regexp.Regexp{
			"package": anyText, "id": integer, "name": token, "timestamp": dateTime, "hostname": token, "tests": integer,
			"failures": integer, "errors": integer, "time": decimal,
		},
		optional: map[string]*regexp.Regexp{"skipped": integer},
		children: []child{
			{name: "properties", required: true}, {name: "testcase", many: true}, {name: "system-out", required: true}, {name: "system-err", required: true},
		},
	},
	"properties": {children: []child{{name: "property", many: true}}},
	"property":   {required: map[string]*regexp.Regexp{"name": token, "value": anyText}},
	"testcase": {
		required: map[string]*regexp.Regexp{"name": token, "classname": token, "time": decimal},
		children: []child{{name: "skipped", choice: true}, {name: "error", choice: true}, {name: "failure", choice: true}, {name: "system-out"}},
	},
	"skipped":    {optional: map[string]*regexp.Regexp{"message": anyText, "type": anyText}},
	"error":      {required: typed, optional: message},
	"failure":    {required: typed, optional: message},
	"system-out": {},
	"system-err": {},
}

// node is an element as it was read.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
}

// check compares an element and those in it with the schema.
func (n node) check(t *testing.T) {
	t.Helper()
	name := n.XMLName.Local
	rule, known := antSchema[name]
	if !known {
		t.Errorf("the element %s is unknown", name)
		return
	}
	given := map[string]string{}
	for _, a := range n.Attrs {
		given[a.Name.Local] = a.Value
		form := rule.required[a.Name.Local]
		if form == nil {
			form = rule.optional[a.Name.Local]
		}
		if form == nil || !form.MatchString(a.Value) {
			t.Errorf("%s: the attribute %s=%q is not allowed", name, a.Name.Local, a.Value)
		}
	}
	for attr := range rule.required {
		if _, ok := given[attr]; !ok {
			t.Errorf("%s: the attribute %s is missing", name, attr)
		}
	}
	n.checkChildren(t, rule)
}

func (n node) checkChildren(t *testing.T, rule element) {
	t.Helper()
	at := 0
	times := map[string]int{}
	chosen := 0
	for _, below := range n.Children {
		name := below.XMLName.Local
		i := slices.IndexFunc(rule.children, func(c child) bool { return c.name == name })
		if i < at {
			t.Errorf("%s: %s may not stand there", n.XMLName.Local, name)
			continue
		}
		at = i
		times[name]++
		if rule.children[i].choice {
			chosen++
		}
		below.check(t)
	}
	for _, c := range rule.children {
		if n := times[c.name]; n == 0 && c.required || n > 1 && !c.many {
			t.Errorf("%d times %s", n, c.name)
		}
	}
	if chosen > 1 {
		t.Errorf("%s: %d outcomes", n.XMLName.Local, chosen)
	}
}

func TestJUnitSchema(t *testing.T) {
	empty := sample()
	empty.Diagnostics, empty.Named = nil, nil
	for _, c := range []Check{sample(), empty, many(20)} {
		Validators["junit"](t, write(t, "junit", c))
	}
}

func TestJUnitCounts(t *testing.T) {
	text := write(t, "junit", sample())
	var report junitReport
	if err := xml.Unmarshal([]byte(text), &report); err != nil {
		t.Fatal(err)
	}
	s := report.Suite
	got := map[string]int{"tests": s.Tests, "failures": s.Failures, "errors": s.Errors, "skipped": s.Skipped, "cases": len(s.Cases)}
	want := map[string]int{"tests": 9, "failures": 3, "errors": 0, "skipped": 2, "cases": 9}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if strings.Contains(text, "CDATA") {
		t.Error("a text is in CDATA")
	}
	last := s.Cases[len(s.Cases)-1]
	if last.Class != "SYS-020" || last.Failure != nil || last.Skipped != nil {
		t.Errorf("SYS-020 has not passed: %+v", last)
	}
}

// TestJUnitOpenWins: a case in which one diagnostic is open has failed, whatever else is accepted.
func TestJUnitOpenWins(t *testing.T) {
	states := []diag.Standing{diag.Waived, diag.Open, diag.Baselined}
	c := sample()
	d := c.Diagnostics[4]
	c.Diagnostics, c.Named = nil, nil
	for _, state := range states {
		d.Standing = state
		c.Diagnostics = append(c.Diagnostics, d)
	}
	cases := c.junitCases()
	if len(cases) != 1 || cases[0].Failure == nil || cases[0].Skipped != nil {
		t.Errorf("got %+v", cases)
	}
}

// TestJUnitThreshold: what the check does not fail on is a test that has passed, with the text as its output.
func TestJUnitThreshold(t *testing.T) {
	for _, test := range []struct {
		failOn diag.Severity
		failed int
	}{{diag.Off, 1}, {diag.Error, 1}, {diag.Warning, 2}, {diag.Info, 2}} {
		c := many(1)
		for i, rule := range []string{"owner-missing", "purpose-missing"} {
			c.Diagnostics[i].Rule = rule
		}
		c.FailOn = test.failOn
		var report junitReport
		if err := xml.Unmarshal([]byte(write(t, "junit", c)), &report); err != nil {
			t.Fatal(err)
		}
		if report.Suite.Failures != test.failed {
			t.Errorf("%v: %d failed, want %d", test.failOn, report.Suite.Failures, test.failed)
		}
		for _, one := range report.Suite.Cases {
			if said := one.Out != ""; one.Name != passed && said == (one.Failure != nil) {
				t.Errorf("%v: %+v", test.failOn, one)
			}
		}
	}
}

// wellFormed reads an XML document to its end.
func wellFormed(s string) error {
	for d := xml.NewDecoder(strings.NewReader(s)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
