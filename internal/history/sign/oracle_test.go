package sign_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

const payload = "what was signed\n"

// signedAt is when the signatures of the oracle were made.
var signedAt = time.Date(2023, 6, 1, 12, 0, 0, 0, time.UTC)

// hand signs as a key does, or as a certificate of it.
type hand struct {
	ssh.Signer
	public ssh.PublicKey
}

func (h hand) PublicKey() ssh.PublicKey { return h.public }

func handOf(t *testing.T, key crypto.Signer) hand {
	t.Helper()
	signer, err := ssh.NewSignerFromSigner(key)
	if err != nil {
		t.Fatal(err)
	}
	return hand{signer, signer.PublicKey()}
}

func edHand(t *testing.T) hand {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return handOf(t, key)
}

// certify makes a certificate of a key, by an authority.
func certify(t *testing.T, h, authority hand, options map[string]string, names ...string) hand {
	t.Helper()
	c := &ssh.Certificate{
		Key: h.public, CertType: ssh.UserCert, KeyId: "x", ValidPrincipals: names, Permissions: ssh.Permissions{CriticalOptions: options},
		ValidAfter: uint64(signedAt.AddDate(-1, 0, 0).Unix()), ValidBefore: uint64(signedAt.AddDate(1, 0, 0).Unix()),
	}
	if err := c.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	return hand{h.Signer, c}
}

// token signs as a security key with Ed25519 does.
type token struct {
	secret ed25519.PrivateKey
	public ssh.PublicKey
}

func newToken(t *testing.T) token {
	t.Helper()
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.ParsePublicKey(ssh.Marshal(struct {
		Name        string
		Key         []byte
		Application string
	}{ssh.KeyAlgoSKED25519, public, "ssh:"}))
	if err != nil {
		t.Fatal(err)
	}
	return token{secret, key}
}

func (k token) PublicKey() ssh.PublicKey { return k.public }

func (k token) Sign(_ io.Reader, data []byte) (*ssh.Signature, error) {
	application, message := sha256.Sum256([]byte("ssh:")), sha256.Sum256(data)
	rest := binary.BigEndian.AppendUint32([]byte{1}, 7) // touched, for the seventh time
	return &ssh.Signature{
		Format: ssh.KeyAlgoSKED25519, Rest: rest,
		Blob: ed25519.Sign(k.secret, slices.Concat(application[:], rest, message[:])),
	}, nil
}

// oracleRow is a file of allowed signers and perhaps one of revoked keys. $NAME stands for the public key of that hand.
type oracleRow struct {
	name, allowed, revoked string
	// by are the hands whose signatures are judged; nil for the first one.
	by []string
	at time.Time // zero for signedAt
	// bent changes the armoured signature; nil for not at all.
	bent func(string) string
}

var everyHand = []string{"ed", "ec", "rsa", "sk", "cert", "bare", "limited"}

var oracleRows = []oracleRow{
	{name: "every kind of key", allowed: "a@x $ed\na@x $ec\na@x $rsa\na@x $sk\n*@x cert-authority $ca\n", by: everyHand},
	{name: "nobody", allowed: "# none\n\n  # and here\n", by: everyHand},
	{name: "an empty file", allowed: ""},
	{name: "another key", allowed: "a@x $other"},
	{name: "no namespace at all", allowed: `a@x namespaces="" $ed`},
	{name: "the namespace of git", allowed: `a@x namespaces="git" $ed`},
	{name: "one of several namespaces", allowed: `a@x namespaces="file,git" $ed`},
	{name: "another namespace", allowed: `a@x namespaces="file" $ed`},
	{name: "all namespaces", allowed: `a@x namespaces="*" $ed`},
	{name: "all but that of git", allowed: `a@x namespaces="*,!git" $ed`},
	{name: "all but another", allowed: `a@x namespaces="!file,*" $ed`},
	{name: "a namespace as a class of characters", allowed: `a@x namespaces="[g]it" $ed`},
	{name: "one character of a namespace", allowed: `a@x namespaces="g?t" $ed`},
	{name: "a namespace of other case", allowed: `a@x namespaces="GIT" $ed`},
	{name: "namespaces without quotes", allowed: `a@x namespaces=git $ed`},
	{name: "namespaces twice", allowed: `a@x namespaces="git",namespaces="git" $ed`},
	{name: "a blank in a value", allowed: `a@x namespaces="git, file" $ed`},
	{name: "a quoted quote", allowed: `a@x namespaces="\",git" $ed`},
	{name: "a principal that is excluded", allowed: "!a@x $ed"},
	{name: "all but one", allowed: "*,!a@x $ed"},
	{name: "one and not another", allowed: "!b@x,a@x $ed"},
	{name: "one that is excluded by a pattern", allowed: "a@x,!*@x $ed"},
	{name: "quoted principals", allowed: `"a@x,b@x" $ed`},
	{name: "quoted principals with a blank", allowed: `"Asta Ek" $ed`},
	{name: "an open quote", allowed: `"a@x $ed`},
	{name: "blanks before and between", allowed: " \t a@x \t $ed  comment with words"},
	{name: "a comment after the key", allowed: "a@x $ed # not a comment"},
	{name: "CRLF", allowed: "# x\r\na@x $ed\r\n\r\n"},
	{name: "CRLF and options", allowed: "a@x namespaces=\"git\" $ed\r\n"},
	{name: "no line end", allowed: "a@x $ed"},
	{name: "a BOM", allowed: "\ufeffa@x $ed"},
	{name: "an unknown option", allowed: "a@x restrict $ed"},
	{name: "an unknown option with a value", allowed: `a@x command="x" $ed`},
	{name: "an unknown option after a known one", allowed: `a@x namespaces="git",restrict $ed`},
	{name: "an unread line and one that is read", allowed: "a@x restrict $ed\nb@x\na@x $ed"},
	{name: "options in other case", allowed: `a@x NameSpaces="git",VALID-AFTER="20230101Z" $ed`},
	{name: "a comma too many", allowed: `a@x namespaces="git", $ed`},
	{name: "no key", allowed: "a@x ssh-ed25519"},
	{name: "a torn key", allowed: "a@x ssh-ed25519 AAAAC3Nz"},
	{name: "a key of another kind than it says", allowed: "a@x ssh-rsa $edraw"},
	{name: "no principal", allowed: "$ed"},
	{name: "valid after", allowed: `a@x valid-after="20230601Z" $ed`},
	{name: "valid after, too late", allowed: `a@x valid-after="20230602Z" $ed`},
	{name: "valid before", allowed: `a@x valid-before="20230602Z" $ed`},
	{name: "valid before, over", allowed: `a@x valid-before="20230601Z" $ed`},
	{name: "to the second", allowed: `a@x valid-after="20230601120000Z",valid-before="20230601120001Z" $ed`},
	{name: "the second itself", allowed: `a@x valid-before="20230601120000Z" $ed`},
	{name: "the second before", allowed: `a@x valid-before="20230601115959Z" $ed`},
	{name: "the second after", allowed: `a@x valid-after="20230601120001Z" $ed`},
	{name: "to the minute", allowed: `a@x valid-after="202306011200Z",valid-before="202306011201" $ed`},
	{name: "without Z, in UTC", allowed: `a@x valid-after="20230601120000" $ed`},
	{name: "with UTC", allowed: `a@x valid-after="20230601120000UTC" $ed`},
	{name: "with a small z", allowed: `a@x valid-after="20230601120000z" $ed`},
	{name: "a day of other length", allowed: `a@x valid-after="2023060" $ed`},
	{name: "a day with an hour", allowed: `a@x valid-after="2023060112" $ed`},
	{name: "a day with hyphens", allowed: `a@x valid-after="2023-06-01" $ed`},
	{name: "a month that is none", allowed: `a@x valid-after="20231301Z" $ed`},
	{name: "a day beyond its month", allowed: `a@x valid-after="20230231Z" $ed`},
	{name: "an hour that is none", allowed: `a@x valid-after="202306012500Z" $ed`},
	{name: "a day before 1970", allowed: `a@x valid-after="19690101Z" $ed`},
	{name: "the first second of 1970", allowed: `a@x valid-after="19700101Z" $ed`},
	{name: "before is not later", allowed: `a@x valid-after="20230101Z",valid-before="20230101Z" $ed`},
	{name: "valid after twice", allowed: `a@x valid-after="20230101Z",valid-after="20230101Z" $ed`},
	{name: "the key twice, first over", allowed: "a@x valid-before=\"20230101Z\" $ed\na@x $ed"},
	{name: "the key twice for two names, first over", allowed: "a@x valid-before=\"20230101Z\" $ed\nb@x $ed"},
	{name: "the key twice, first in no namespace", allowed: "a@x namespaces=\"\" $ed\n*@x $ed"},
	{name: "an authority that signs itself", allowed: "a@x cert-authority $ed"},
	{name: "an authority of others", allowed: "b@x cert-authority $ca", by: []string{"cert", "bare"}},
	{name: "an authority of one and not another", allowed: "*@x,!a@x cert-authority $ca", by: []string{"cert"}},
	{name: "an authority for another namespace", allowed: `*@x cert-authority,namespaces="file" $ca`, by: []string{"cert"}},
	{name: "an authority without the option", allowed: "*@x $ca", by: []string{"cert"}},
	{name: "no- before an option", allowed: "*@x no-cert-authority $ca", by: []string{"cert"}},
	{name: "the certificate itself", allowed: "a@x $cert", by: []string{"cert", "limited", "ed"}},
	{name: "the certified key", allowed: "a@x $ed", by: []string{"cert"}},
	{name: "a certificate that is over", allowed: "*@x cert-authority $ca", by: []string{"cert"}, at: signedAt.AddDate(1, 0, 0)},
	{name: "a certificate that is not yet valid", allowed: "*@x cert-authority $ca", by: []string{"cert"}, at: signedAt.AddDate(-1, 0, -1)},
	{name: "revoked", allowed: "a@x $ed", revoked: "$ed"},
	{name: "another revoked", allowed: "a@x $ed", revoked: "# gone\n\n$other lost 2023\n"},
	{name: "revoked authority", allowed: "*@x cert-authority $ca", revoked: "$ca", by: []string{"cert"}},
	{name: "revoked key of a certificate", allowed: "*@x cert-authority $ca", revoked: "$ed", by: []string{"cert"}},
	{name: "revoked certificate", allowed: "a@x $ed", revoked: "$cert"},
	{name: "revoked with CRLF", allowed: "a@x $ed", revoked: "$other\r\n$ed\r\n"},
	{name: "a list of revoked keys that cannot be read", allowed: "a@x $ed", revoked: "nonsense\n"},
	{name: "a signature with CRLF", allowed: "a@x $ed", bent: func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
	{name: "a signature with blanks", allowed: "a@x $ed", bent: func(s string) string { return strings.ReplaceAll(s, "U1NI", " U1NI\n\t") }},
	{name: "a signature with a header", allowed: "a@x $ed", bent: func(s string) string { return strings.Replace(s, "\n", "\nA: b\n\n", 1) }},
	{name: "a signature and more after it", allowed: "a@x $ed", bent: func(s string) string { return s + "more\n" + s }},
	{name: "a signature and more on its last line", allowed: "a@x $ed", bent: func(s string) string { return strings.TrimSpace(s) + "more\n" }},
	{name: "a signature without its last line", allowed: "a@x $ed", bent: func(s string) string { return s[:strings.LastIndex(s, "-----END")] }},
	{name: "an empty list of revoked keys", allowed: "a@x $ed", revoked: "#\n"},
}

// TestSSHKeygenAgrees has every signature judged by git's way of asking ssh-keygen, and by this package.
func TestSSHKeygenAgrees(t *testing.T) {
	program, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("no ssh-keygen to ask")
	}
	o := newOracle(t, program)
	good := 0
	for _, row := range oracleRows {
		by := row.by
		if by == nil {
			by = []string{"ed"}
		}
		for _, name := range by {
			want := o.keygen(t, row, name)
			got := o.own(row, name)
			if got != want {
				t.Errorf("%s, signed by %s: good is %t, and for ssh-keygen %t", row.name, name, got, want)
			}
			if want {
				good++
			}
		}
	}
	if good < 30 {
		t.Errorf("only %d signatures are good", good)
	}
}

type oracle struct {
	program, dir string
	signatures   map[string]string
	keys         *strings.Replacer
}

func newOracle(t *testing.T, program string) *oracle {
	t.Helper()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	old, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ed, ca := edHand(t), edHand(t)
	hands := map[string]ssh.Signer{
		"ed": ed, "ca": ca, "other": edHand(t), "ec": handOf(t, curve), "rsa": handOf(t, old).Signer, "sk": newToken(t),
		"cert": certify(t, ed, ca, nil, "a@x", "c@y"), "bare": certify(t, ed, ca, nil),
		"limited": certify(t, ed, ca, map[string]string{"force-command": "x"}, "a@x"),
	}
	o := &oracle{program, t.TempDir(), map[string]string{}, nil}
	var keys []string
	for name, h := range hands {
		signature, err := sshsig.Sign(strings.NewReader(payload), h, sshsig.HashSHA512, "git")
		if err != nil {
			t.Fatal(err)
		}
		o.signatures[name] = string(sshsig.Armor(signature))
		line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(h.PublicKey())))
		keys = append(keys, "$"+name+"raw", strings.Fields(line)[1], "$"+name, line)
	}
	o.keys = strings.NewReplacer(sorted(keys)...)
	return o
}

// sorted puts longer names first, because a replacer takes the first that fits.
func sorted(pairs []string) []string {
	all := slices.Collect(slices.Chunk(pairs, 2))
	slices.SortFunc(all, func(a, b []string) int { return len(b[0]) - len(a[0]) })
	return slices.Concat(all...)
}

func (o *oracle) write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(o.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (o *oracle) signature(row oracleRow, by string) string {
	if row.bent != nil {
		return row.bent(o.signatures[by])
	}
	return o.signatures[by]
}

func (row oracleRow) time() time.Time {
	if row.at.IsZero() {
		return signedAt
	}
	return row.at
}

// keygen asks as git does: for the principals, and then for each of them until one may sign.
func (o *oracle) keygen(t *testing.T, row oracleRow, by string) bool {
	t.Helper()
	common := []string{"-f", o.write(t, "allowed", o.keys.Replace(row.allowed)), "-s", o.write(t, "sig", o.signature(row, by)), "-Overify-time=" + row.time().Format("20060102150405")}
	ask := func(args ...string) (string, error) {
		cmd := exec.Command(o.program, slices.Concat(args, common)...)
		cmd.Stdin, cmd.Env = strings.NewReader(payload), append(os.Environ(), "TZ=UTC")
		out, err := cmd.Output()
		return string(out), err
	}
	found, err := ask("-Y", "find-principals")
	if err != nil {
		return false
	}
	for principal := range strings.Lines(found) {
		args := []string{"-Y", "verify", "-n", "git", "-I", strings.TrimRight(principal, "\r\n")}
		if row.revoked != "" {
			args = append(args, "-r", o.write(t, "revoked", o.keys.Replace(row.revoked)))
		}
		if out, err := ask(args...); err == nil && strings.HasPrefix(out, "Good ") {
			return true
		}
	}
	return false
}

func (o *oracle) own(row oracleRow, by string) bool {
	files := sign.Files{AllowedSigners: []byte(o.keys.Replace(row.allowed)), Revoked: []byte(o.keys.Replace(row.revoked))}
	keys, err := sign.ReadKeys(files)
	if err != nil {
		return false
	}
	return keys.Verify([]byte(payload), []byte(o.signature(row, by)), row.time()).Trust == sign.Good
}
