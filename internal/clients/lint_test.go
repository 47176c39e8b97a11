package clients

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestActionlint has actionlint, with shellcheck, read the workflows. An address before an action's name is left out, since it
// knows no other place than GitHub.
func TestActionlint(t *testing.T) {
	lint, shellcheck := Path(t, "actionlint"), Path(t, "shellcheck")
	config := filepath.Join(t.TempDir(), "actionlint.yaml")
	save(t, config, "self-hosted-runner: {labels: [docker]}\n")
	for _, forge := range actions {
		for _, lang := range languages {
			name := filepath.Join(t.TempDir(), "lis.yml")
			save(t, name, usesLine.ReplaceAllString(beginning(t, forge, lang, strings.Fields(fromAMirror)...)[ciFiles[forge]], "${1}${3}${4}@${5}${6}"))
			if out, err := exec.Command(lint, "-no-color", "-config-file", config, "-shellcheck", shellcheck, name).CombinedOutput(); err != nil {
				t.Errorf("%s, %s: %v\n%s", forge, lang, err, out)
			}
		}
	}
}

// TestShellcheck has shellcheck read the scripts of the files that actionlint does not read.
func TestShellcheck(t *testing.T) {
	shellcheck := Path(t, "shellcheck")
	for _, lang := range languages {
		var pipeline azurePipeline
		if err := yaml.Unmarshal([]byte(beginning(t, "azure", lang)[ciFiles["azure"]]), &pipeline); err != nil {
			t.Fatal(err)
		}
		var scripts []string
		for _, step := range pipeline.Steps {
			scripts = append(scripts, step.Bash+step.Script)
		}
		var gitlab map[string]any
		if err := yaml.Unmarshal([]byte(beginning(t, "gitlab", lang)[ciFiles["gitlab"]]), &gitlab); err != nil {
			t.Fatal(err)
		}
		for _, job := range gitlab {
			job, _ := job.(map[string]any)
			for _, key := range []string{"before_script", "script", "after_script"} {
				lines, _ := job[key].([]any)
				for _, line := range lines {
					scripts = append(scripts, fmt.Sprint(line))
				}
			}
		}
		if len(scripts) < 6 {
			t.Errorf("only %d scripts", len(scripts))
		}
		for _, script := range scripts {
			c := exec.Command(shellcheck, "--shell=bash", "--exclude=SC2154", "-")
			c.Stdin = strings.NewReader(script)
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", lang, err, out)
			}
		}
	}
}

// azureSchema is the schema that Azure's own editor uses, below the folder of the clients: service-schema.json of
// https://github.com/microsoft/azure-pipelines-vscode, which is in no package. Without it the server reads the syntax alone.
const azureSchema = "service-schema.json"

// TestAzureServer has Azure's language server read the pipelines.
func TestAzureServer(t *testing.T) {
	server, schema := Path(t, "azure-pipelines-language-server"), filepath.Join(Dir(t), azureSchema)
	if !exists(schema) {
		t.Logf("without %s only the syntax is read", azureSchema)
		schema = filepath.Join(t.TempDir(), azureSchema)
		save(t, schema, `{"type": "object"}`)
	}
	for _, lang := range languages {
		text := beginning(t, "azure", lang, strings.Fields(fromAMirror)...)[ciFiles["azure"]]
		if found := diagnose(t, server, schema, text); len(found) > 0 {
			t.Errorf("%s: %v", lang, found)
		}
	}
	for _, broken := range []string{"steps: [\n", "- script: a\n"} {
		if found := diagnose(t, server, schema, broken); len(found) == 0 {
			t.Errorf("the server finds nothing wrong with %q", broken)
		}
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

type values = map[string]any

// diagnose opens a text in a language server, and returns what the server says of it.
func diagnose(t *testing.T, server, schema, text string) (found []string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), server, "--stdio")
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	}()
	const uri = "file:///azure-pipelines.yml"
	send(t, in, values{"id": 1, "method": "initialize", "params": values{"processId": os.Getpid(), "rootUri": nil, "capabilities": values{}}})
	send(t, in, values{"method": "initialized", "params": values{}})
	send(t, in, values{"method": "workspace/didChangeConfiguration", "params": values{"settings": values{"yaml": values{"validate": true}, "http": values{}}}})
	send(t, in, values{"method": "textDocument/didOpen", "params": values{"textDocument": values{"uri": uri, "languageId": "azure-pipelines", "version": 1, "text": text}}})
	for r := bufio.NewReader(out); ; {
		var m struct {
			ID     any
			Method string
			Params json.RawMessage
		}
		receive(t, r, &m)
		switch m.Method {
		case "custom/schema/request": // which schema is that of the text
			send(t, in, values{"id": m.ID, "result": "file://" + schema})
		case "textDocument/publishDiagnostics":
			var params struct{ Diagnostics []struct{ Message string } }
			if err := json.Unmarshal(m.Params, &params); err != nil {
				t.Fatal(err)
			}
			for _, d := range params.Diagnostics {
				found = append(found, d.Message)
			}
			return found
		}
	}
}

// send and receive carry the messages of language servers.
func send(t *testing.T, w io.Writer, message values) {
	t.Helper()
	message["jsonrpc"] = "2.0"
	body, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(w, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		t.Fatal(err)
	}
}

func receive(t *testing.T, r *bufio.Reader, message any) {
	t.Helper()
	head, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		t.Fatal(err)
	}
	size, err := strconv.Atoi(head.Get("Content-Length"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(io.LimitReader(r, int64(size))).Decode(message); err != nil {
		t.Fatal(err)
	}
}
