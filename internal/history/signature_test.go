package history

import (
	"bytes"
	"crypto"
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

func keysOf(t *testing.T, allowedSigners, keyring string) *Keys {
	t.Helper()
	var signers, ring []byte
	if allowedSigners != "" {
		signers = []byte(allowedSigners)
	}
	if keyring != "" {
		ring = []byte(keyring)
	}
	k, err := ReadKeys(signers, ring)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var withoutKey = cmpopts.IgnoreFields(Signature{}, "Key", "Problem")

func checkSignature(t *testing.T, r *Repo, id Hash, keys *Keys, want Signature) {
	t.Helper()
	got, err := r.Signature(id, keys)
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
	g, ids := small(t)
	signing := []string{"-c", "gpg.format=ssh", "-c", "user.signingKey=" + secret}
	g.write("a.md", "signed\n")
	g.run("add", "-A")
	g.run(append(signing, "commit", "-q", "-S", "-m", "Signerad\n\nmed text")...)
	commit := Hash(g.line("rev-parse", "HEAD"))
	g.run(append(signing, "tag", "-s", "-m", "Genomgång", "review/2023")...)
	tag := Hash(g.line("rev-parse", "review/2023"))
	r := g.open("")
	if e := headLog(t, r).Entries[0]; e.Commit.Signed != SSH || e.Commit.Subject != "Signerad" || e.Commit.Body != "med text" {
		t.Errorf("got %+v", e.Commit)
	}
	if tags, err := r.Tags(); err != nil || tags[0].Signed != SSH || tags[0].Message != "Genomgång\n" {
		t.Errorf("got %+v, %v", tags, err)
	}
	signer := "asta@example.org " + public
	for _, id := range []Hash{commit, tag} {
		for allowed, want := range map[string]Signature{
			"": {SSH, Present, "", "", "", false},
			"# nobody\n\n" + "bo@example.org " + other:                           {SSH, UnknownKey, "", "", "", false},
			"bo@example.org " + other + "\n" + signer + "\n":                     {SSH, Good, "asta@example.org", "", "", false},
			`asta@example.org namespaces="git,file" ` + public:                   {SSH, Good, "asta@example.org", "", "", false},
			`asta@example.org namespaces="file" ` + public:                       {SSH, UnknownKey, "", "", "", false},
			`asta@example.org valid-before="20230101" ` + public:                 {SSH, Bad, "asta@example.org", "", "", true},
			`asta@example.org valid-after="20230103Z" ` + public:                 {SSH, Bad, "asta@example.org", "", "", true},
			`asta@example.org valid-before="20230101" ` + public + "\n" + signer: {SSH, Good, "asta@example.org", "", "", false},
			`*@example.org cert-authority ` + public:                             {SSH, UnknownKey, "", "", "", false},
		} {
			checkSignature(t, r, id, keysOf(t, allowed, ""), want)
		}
	}
	checkSignature(t, r, ids[0], keysOf(t, signer, ""), Signature{"", Unsigned, "", "", "", false})
	forged := strings.Replace(g.run("cat-file", "commit", string(commit)), "Asta Ek", "Eva Ek", 1)
	checkSignature(t, r, g.object("commit", forged), keysOf(t, signer, ""), Signature{SSH, Bad, "", "", "", false})
	torn := strings.Replace(g.run("cat-file", "tag", "review/2023"), "\nU1NI", "\nAAAA", 1)
	checkSignature(t, r, g.object("tag", torn), keysOf(t, signer, ""), Signature{SSH, Bad, "", "", "", false})
}

// object writes an object and returns its id.
func (g *gitRepo) object(kind, content string) Hash {
	g.t.Helper()
	return Hash(strings.TrimSpace(g.feed(content, "hash-object", "-w", "-t", kind, "--stdin")))
}

// TestSSHCertificate signs with a certified key, whose authority is the one allowed.
func TestSSHCertificate(t *testing.T) {
	authority, public := sshKey(t)
	secret, _ := sshKey(t)
	out, err := exec.Command("ssh-keygen", "-q", "-s", authority, "-I", "asta", "-n", "asta@example.org", "-V", "20220101:20240101", secret+".pub").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	g, _ := small(t)
	g.run("-c", "gpg.format=ssh", "-c", "user.signingKey="+secret+"-cert.pub", "commit", "-q", "-S", "--allow-empty", "-m", "signed")
	id := Hash(g.line("rev-parse", "HEAD"))
	r := g.open("")
	for allowed, want := range map[string]Signature{
		"*@example.org cert-authority " + public: {SSH, Good, "*@example.org", "", "", false},
		"*@other.org cert-authority " + public:   {SSH, Bad, "*@other.org", "", "", false},
		"*@example.org " + public:                {SSH, UnknownKey, "", "", "", false},
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
	g, _ := small(t)
	plain := g.run("cat-file", "commit", "HEAD")
	sign := func(by *openpgp.Entity, payload string) string {
		var out bytes.Buffer
		at := g.now
		if by == expired {
			at = time.Date(2022, 1, 2, 0, 0, 0, 0, time.UTC)
		}
		config := &packet.Config{Time: func() time.Time { return at }, DefaultHash: crypto.SHA256}
		if err := openpgp.ArmoredDetachSign(&out, by, strings.NewReader(payload), config); err != nil {
			t.Fatal(err)
		}
		return out.String() + "\n"
	}
	commit := func(by *openpgp.Entity) Hash {
		header := "gpgsig " + strings.ReplaceAll(strings.TrimSuffix(sign(by, plain), "\n"), "\n", "\n ") + "\n"
		head, message, _ := strings.Cut(plain, "\n\n")
		return g.object("commit", head+"\n"+header+"\n"+message)
	}
	payload := fmt.Sprintf("object %s\ntype commit\ntag v1\ntagger A <a@example.org> %d +0100\n\nv1\n", g.line("rev-parse", "HEAD"), g.now.Unix())
	tag := g.object("tag", payload+sign(asta, payload))
	r := g.open("")
	signed := commit(asta)
	good := Signature{OpenPGP, Good, "Asta <asta@example.org>", "", "", false}
	checkSignature(t, r, signed, keysOf(t, "", ring), good)
	checkSignature(t, r, tag, keysOf(t, "", ring), good)
	checkSignature(t, r, signed, nil, Signature{OpenPGP, Present, "", "", "", false})
	checkSignature(t, r, signed, keysOf(t, "", other), Signature{OpenPGP, UnknownKey, "", "", "", false})
	checkSignature(t, r, commit(expired), keysOf(t, "", expiredRing), Signature{OpenPGP, Bad, "Cia <cia@example.org>", "", "", true})
	forged := strings.Replace(g.run("cat-file", "commit", string(signed)), "three", "four", 1)
	checkSignature(t, r, g.object("commit", forged), keysOf(t, "", ring), Signature{OpenPGP, Bad, "", "", "", false})
}

func TestReadKeysRefuses(t *testing.T) {
	for _, allowed := range []string{"asta@example.org", "asta@example.org ssh-ed25519 AAAA", "a@example.org shiny ssh-ed25519 AAAA"} {
		if _, err := ReadKeys([]byte("# first\n"+allowed), nil); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: got %v, want an error that names line 2", allowed, err)
		}
	}
	if _, err := ReadKeys(nil, []byte("no key")); err == nil {
		t.Error("no key: got no error")
	}
}

func TestX509IsOnlyPresent(t *testing.T) {
	g, _ := small(t)
	head, message, _ := strings.Cut(g.run("cat-file", "commit", "HEAD"), "\n\n")
	id := g.object("commit", head+"\ngpgsig -----BEGIN SIGNED MESSAGE-----\n abc\n -----END SIGNED MESSAGE-----\n\n"+message)
	checkSignature(t, g.open(""), id, keysOf(t, "# none", ""), Signature{X509, Present, "", "", "", false})
}
