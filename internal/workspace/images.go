package workspace

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/svg"
	"golang.org/x/text/unicode/norm"
)

// maxImage is the size in bytes up to which an image is shown on a page.
const maxImage = 5 << 20

// signatures are what files of the known types of images of pixels begin with, and the ending of their names. SVG is told by its
// markup, and shown if it is only a picture.
var signatures = []struct{ start, ext string }{
	{"\x89PNG\r\n\x1a\n", ".png"}, {"\xff\xd8\xff", ".jpg"}, {"GIF87a", ".gif"}, {"GIF89a", ".gif"},
}

// ReadImage returns the content of an image and the ending that the name of such a file has, or why it cannot be shown. It
// follows no symbolic links, so that nothing from outside the workspace is ever shown, and reads no hidden files.
func ReadImage(fsys fs.FS, name string) (data []byte, ext string, problem locale.Message) {
	name, _ = existing(fsys, name)
	if key := refuseImage(fsys, name); key != "" {
		return nil, "", locale.Say(key)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, "", locale.Say("image.unreadable")
	}
	defer func() { _ = f.Close() }()
	data, err = io.ReadAll(io.LimitReader(f, maxImage+1))
	switch {
	case err != nil:
		return nil, "", locale.Say("image.unreadable")
	case len(data) > maxImage:
		return nil, "", locale.Say("image.large")
	}
	if ext, problem = imageType(data); !problem.IsZero() {
		return nil, "", problem
	}
	return data, ext, locale.Message{}
}

// refuseImage returns why a file may not be opened as an image; "" if it may.
func refuseImage(fsys fs.FS, name string) (key string) {
	switch clean := path.Clean(name); {
	case path.IsAbs(clean), clean == "..", strings.HasPrefix(clean, "../"):
		return "image.outside"
	case !fs.ValidPath(name):
		return "image.unreadable"
	}
	at := ""
	for step := range strings.SplitSeq(name, "/") {
		at = path.Join(at, step)
		info, err := fs.Lstat(fsys, at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return "image.missing"
		case err != nil:
			return "image.unreadable"
		case strings.HasPrefix(step, "."):
			return "image.hidden"
		case info.Mode()&fs.ModeSymlink != 0:
			return "image.link"
		case at == name && !info.Mode().IsRegular():
			return "image.type"
		case at == name && info.Size() > maxImage:
			return "image.large"
		}
	}
	return ""
}

// imageType returns the ending for the type of an image.
func imageType(data []byte) (ext string, problem locale.Message) {
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.start)) {
			return s.ext, problem
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte("RIFF")) && len(data) > 12 && string(data[8:12]) == "WEBP":
		return ".webp", problem
	case bytes.HasPrefix(data, []byte("version https://git-lfs.github.com/spec/")):
		return "", locale.Say("image.lfs")
	case svg.Is(data):
		return ".svg", svg.Check(data)
	}
	return "", locale.Say("image.type")
}

// existing returns the name that a file really has, with its letters composed or decomposed. If there is none it returns the name
// itself, and ok is false.
func existing(fsys fs.FS, name string) (real string, ok bool) {
	for _, form := range []string{name, norm.NFC.String(name), norm.NFD.String(name)} {
		if _, err := fs.Stat(fsys, form); err == nil || leadsOut(fsys, form, err) {
			return form, true
		}
	}
	return name, false
}

// leadsOut reports whether a name that err says cannot be followed is that of a link out of the workspace: it is there, and nobody
// looks at what it leads to.
func leadsOut(fsys fs.FS, name string, err error) bool {
	info, missing := fs.Lstat(fsys, name)
	return missing == nil && info.Mode()&fs.ModeSymlink != 0 && !errors.Is(err, fs.ErrNotExist)
}

// imageKey is the key of a cache for whether a file can be shown.
type imageKey history.Hash

// image returns why a file cannot be shown as an image; the zero message if it can.
func (c *Cache) image(fsys fs.FS, name string) locale.Message {
	check := func() (locale.Message, error) {
		_, _, problem := ReadImage(fsys, name)
		return problem, nil
	}
	if files, ok := fsys.(namesContent); ok && c != nil {
		real, _ := existing(fsys, name)
		if content, ok := files.Hash(real); ok {
			problem, _ := cached(c, imageKey(content), check)
			return problem
		}
	}
	problem, _ := check()
	return problem
}

// ReadLogo returns the content of the logo that lis.yaml names and the ending for its name, as [ReadImage] does; nothing if it names none.
func (w *Workspace) ReadLogo(fsys fs.FS) (data []byte, ext string, problem locale.Message) {
	if w.Config.Logo == "" {
		return nil, "", locale.Message{}
	}
	return ReadImage(fsys, w.Config.Logo)
}

// checkLogo reports a logo that cannot be shown. It is an error: no site is built then.
func (w *Workspace) checkLogo(fsys fs.FS) {
	logo := w.Config.Logo
	if logo == "" {
		return
	}
	if problem := w.cache.image(fsys, logo); !problem.IsZero() {
		f := w.Config.find("image-not-shown", "site.logo", locale.Args{"ref": logo, "problem": problem})
		f.Severity, f.Hint = diag.Error, said("image.logo-fix", nil)
		w.Findings = append(w.Findings, f)
	}
}

// Images returns the images that the texts of the workspace show, by name.
func (w *Workspace) Images(fsys fs.FS) map[string][]byte {
	images := map[string][]byte{}
	for _, name := range w.Graph.Images() {
		name, _ := existing(fsys, name)
		if data, _, problem := ReadImage(fsys, name); problem.IsZero() {
			images[name] = data
		}
	}
	return images
}
