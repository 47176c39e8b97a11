package sign_test

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/gittest"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// sshKey makes a key and returns the path of its secret half and the line of its public half.
func sshKey(t *testing.T) (path, public string) {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("needs ssh-keygen")
	}
	path = filepath.Join(t.TempDir(), "key")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(path + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	return path, strings.TrimSpace(string(data))
}

func open(t *testing.T, g *gittest.Repo) *history.Repo {
	t.Helper()
	r, err := history.Open(g.Dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func headOf(t *testing.T, r *history.Repo) history.Commit {
	t.Helper()
	c, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func keysOf(t *testing.T, allowedSigners, keyring string) *sign.Keys {
	t.Helper()
	var signers, ring []byte
	if allowedSigners != "" {
		signers = []byte(allowedSigners)
	}
	if keyring != "" {
		ring = []byte(keyring)
	}
	k, err := sign.ReadKeys(sign.Files{AllowedSigners: signers, Keyring: ring})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var withoutKey = cmpopts.IgnoreFields(sign.Signature{}, "Key", "Problem")

func checkSignature(t *testing.T, r *history.Repo, id string, keys *sign.Keys, want sign.Signature) {
	t.Helper()
	got, err := r.Signature(history.Hash(id), keys)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, withoutKey); diff != "" {
		t.Errorf("signature of %s, %q (-want +got):\n%s", id, got.Problem, diff)
	}
}

func TestSSHSignature(t *testing.T) {
	secret, public := sshKey(t)
	_, other := sshKey(t)
	g := gittest.New(t)
	first := g.Commit("one")
	signing := []string{"-c", "gpg.format=ssh", "-c", "user.signingKey=" + secret}
	g.Write("a.md", "signed\n")
	g.Run("add", "-A")
	g.Run(append(signing, "commit", "-q", "-S", "-m", "Signerad\n\nmed text")...)
	commit := g.Line("rev-parse", "HEAD")
	g.Run(append(signing, "tag", "-s", "-m", "Genomgång", "review/2023")...)
	tag := g.Line("rev-parse", "review/2023")
	r := open(t, g)
	if c := headOf(t, r); c.Signed != sign.SSH || c.Subject != "Signerad" || c.Body != "med text" {
		t.Errorf("got %+v", c)
	}
	if tags, err := r.Tags(t.Context()); err != nil || tags[0].Signed != sign.SSH || tags[0].Message != "Genomgång\n" {
		t.Errorf("got %+v, %v", tags, err)
	}
	signer := "asta@example.org " + public
	for _, id := range []string{commit, tag} {
		for allowed, want := range map[string]sign.Signature{
			"": {sign.SSH, sign.Present, "", "", "", false, false},
			"# nobody\n\n" + "bo@example.org " + other:                           {sign.SSH, sign.UnknownKey, "", "", "", false, false},
			"bo@example.org " + other + "\n" + signer + "\n":                     {sign.SSH, sign.Good, "asta@example.org", "", "", false, false},
			`asta@example.org namespaces="git,file" ` + public:                   {sign.SSH, sign.Good, "asta@example.org", "", "", false, false},
			`asta@example.org namespaces="file" ` + public:                       {sign.SSH, sign.UnknownKey, "", "", "", false, false},
			`asta@example.org valid-before="20230101" ` + public:                 {sign.SSH, sign.Bad, "asta@example.org", "", "", true, false},
			`asta@example.org valid-after="20230103Z" ` + public:                 {sign.SSH, sign.Bad, "asta@example.org", "", "", true, false},
			`asta@example.org valid-before="20230101" ` + public + "\n" + signer: {sign.SSH, sign.Good, "asta@example.org", "", "", false, false},
			`*@example.org cert-authority ` + public:                             {sign.SSH, sign.UnknownKey, "", "", "", false, false},
		} {
			checkSignature(t, r, id, keysOf(t, allowed, ""), want)
		}
	}
	checkSignature(t, r, first, keysOf(t, signer, ""), sign.Signature{"", sign.Unsigned, "", "", "", false, false})
	forged := strings.Replace(g.Run("cat-file", "commit", commit), "Asta Ek", "Eva Ek", 1)
	checkSignature(t, r, g.Object("commit", forged), keysOf(t, signer, ""), sign.Signature{sign.SSH, sign.Bad, "", "", "", false, false})
	torn := strings.Replace(g.Run("cat-file", "tag", "review/2023"), "\nU1NI", "\nAAAA", 1)
	checkSignature(t, r, g.Object("tag", torn), keysOf(t, signer, ""), sign.Signature{sign.SSH, sign.Bad, "", "", "", false, false})
}

// TestSSHCertificate signs with a certified key, whose authority is the one allowed.
func TestSSHCertificate(t *testing.T) {
	authority, public := sshKey(t)
	secret, _ := sshKey(t)
	out, err := exec.Command("ssh-keygen", "-q", "-s", authority, "-I", "asta", "-n", "asta@example.org", "-V", "20220101:20240101", secret+".pub").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	g := gittest.New(t)
	g.Commit("three")
	g.Run("-c", "gpg.format=ssh", "-c", "user.signingKey="+secret+"-cert.pub", "commit", "-q", "-S", "--allow-empty", "-m", "signed")
	id := g.Line("rev-parse", "HEAD")
	r := open(t, g)
	for allowed, want := range map[string]sign.Signature{
		"*@example.org cert-authority " + public: {sign.SSH, sign.Good, "*@example.org", "", "", false, false},
		"*@other.org cert-authority " + public:   {sign.SSH, sign.UnknownKey, "", "", "", false, false},
		"*@example.org " + public:                {sign.SSH, sign.UnknownKey, "", "", "", false, false},
	} {
		checkSignature(t, r, id, keysOf(t, allowed, ""), want)
	}
}

// pgpKey makes an OpenPGP key that lives from a day on, for a number of days.
func pgpKey(t *testing.T, name string, days int) (*openpgp.Entity, string) {
	t.Helper()
	made := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	config := &packet.Config{Time: func() time.Time { return made }, KeyLifetimeSecs: uint32(days * 86400), Algorithm: packet.PubKeyAlgoEdDSA}
	entity, err := openpgp.NewEntity(name, "", strings.ToLower(name)+"@example.org", config)
	if err != nil {
		t.Fatal(err)
	}
	var public bytes.Buffer
	w, err := armor.Encode(&public, openpgp.PublicKeyType, nil)
	if err == nil {
		err = entity.Serialize(w)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return entity, public.String()
}

// TestOpenPGPSignature signs objects as git does.
func TestOpenPGPSignature(t *testing.T) {
	asta, ring := pgpKey(t, "Asta", 0)
	_, other := pgpKey(t, "Bo", 0)
	expired, expiredRing := pgpKey(t, "Cia", 30)
	g := gittest.New(t)
	g.Commit("three")
	plain := g.Run("cat-file", "commit", "HEAD")
	signature := func(by *openpgp.Entity, payload string) string {
		var out bytes.Buffer
		at := g.Now
		if by == expired {
			at = time.Date(2022, 1, 2, 0, 0, 0, 0, time.UTC)
		}
		config := &packet.Config{Time: func() time.Time { return at }, DefaultHash: crypto.SHA256}
		if err := openpgp.ArmoredDetachSign(&out, by, strings.NewReader(payload), config); err != nil {
			t.Fatal(err)
		}
		return out.String() + "\n"
	}
	commit := func(by *openpgp.Entity) string {
		header := "gpgsig " + strings.ReplaceAll(strings.TrimSuffix(signature(by, plain), "\n"), "\n", "\n ") + "\n"
		head, message, _ := strings.Cut(plain, "\n\n")
		return g.Object("commit", head+"\n"+header+"\n"+message)
	}
	payload := fmt.Sprintf("object %s\ntype commit\ntag v1\ntagger A <a@example.org> %d +0100\n\nv1\n", g.Line("rev-parse", "HEAD"), g.Now.Unix())
	tag := g.Object("tag", payload+signature(asta, payload))
	r := open(t, g)
	signed := commit(asta)
	good := sign.Signature{sign.OpenPGP, sign.Good, "Asta <asta@example.org>", "", "", false, false}
	checkSignature(t, r, signed, keysOf(t, "", ring), good)
	checkSignature(t, r, tag, keysOf(t, "", ring), good)
	checkSignature(t, r, signed, nil, sign.Signature{sign.OpenPGP, sign.Present, "", "", "", false, false})
	checkSignature(t, r, signed, keysOf(t, "", other), sign.Signature{sign.OpenPGP, sign.UnknownKey, "", "", "", false, false})
	checkSignature(t, r, commit(expired), keysOf(t, "", expiredRing), sign.Signature{sign.OpenPGP, sign.Bad, "Cia <cia@example.org>", "", "", true, false})
	forged := strings.Replace(g.Run("cat-file", "commit", signed), "three", "four", 1)
	checkSignature(t, r, g.Object("commit", forged), keysOf(t, "", ring), sign.Signature{sign.OpenPGP, sign.Bad, "", "", "", false, false})
}

func TestReadKeysRefuses(t *testing.T) {
	for _, allowed := range []string{"asta@example.org", "asta@example.org ssh-ed25519 AAAA", "a@example.org shiny ssh-ed25519 AAAA"} {
		keys, err := sign.ReadKeys(sign.Files{AllowedSigners: []byte("# first\n" + allowed)})
		if err != nil || len(keys.Unread) != 1 || keys.Unread[0].Line != 2 {
			t.Errorf("%q: got %v, %v, want line 2 unread", allowed, keys, err)
		}
	}
	if _, err := sign.ReadKeys(sign.Files{Keyring: []byte("no key")}); !errors.Is(err, sign.ErrKeyring) {
		t.Errorf("no key: got %v", err)
	}
	var line *sign.LineError
	if _, err := sign.ReadKeys(sign.Files{Revoked: []byte("\nno key")}); !errors.Is(err, sign.ErrRevoked) || !errors.As(err, &line) || line.Line != 2 {
		t.Errorf("no revoked key: got %v", err)
	}
	if _, err := sign.ReadKeys(sign.Files{Revoked: []byte("SSHKRL\n\x00\x00")}); !errors.Is(err, sign.ErrKRL) {
		t.Errorf("a binary list: got %v", err)
	}
}

func TestX509IsOnlyPresent(t *testing.T) {
	g := gittest.New(t)
	g.Commit("three")
	head, message, _ := strings.Cut(g.Run("cat-file", "commit", "HEAD"), "\n\n")
	id := g.Object("commit", head+"\ngpgsig -----BEGIN SIGNED MESSAGE-----\n abc\n -----END SIGNED MESSAGE-----\n\n"+message)
	checkSignature(t, open(t, g), id, keysOf(t, "# none", ""), sign.Signature{sign.X509, sign.Present, "", "", "", false, false})
}
