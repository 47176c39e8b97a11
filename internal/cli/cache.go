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

// cacheVar is the environment variable that names the folder of the cache in the place of the user's own.
const cacheVar = "LIS_CACHE_DIR"

// cacheDir is the folder of the cache, "" where there is none.
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

// build names the running program so that no two builds have one name: by what it was made of, and by its file, unless the
// source is known to the byte (a published version, or a commit without changes). It is "" where that cannot be told.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	sum := sha256.New()
	fmt.Fprintln(sum, Version, info)
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if info.Main.Sum == "" && (settings["vcs.revision"] == "" || settings["vcs.modified"] != "false") {
		path, err := os.Executable()
		if err != nil {
			return ""
		}
		file, err := os.Stat(path)
		if err != nil {
			return ""
		}
		fmt.Fprintln(sum, path, file.Size(), file.ModTime().UnixNano())
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// cache keeps what this build reads of histories; nil where nothing is to be kept.
func (a *app) cache() *cache.Dir {
	if a.noCache || a.Build == "" {
		return nil
	}
	return cache.Open(a.CacheDir, a.Build)
}
