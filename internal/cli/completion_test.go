package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestCompletionsAreWhole: every flag that takes a value, and every command that takes arguments, has said what a shell offers; and
// what is said is about a flag or a command that exists.
func TestCompletionsAreWhole(t *testing.T) {
	root := newRoot(&app{lang: locale.Swedish})
	met := map[*completion]bool{}
	for _, c := range append(root.Commands(), root) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			at := completionOf(c.Name(), f.Name)
			met[at] = true
			if takes := (helpFlag{f}).takesValue(); takes != (at != nil) {
				t.Errorf("--%s of %s: takes a value: %t, is in completions: %t", f.Name, c.Name(), takes, at != nil)
			}
		})
		at := completionOf(c.Name(), "")
		met[at] = true
		if takes := strings.Contains(c.Use, " "); takes != (at != nil) {
			t.Errorf("%s: takes arguments: %t, is in completions: %t", c.Name(), takes, at != nil)
		}
	}
	for i := range completions {
		if at := &completions[i]; !met[at] {
			t.Errorf("there is no %s --%s", at.command, at.flag)
		}
	}
}

// shells are programs that ask for completions as a person's shell does, and print what they would offer for the line in the
// variable LINE, one a line. The script of lis is in the file lis.SHELL.
var shells = map[string]string{
	"bash": `. /usr/share/bash-completion/bash_completion; . ./lis.bash
COMP_LINE=$LINE; COMP_POINT=${#LINE}; COMP_TYPE=9; COMP_KEY=9
read -ra COMP_WORDS <<<"$LINE"; [[ $LINE == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]}-1))
compopt() { echo "compopt $*"; }
__start_lis lis "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"; printf '%s\n' "${COMPREPLY[@]}"`,
	"fish": `source ./lis.fish; complete -C $LINE`,
	"zsh": `autoload -U compinit; compinit -u -d ./zcompdump
compadd() { local -a words; local i=1; while (( i <= $# )); do case ${@[i]} in (-a) words=(${(P)@[i+1]}); i=$#;; (--) words=(${@[i+1,-1]}); i=$#;; esac; (( i++ )); done; print -l -- $words }
_describe() { local name; for name in $@; do [[ -n ${(P)name} ]] 2>/dev/null && print -l -- ${(P)name}; done }
_arguments() { print files }
. ./lis.zsh
words=(${(z)LINE}); [[ $LINE == *" " ]] && words+=(""); CURRENT=${#words}
_lis`,
}

// TestShellsComplete asks real shells.
func TestShellsComplete(t *testing.T) {
	dir := t.TempDir()
	demo := filepath.Join(dir, "demo")
	if status, _, errs := run(dir, "demo", demo); status != statusDone {
		t.Fatal(errs)
	}
	for shell, script := range shells {
		t.Run(shell, func(t *testing.T) {
			if shell != "bash" && !soak.On() {
				t.Skip("every shell: make soak")
			}
			program, err := exec.LookPath(shell)
			if _, no := os.Stat("/usr/share/bash-completion/bash_completion"); err != nil || shell == "bash" && no != nil {
				t.Skipf("no %s, or no bash-completion", shell)
			}
			file := filepath.Join(demo, "lis."+shell)
			_, text, _ := run(demo, "completion", shell)
			if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			for line, want := range map[string]string{
				"lis show SYS-01":                   "SYS-017",
				"lis list syst":                     "system",
				"lis check --format chec":           "checkstyle",
				"lis check --rev review/20":         "review/2023",
				"lis new system --set procurement=": "own",
				"lis doctor ":                       "",
			} {
				cmd := exec.Command(program, map[string][]string{"bash": {"-c"}, "fish": {"--no-config", "-c"}, "zsh": {"-f", "-c"}}[shell]...)
				cmd.Args = append(cmd.Args, script)
				cmd.Dir = demo
				cmd.Env = append(os.Environ(), "LINE="+line, "LC_ALL=C.UTF-8", "HOME="+dir)
				var out, errs bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &errs
				_ = cmd.Run() // a shell ends with 1 where nothing is offered
				got := out.String()
				if want != "" && !strings.Contains(got, want) || strings.Contains(got, "lis.yaml") || want == "" && strings.Contains(got, "files") || errs.Len() > 0 {
					t.Errorf("%q offers %q, want %q\n%s", line, got, want, errs.String())
				}
			}
		})
	}
}

// TestPowerShellScript: the script for PowerShell is there; no such shell can be asked here.
func TestPowerShellScript(t *testing.T) {
	if _, got, _ := run(t.TempDir(), "completion", "powershell"); !strings.Contains(got, cobra.ShellCompRequestCmd) {
		t.Errorf("got %.200s", got)
	}
}
