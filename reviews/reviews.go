// Package reviews holds worked examples: complete workspaces with a history, told as dated steps with the files that each step
// writes. Start reading at [Open].
package reviews

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/write"
)

// files holds a folder for each example: story.yaml, and in steps/ the files that each step writes.
//
//go:embed all:ekhamra
var files embed.FS

// Demo is the name of the example that `lis demo` writes.
const Demo = "ekhamra"

// Story is one example.
type Story struct {
	Name  string
	Title string
	steps []step
}

// step is one entry of story.yaml.
type step struct {
	folder, message, tag, tagMessage string
	at, acceptedAt                   time.Time
	author, acceptedBy               history.Person
	remove                           []string
}

// Open reads the story of an example. An error means that the example itself is faulty.
func Open(name string) (*Story, error) {
	file := path.Join(name, "story.yaml")
	data, err := files.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read example %s: %w", name, err)
	}
	doc := document.ParseYAML(file, data)
	if len(doc.Findings) > 0 {
		return nil, fmt.Errorf("read %s:%v: %s", file, doc.Findings[0].Span.Start, doc.Findings[0].Rule)
	}
	s := &Story{Name: name, Title: text(doc.Front.Get("title"))}
	people := map[string]history.Person{}
	for _, e := range doc.Front.Get("people").Entries {
		people[e.Key] = history.Person{Name: text(e.Value.Get("name")), Email: text(e.Value.Get("email"))}
	}
	for _, n := range doc.Front.Get("steps").Items {
		st, err := readStep(n, people)
		if err != nil {
			return nil, fmt.Errorf("read %s:%v: %w", file, n.Span.Start, err)
		}
		s.steps = append(s.steps, st)
	}
	return s, nil
}

func text(n *document.Node) string {
	if n == nil {
		return ""
	}
	return n.Text
}

func readStep(n *document.Node, people map[string]history.Person) (step, error) {
	st := step{
		folder: text(n.Get("folder")), message: text(n.Get("message")), tag: text(n.Get("tag")), tagMessage: text(n.Get("tag_message")),
		author: people[text(n.Get("author"))], acceptedBy: people[text(n.Get("accepted_by"))],
	}
	if remove := n.Get("remove"); remove != nil {
		for _, item := range remove.Items {
			st.remove = append(st.remove, item.Text)
		}
	}
	var errAt, errAccepted error
	st.at, errAt = time.Parse(time.RFC3339, text(n.Get("at")))
	st.acceptedAt, errAccepted = time.Parse(time.RFC3339, text(n.Get("accepted_at")))
	if st.author.Name == "" || st.acceptedBy.Name == "" {
		return st, errors.New("author and accepted_by must name people")
	}
	return st, errors.Join(errAt, errAccepted)
}

// Steps yields the commits that tell the story, in order. An error means that the example itself is faulty.
func (s *Story) Steps() iter.Seq2[write.Step, error] {
	return func(yield func(write.Step, error) bool) {
		for _, st := range s.steps {
			written, err := s.filesOf(st)
			out := write.Step{
				At: st.at, CommittedAt: st.acceptedAt, Author: st.author, Committer: st.acceptedBy, Message: st.message,
				Files: written, Tag: st.tag, TagMessage: st.tagMessage,
			}
			if !yield(out, err) || err != nil {
				return
			}
		}
	}
}

// filesOf returns the files of a step by path: the content of those that it writes, nil for those that it removes.
func (s *Story) filesOf(st step) (map[string][]byte, error) {
	root := path.Join(s.Name, "steps", st.folder)
	written := map[string][]byte{}
	for _, name := range st.remove {
		written[name] = nil
	}
	if _, err := fs.Stat(files, root); errors.Is(err, fs.ErrNotExist) && len(written) > 0 {
		return written, nil
	}
	err := fs.WalkDir(files, root, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := files.ReadFile(name)
		written[strings.TrimPrefix(name, root+"/")] = data
		return err
	})
	return written, err
}
