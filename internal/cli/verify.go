package cli

import (
	"context"
	"os"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/spf13/cobra"
)

// verifyFlags are the flags of lis verify.
type verifyFlags struct {
	format  string
	since   string
	signers string // path
	keyring string // path
}

func newVerify(a *app) *cobra.Command {
	var o verifyFlags
	c := &cobra.Command{
		Use: "verify [DIR|ID]", Short: a.lang.T("cli.verify"), Long: a.lang.T("cli.verify-long"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis verify LG-2023\n  lis verify _site\n  lis verify _site --format json\n  lis verify LG-2023 --since ../klon-2022\n  lis verify LG-2023 --allowed-signers ../nycklar",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 && o.since == "" {
				return a.fail(statusUsage, "verify.nothing", nil)
			}
			return runVerify(c.Context(), a, append(args, "")[0], o)
		},
	}
	a.formatFlag(c, &o.format)
	c.Flags().StringVar(&o.since, "since", "", a.lang.T("flag.since"))
	c.Flags().StringVar(&o.signers, "allowed-signers", "", a.lang.T("flag.allowed-signers"))
	c.Flags().StringVar(&o.keyring, "keyring", "", a.lang.T("flag.keyring"))
	return c
}

func runVerify(ctx context.Context, a *app, target string, o verifyFlags) error {
	v, err := a.verify(ctx, target, o)
	if err != nil {
		return err
	}
	for _, m := range v.Notes {
		a.complain(m.In(a.lang))
	}
	return a.tellVerdict(v, o.format)
}

// verify proves the site in a folder, or the seal on a review, and that an earlier history is a beginning of this one.
func (a *app) verify(ctx context.Context, name string, o verifyFlags) (*engine.Verdict, error) {
	keys, err := a.givenKeys(o)
	if err != nil {
		return nil, err
	}
	dir := inFolder(a.workDir(), name)
	info, err := os.Stat(dir)
	isFolder := name != "" && err == nil && info.IsDir()
	var proved *engine.Verdict
	if isFolder {
		site := disk.At(dir)
		defer func() { _ = site.Close() }()
		isSite, err := publish.IsSite(site)
		if err != nil {
			return nil, err
		}
		if isSite && !keys.None() {
			return nil, a.fail(statusUsage, "verify.keys-site", locale.Args{"dir": name})
		}
		if isSite {
			if proved, err = engine.VerifySite(ctx, a.options(), name, site); err != nil || o.since == "" {
				return proved, err
			}
		}
	}
	options := a.options()
	options.Proof, options.Cache = true, nil
	e, err := a.openAt(ctx, options)
	if err != nil {
		return nil, err
	}
	defer a.close(e)
	v := proved
	if proved == nil && name != "" {
		if v, err = e.State.VerifySeal(ctx, engine.Target{Name: name, Path: inFolder(a.dir, name), IsFolder: isFolder, Keys: keys}); err != nil {
			return nil, err
		}
	}
	if o.since == "" {
		return v, nil
	}
	since, err := e.State.VerifySince(ctx, o.since, inFolder(a.workDir(), o.since))
	if err != nil || v == nil {
		return since, err
	}
	v.Join(since)
	return v, nil
}

// keyFileLimit is how much of a file of keys is read.
const keyFileLimit = 4 << 20

// givenKeys reads the files of keys that flags name.
func (a *app) givenKeys(o verifyFlags) (keys engine.KeyFiles, err error) {
	for _, f := range []struct {
		path string
		data *[]byte
	}{{o.signers, &keys.AllowedSigners}, {o.keyring, &keys.Keyring}} {
		if f.path == "" {
			continue
		}
		if *f.data, err = disk.ReadNamed(inFolder(a.workDir(), f.path), keyFileLimit); err != nil {
			return keys, a.fail(statusUsage, "verify.keys-file", locale.Args{"file": locale.Shorten(f.path)})
		}
		if *f.data == nil {
			*f.data = []byte{} // an empty file trusts nobody, which is not the same as no file
		}
	}
	return keys, nil
}

// tellVerdict prints the result of a proof and returns the error for its exit status.
func (a *app) tellVerdict(v *engine.Verdict, format string) error {
	var err error
	if format == "json" {
		err = exchange.WriteVerifyJSON(a.data(console.JSON), v.Verdict, v.Unproved == nil)
	} else {
		err = exchange.WriteVerifyText(a.Stdout, v.Verdict, a.lang)
	}
	switch {
	case err != nil:
		return err
	case len(v.Mismatches) == 0 && v.Unproved != nil:
		return v.Unproved
	case len(v.Mismatches) == 0:
		return nil
	case v.Unproved != nil:
		a.complain(v.Unproved.In(a.lang))
	}
	return errFound
}
