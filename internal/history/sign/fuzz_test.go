package sign

import "testing"

// FuzzAllowed finds that no file of allowed signers makes the program fail, that each of its lines either trusts a key or is reported,
// and that a line that trusts none matches nobody.
func FuzzAllowed(f *testing.F) {
	const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHN0dXZ3eHl6QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"
	for _, seed := range []string{
		"a@x " + key + "\n", "\"a b\",!c namespaces=\"git\" " + key, "* cert-authority,valid-after=\"20230101Z\",valid-before=202401011200 " + key + " comment",
		"# x\n\na@x namespaces=\"\" " + key, "a@x \"" + key, "a@x valid-after=" + key, "a@x ssh-rsa AAAA",
	} {
		f.Add([]byte(seed), "a@x")
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		signers, unread := readAllowed(data)
		lines := 0
		for range keyLines(data) {
			lines++
		}
		if len(signers)+len(unread) != lines {
			t.Errorf("%d signers and %d faults of %d lines", len(signers), len(unread), lines)
		}
		for _, s := range signers {
			if s.key == nil {
				t.Errorf("a signer without a key of %q", data)
			}
			_ = matchesAny(s.principals, name)
			_ = s.described()
		}
	})
}
