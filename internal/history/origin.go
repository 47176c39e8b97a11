package history

import (
	"net/url"
	"strings"
)

// Origin returns the address of the remote called origin; "" if there is none or the configuration cannot be read. A user name
// and password are removed from an HTTP address.
func (r *Repo) Origin() string {
	cfg, err := r.refs.Config()
	if err != nil {
		return ""
	}
	remote := cfg.Remotes["origin"]
	if remote == nil || len(remote.URLs) == 0 {
		return ""
	}
	address := remote.URLs[0]
	if u, err := url.Parse(address); err == nil && u.User != nil && strings.HasPrefix(u.Scheme, "http") {
		u.User = nil
		return u.String()
	}
	return address
}
