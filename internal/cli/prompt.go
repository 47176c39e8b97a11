package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/spf13/cobra"
)

// askFlag adds the flag that turns questions on or off.
func (a *app) askFlag(c *cobra.Command) { c.Flags().Bool("ask", false, a.lang.T("flag.ask")) }

// mayAsk reports whether a command may ask its user: as the flag says, or else if it runs on a terminal.
func (a *app) mayAsk(c *cobra.Command) bool {
	if flag := c.Flags().Lookup("ask"); flag.Changed {
		return flag.Value.String() == "true"
	}
	in, ok := a.Stdin.(io.Writer) // every *os.File is one
	return ok && a.IsTerminal(in) && a.IsTerminal(a.err)
}

// prompter asks questions on standard error and reads one line per answer.
type prompter struct {
	ctx  context.Context // ends the questions
	in   *bufio.Reader
	out  io.Writer
	lang locale.Lang
	// answered is set once there was an answer that is not empty, ended once there are no more answers.
	answered, ended bool
}

func (a *app) prompter(ctx context.Context) *prompter {
	return &prompter{ctx: ctx, in: bufio.NewReader(a.Stdin), out: a.Stderr, lang: a.lang}
}

// errNoAnswer says that there are no more answers.
var errNoAnswer = errors.New("no answer")

// answer is one line that was read.
type answer struct {
	text string
	err  error
}

// read reads one line. The error is errNoAnswer if there is none left, and that of the context if it ends first; reading then
// continues in the background until the program ends.
func (p *prompter) read() (string, error) {
	lines := make(chan answer, 1)
	go func() {
		text, err := p.in.ReadString('\n')
		lines <- answer{text, err}
	}()
	var text string
	var err error
	select {
	case <-p.ctx.Done():
		return "", p.ctx.Err()
	case line := <-lines:
		text, err = line.text, line.err
	}
	if errors.Is(err, io.EOF) && text == "" {
		p.ended = true
		return "", errNoAnswer
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the answer: %w", err)
	}
	text = source.Comparable(strings.TrimSpace(text))
	p.answered = p.answered || text != ""
	return text, nil
}

// query is a question and what an answer to it can be.
type query struct {
	text     string
	subject  string // names the question in the error if the answers end; the text by default
	fallback string // what an empty or missing answer means; "" for nothing
	shown    string // the fallback as the question shows it; the fallback itself by default
	optional bool   // an empty answer skips the question
	problem  func(string) string
}

// line asks until the answer has no problem. An empty or missing answer means the default.
func (p *prompter) line(question, fallback string, problem func(string) string) (string, error) {
	return p.ask(query{text: question, fallback: fallback, problem: problem})
}

// ask asks until the answer has no problem. It returns "" for a question that is skipped. The error is errNoAnswer if the answers
// end and there is no default.
func (p *prompter) ask(q query) (string, error) {
	text := q.text
	switch {
	case q.fallback != "":
		text += p.lang.T("prompt.default", locale.Args{"value": cmp.Or(q.shown, q.fallback)})
	case q.optional:
		text += p.lang.T("prompt.skip")
	}
	if !strings.HasSuffix(text, "?") {
		text += ":"
	}
	for {
		fmt.Fprint(p.out, text+" ")
		answer, err := p.read()
		if errors.Is(err, errNoAnswer) {
			fmt.Fprintln(p.out)
			return p.unanswered(q)
		}
		if err != nil {
			return "", err
		}
		answer = cmp.Or(answer, q.fallback)
		if answer == "" && q.optional {
			return "", nil
		}
		said := p.said(answer, q.problem)
		if said == "" {
			return answer, nil
		}
		fmt.Fprintln(p.out, "  "+said)
	}
}

// unanswered returns what comes of a question to which there is no answer.
func (p *prompter) unanswered(q query) (string, error) {
	if q.fallback != "" {
		return q.fallback, nil
	}
	said := p.lang.T("prompt.ended", locale.Args{"question": "'" + cmp.Or(q.subject, q.text) + "'"})
	return "", fmt.Errorf("%w: %w", errNoAnswer, &failure{statusUsage, said})
}

// said returns what is wrong with an answer, "" if nothing is.
func (p *prompter) said(answer string, problem func(string) string) string {
	switch {
	case answer == "":
		return p.lang.T("prompt.needed")
	case problem == nil:
		return ""
	}
	return problem(answer)
}

// mostListed is how many choices are listed at once.
const mostListed = 20

// pick returns the choices that an answer can mean. Numbers count only if there are few enough to be listed.
func pick(choices []setup.Choice, answer string) (found []setup.Choice, part bool) {
	return setup.Pick(choices, answer, len(choices) <= mostListed)
}

// choose asks for one of several values. A few are listed at once; of many, only those that match an answer.
func (p *prompter) choose(question string, choices []setup.Choice, fallback string) (string, error) {
	fmt.Fprintln(p.out, question)
	how := p.listChoices(choices, "prompt.number", "prompt.search")
	answer, err := p.ask(query{subject: question, text: how, fallback: fallback, shown: p.numbered(choices, fallback), problem: func(answer string) string { return p.unclear(choices, answer) }})
	if err != nil {
		return "", err
	}
	found, _ := pick(choices, answer)
	return found[0].Value, nil
}

// chooseSome asks for one or more of several values. The last choice, which stands for none of them, goes with no other.
func (p *prompter) chooseSome(question string, choices []setup.Choice, fallback string) ([]string, error) {
	none := choices[len(choices)-1].Value
	fmt.Fprintln(p.out, question)
	how := p.listChoices(choices, "prompt.numbers", "prompt.search")
	answer, err := p.ask(query{subject: question, text: how, fallback: fallback, shown: p.numbered(choices, fallback), problem: func(answer string) string {
		for _, part := range strings.Split(answer, ",") {
			if said := p.unclear(choices, part); said != "" {
				return said
			}
		}
		if picked := pickAll(choices, answer); len(picked) > 1 && slices.Contains(picked, none) {
			return p.lang.T("prompt.none-alone", locale.Args{"value": none})
		}
		return ""
	}})
	if err != nil {
		return nil, err
	}
	return pickAll(choices, answer), nil
}

// pickAll returns the values that the parts of an answer mean, each once.
func pickAll(choices []setup.Choice, answer string) (values []string) {
	for _, part := range strings.Split(answer, ",") {
		found, _ := pick(choices, part)
		if value := found[0].Value; !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}

// listChoices writes choices, if they are few. It returns how to answer: as the message few says if they are, else as many says.
func (p *prompter) listChoices(choices []setup.Choice, few, many string) (how string) {
	if len(choices) > mostListed {
		return p.lang.T(many)
	}
	for i, c := range choices {
		fmt.Fprintf(p.out, "  %2d  %s\n", i+1, labelFirst(c).In(p.lang))
	}
	return p.lang.T(few)
}

// numbered returns the choice with a value as the default of a question shows it, with its number in the list: 5 Förvaltning.
func (p *prompter) numbered(choices []setup.Choice, value string) string {
	for i, c := range choices {
		if c.Value == value && len(choices) <= mostListed {
			return fmt.Sprintf("%d %s", i+1, c.Label.In(p.lang))
		}
	}
	return value
}

// unclear returns why an answer does not mean exactly one choice, "" if it does.
func (p *prompter) unclear(choices []setup.Choice, answer string) string {
	found, _ := pick(choices, answer)
	switch len(found) {
	case 0:
		if setup.IsNumber(answer) {
			return p.notListed(choices, answer)
		}
		return p.lang.T("prompt.none", locale.Args{"value": locale.Shorten(answer), "guess": record.DidYouMean(nearest(choices, answer, p.lang))})
	case 1:
		return ""
	}
	said := p.lang.T("prompt.several", locale.Args{"n": len(found)})
	for _, c := range found[:min(len(found), mostListed)] {
		said += "\n    " + labelFirst(c).In(p.lang)
	}
	return said
}

// notListed returns why a number means no choice.
func (p *prompter) notListed(choices []setup.Choice, number string) string {
	if len(choices) > mostListed {
		return p.lang.T("prompt.number-unlisted", locale.Args{"value": locale.Shorten(number)})
	}
	return p.lang.T("prompt.not-listed", locale.Args{"value": locale.Shorten(number), "n": len(choices)})
}

// labelFirst returns a choice as a list shows it: Kommun (municipality).
func labelFirst(c setup.Choice) locale.Text {
	return locale.Text{SV: record.Labelled(c.Label.SV, locale.Same(c.Value)).SV, EN: record.Labelled(c.Label.EN, locale.Same(c.Value)).EN}
}

// nearest returns the value or label of the choice nearest to an answer; nil if none is near.
func nearest(choices []setup.Choice, answer string, lang locale.Lang) []string {
	var names []string
	for _, c := range choices {
		names = append(names, c.Label.In(lang), c.Value)
	}
	near := record.Nearest(answer, names)
	return near[:min(len(near), 1)]
}

// confirm asks a question that is answered with yes or no, in either language or by the first letter.
func (p *prompter) confirm(question string, fallback bool) (bool, error) {
	words := map[bool]string{true: locale.Lower(p.lang.T("site.yes")), false: locale.Lower(p.lang.T("site.no"))}
	answer, err := p.line(question, words[fallback], func(answer string) string {
		if _, ok := yesOrNo(answer); !ok {
			return p.lang.T("prompt.yes-or-no", locale.Args{"yes": words[true], "no": words[false]})
		}
		return ""
	})
	yes, _ := yesOrNo(answer)
	return yes, err
}

// yesOrNo returns what an answer to a question says; ok is false if it is neither yes nor no.
func yesOrNo(answer string) (yes, ok bool) {
	switch strings.ToLower(answer) {
	case "ja", "j", "yes", "y":
		return true, true
	case "nej", "no", "n":
		return false, true
	}
	return false, false
}
