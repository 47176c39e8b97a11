package workspace

import (
	"errors"
	"io/fs"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// The settings that name the keys trusted to sign, and those that no longer are.
const (
	signersSetting = "history.allowed_signers"
	keyringSetting = "history.keyring"
	revokedSetting = "history.revoked"
)

// loadKeys reads the keys that lis.yaml names, from the same state as everything else: a signature is judged by the keys of
// its time. The error is a *SetupError if a file does not exist or its keys cannot be read. A line of the allowed signers that cannot
// be read trusts nobody, as in ssh-keygen, and is a finding.
func (w *Workspace) loadKeys(fsys fs.FS) error {
	c := w.Config
	var files sign.Files
	for _, f := range []struct {
		setting string
		data    *[]byte
	}{{signersSetting, &files.AllowedSigners}, {keyringSetting, &files.Keyring}, {revokedSetting, &files.Revoked}} {
		var err error
		if *f.data, err = w.keyFile(fsys, f.setting); err != nil {
			return err
		}
	}
	if files.None() && files.Revoked == nil {
		return nil
	}
	keys, err := sign.ReadKeys(files)
	var line *sign.LineError
	switch {
	case errors.Is(err, sign.ErrKRL):
		return c.refuse(revokedSetting, "config.revoked-krl")
	case errors.As(err, &line):
		return &SetupError{[]diag.Finding{wrongLine(c.at(revokedSetting), files.Revoked, line.Line, "config.revoked")}}
	case err != nil:
		return c.refuse(keyringSetting, "config.keyring")
	}
	for _, line := range keys.Unread {
		w.Findings = append(w.Findings, wrongLine(c.at(signersSetting), files.AllowedSigners, line.Line, "config.signer"))
	}
	if !files.None() {
		c.Keys = keys
	}
	return nil
}

// keyFile returns the content of the file that a setting names, nil if it names none.
func (w *Workspace) keyFile(fsys fs.FS, setting string) ([]byte, error) {
	c := w.Config
	name := c.at(setting)
	switch {
	case c.Record.At(setting) == nil:
		return nil, nil
	case name == "." || !fs.ValidPath(name):
		return nil, c.refuse(setting, "config.file-outside")
	}
	data, err := ownFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, c.refuse(setting, "config.file-missing")
	}
	if data == nil {
		data = []byte{} // an empty file names no key, which is not the same as no file
	}
	if err == nil {
		w.Files[name] = data
	}
	return data, err
}

// refuse returns the error that a setting's value cannot be used.
func (c *Config) refuse(setting, problem string) error {
	return &SetupError{[]diag.Finding{c.finding(setting, problem, locale.Args{"value": c.at(setting)})}}
}

// wrongLine returns a finding about a line of a file of keys.
func wrongLine(name string, data []byte, line int, problem string) diag.Finding {
	file := source.NewFile(name, data)
	start := source.Pos{Line: line, Column: 1}
	end := source.Pos{Line: line, Column: 1 + len([]rune(file.Line(line)))}
	return diag.Finding{
		Rule: "config-invalid", File: file, Span: source.Span{Start: start, End: end},
		Args: locale.Args{"problem": locale.Key(problem)},
	}
}
