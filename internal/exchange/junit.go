package exchange

import (
	"cmp"
	"encoding/xml"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
)

// junitReport is a test report as JUnit's Ant task writes it, limited to what the schema of Jenkins allows, and but for the output
// of a case also to that of Ant. Times are 0 and the host is localhost, so that the same check gives the same bytes.
type junitReport struct {
	XMLName xml.Name   `xml:"testsuites"`
	Suite   junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	ID         int             `xml:"id,attr"`
	Package    string          `xml:"package,attr"`
	Name       string          `xml:"name,attr"`
	Timestamp  string          `xml:"timestamp,attr"` // the day of the check
	Hostname   string          `xml:"hostname,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []*junitCase    `xml:"testcase"`
	Out        string          `xml:"system-out"`
	Err        string          `xml:"system-err"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// junitCase is a rule applied to a record (to a file, if there is no record). It has a Failure if the check fails because of it,
// Skipped if everything is accepted, and neither if it has passed. Out is what is open although the check does not fail because of
// it.
type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Skipped *junitSkipped `xml:"skipped"`
	Failure *junitFailure `xml:"failure"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// junitFailure has the highest severity as its type, the first message, and a line for each diagnostic.
type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`

	severity diag.Severity
}

// passed is the name of the case of a record without diagnostics.
const passed = "check"

// writeJUnit writes a check as one test suite: a case for each record and rule with diagnostics, and one for each record
// without any.
func writeJUnit(w io.Writer, c Check) error {
	s := junitSuite{
		Package: c.Tool, Name: c.Tool, Timestamp: c.AsOf + "T00:00:00", Hostname: "localhost", Time: "0",
		Properties: c.junitProperties(), Cases: c.junitCases(),
	}
	for _, test := range s.Cases {
		s.Tests++
		switch {
		case test.Failure != nil:
			s.Failures++
		case test.Skipped != nil:
			s.Skipped++
		}
	}
	return writeXML(w, junitReport{Suite: s})
}

func (c Check) junitProperties() []junitProperty {
	list := []junitProperty{{"version", c.ToolVersion}, {"as_of", c.AsOf}}
	if c.Rev != nil {
		list = append(list, junitProperty{"rev", *c.Rev})
	}
	if c.Profile != nil {
		list = append(list, junitProperty{"profile", *c.Profile})
	}
	return list
}

func (c Check) junitCases() []*junitCase {
	type key struct{ class, rule string }
	var cases []*junitCase
	byKey := map[key]*junitCase{}
	met := map[string]bool{}
	for _, d := range c.Diagnostics {
		k := key{flat(cmp.Or(d.Record, c.file(d))), d.Rule}
		test := byKey[k]
		if test == nil {
			test = &junitCase{Class: k.class, Name: k.rule, Time: "0"}
			byKey[k] = test
			cases = append(cases, test)
		}
		met[k.class] = true
		c.addTo(test, d)
	}
	for _, id := range c.Named {
		if !met[flat(id)] {
			cases = append(cases, &junitCase{Class: flat(id), Name: passed, Time: "0"})
		}
	}
	return cases
}

// addTo adds a diagnostic to its case.
func (c Check) addTo(test *junitCase, d diag.Diagnostic) {
	switch {
	case d.Standing != diag.Open:
		if test.Failure == nil && test.Out == "" {
			test.Skipped = &junitSkipped{strings.TrimSpace(string(d.Standing) + ": " + flat(cmp.Or(d.Reason, d.Message)))}
		}
		return
	case !c.fails(d):
		test.Out += c.junitText(d)
	default:
		if test.Failure == nil {
			test.Failure = &junitFailure{Message: said(d)}
		}
		f := test.Failure
		f.severity = max(f.severity, d.Severity)
		f.Type = f.severity.String()
		f.Text += c.junitText(d)
	}
	test.Skipped = nil
}

// junitText returns a diagnostic as a line, and what to write as another.
func (c Check) junitText(d diag.Diagnostic) string {
	text := c.concise(d) + "\n"
	if d.Hint != "" {
		text += "  " + flat(d.Hint) + "\n"
	}
	return text
}
