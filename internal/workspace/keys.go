package workspace

import (
	"errors"
	"io/fs"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// The settings that name the keys trusted to sign.
const (
	signersSetting = "history.allowed_signers"
	keyringSetting = "history.keyring"
)

// loadKeys reads the keys that lis.yaml names, from the same state as everything else: a signature is judged by the keys of
// its time. The error is a *SetupError if a file does not exist or its keys cannot be read.
func (w *Workspace) loadKeys(fsys fs.FS) error {
	c := w.Config
	signers, err := w.keyFile(fsys, signersSetting)
	if err != nil {
		return err
	}
	keyring, err := w.keyFile(fsys, keyringSetting)
	if err != nil || signers == nil && keyring == nil {
		return err
	}
	c.Keys, err = sign.ReadKeys(signers, keyring)
	var line *sign.LineError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &line):
		return &SetupError{[]diag.Finding{wrongSigner(c.at(signersSetting), signers, line.Line)}}
	}
	return c.refuse(keyringSetting, "config.keyring")
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

// wrongSigner returns a finding about a line of a file of allowed signers.
func wrongSigner(name string, data []byte, line int) diag.Finding {
	file := source.NewFile(name, data)
	start := source.Pos{Line: line, Column: 1}
	end := source.Pos{Line: line, Column: 1 + len([]rune(file.Line(line)))}
	return diag.Finding{
		Rule: "config-invalid", File: file, Span: source.Span{Start: start, End: end},
		Args: locale.Args{"problem": locale.Key("config.signer")},
	}
}
