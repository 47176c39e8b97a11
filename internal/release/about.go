package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/c8b10cf3/lis/internal/cli"
	"github.com/c8b10cf3/lis/internal/locale"
)

// What packages and images tell of the program.
const (
	projectURL  = "https://github.com/c8b10cf3/lis"
	maintainer  = "lis <" + projectURL + "/issues>"
	licence     = "Apache-2.0"
	summary     = "checked and published information security records in git"
	description = "lis turns a git repository of Markdown records into a checked, traceable and\n" +
		"published information security management system. It is made for Swedish\nmunicipalities and regions."
)

// readme is the text that lies beside the program.
//
//go:embed README.txt
var readme embed.FS

// completions are the files for shells, each with the argument of `lis completion`.
var completions = []struct{ file, shell string }{
	{"completions/lis.bash", "bash"},
	{"completions/_lis", "zsh"},
	{"completions/lis.fish", "fish"},
	{"completions/lis.ps1", "powershell"},
}

// manuals are the folders of the manual, as `man` looks for them.
var manuals = []struct {
	folder string
	lang   locale.Lang
}{
	{"man/man1/", locale.English},
	{"man/sv/man1/", locale.Swedish},
}

// texts are what lies beside every program: licences, what to read first, completions and the manual.
func (b builder) texts(r release) ([]file, error) {
	own, err := os.ReadFile(filepath.Join(b.root, "LICENSE"))
	if err != nil {
		return nil, err
	}
	others, err := b.licences()
	if err != nil {
		return nil, err
	}
	first, err := readme.ReadFile("README.txt")
	if err != nil {
		return nil, err
	}
	first = []byte(strings.NewReplacer("{version}", r.version, "{url}", r.url).Replace(string(first)))
	out := []file{{name: "LICENSE", data: own}, {name: "LICENSES-OF-OTHERS.txt", data: others}, {name: "README.txt", data: first}}
	for _, c := range completions {
		data, err := says(b.ctx, "completion", c.shell)
		if err != nil {
			return nil, err
		}
		out = append(out, file{name: c.file, data: data})
	}
	for _, m := range manuals {
		for _, page := range cli.Manual(m.lang) {
			out = append(out, file{name: m.folder + page.Name, data: page.Text})
		}
	}
	return out, nil
}

// says returns what the program prints, run within this one, since not every program of a release runs here.
func says(ctx context.Context, args ...string) ([]byte, error) {
	var out, problems bytes.Buffer
	status := cli.Run(ctx, cli.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &problems,
		Getenv: func(string) string { return "" }, IsTerminal: func(io.Writer) bool { return false },
	})
	if status != 0 {
		return nil, fmt.Errorf("lis %s ends with %d: %s", strings.Join(args, " "), status, problems.String())
	}
	return out.Bytes(), nil
}
