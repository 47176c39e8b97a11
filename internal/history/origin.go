package history

import (
	"net/url"
	"strings"
)

// Origin is the address of the remote called origin, without a user's name or password in it; "" where there is none or
// the configuration cannot be read.
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
