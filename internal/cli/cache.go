package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/c8b10cf3/lis/internal/cache"
)

// cacheVar is the environment variable that names the folder of the cache, instead of the user's own.
const cacheVar = "LIS_CACHE_DIR"

// cacheDir returns the folder of the cache, "" if there is none.
func cacheDir() string {
	if dir := os.Getenv(cacheVar); dir != "" {
		return dir
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, toolName)
}

// build returns a name for the running program that no other build has; "" if that cannot be determined.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	file, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return buildName(info, path, file)
}

// buildName names a build by what it was made from, and by the running file unless its source is known exactly: that of a
// published version, or of a commit without changes.
func buildName(info *debug.BuildInfo, path string, file os.FileInfo) string {
	sum := sha256.New()
	fmt.Fprintln(sum, Version, info)
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	committed := settings["vcs.revision"] != "" && settings["vcs.modified"] == "false"
	if info.Main.Sum == "" && !committed {
		fmt.Fprintln(sum, path, file.Size(), file.ModTime().UnixNano())
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// cache returns the cache for what this build reads of histories; nil if nothing should be kept.
func (a *app) cache() *cache.Dir {
	if a.noCache || a.Build == "" {
		return nil
	}
	return cache.Open(a.CacheDir, a.Build)
}
