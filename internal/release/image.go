package main

import (
	"encoding/json"
	"strings"
	"time"
)

// The media types of the parts of an image.
const (
	typeIndex    = "application/vnd.oci.image.index.v1+json"
	typeManifest = "application/vnd.oci.image.manifest.v1+json"
	typeConfig   = "application/vnd.oci.image.config.v1+json"
	typeLayer    = "application/vnd.oci.image.layer.v1.tar+gzip"
)

// nobody is the user that the program runs as in a container.
const nobody = "65534:65534"

// descriptor points to a blob of an image.
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Platform    *platform         `json:"platform,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type platform struct {
	OS           string `json:"os"`
	Architecture string `json:"architecture"`
}

// layout collects the files of an image: blobs named by their checksums, and what leads to them.
type layout struct{ files []file }

// add adds a blob and returns what points to it.
func (l *layout) add(mediaType string, data []byte) descriptor {
	l.files = append(l.files, file{name: "blobs/sha256/" + sum(data), data: data})
	return descriptor{MediaType: mediaType, Digest: "sha256:" + sum(data), Size: len(data)}
}

// addJSON adds a value as a blob. Every value of an image can be written as JSON.
func (l *layout) addJSON(mediaType string, v any) descriptor { return l.add(mediaType, toJSON(v)) }

// image makes the container image for the Linux programs: nothing but the program and what lies beside it, since the program needs
// neither a shell nor git to check and to build. The file is an OCI layout, which can also be read as what `docker save` wrote.
func (b builder) image(r release, programs []program, texts []file) ([]file, error) {
	var l layout
	var manifests []descriptor
	var saved []map[string]any
	for _, p := range programs {
		if p.os != "linux" {
			continue
		}
		layer, err := imageLayer(r, p, texts)
		if err != nil {
			return nil, err
		}
		packed, err := gzipped(layer)
		if err != nil {
			return nil, err
		}
		config, blob := l.addJSON(typeConfig, imageConfig(r, p, sum(layer))), l.add(typeLayer, packed)
		manifest := l.addJSON(typeManifest, map[string]any{"schemaVersion": 2, "mediaType": typeManifest, "config": config, "layers": []descriptor{blob}})
		manifest.Platform = &platform{OS: p.os, Architecture: p.arch}
		manifests = append(manifests, manifest)
		saved = append(saved, map[string]any{"Config": blobName(config), "RepoTags": []string{"lis:" + r.tag() + suffix(p)}, "Layers": []string{blobName(blob)}})
	}
	index := l.addJSON(typeIndex, map[string]any{"schemaVersion": 2, "mediaType": typeIndex, "manifests": manifests})
	index.Annotations = map[string]string{"org.opencontainers.image.ref.name": r.tag(), "io.containerd.image.name": "docker.io/library/lis:" + r.tag()}
	l.files = append(
		l.files,
		file{name: "oci-layout", data: toJSON(map[string]string{"imageLayoutVersion": "1.0.0"})},
		file{name: "index.json", data: toJSON(map[string]any{"schemaVersion": 2, "mediaType": typeIndex, "manifests": []descriptor{index}})},
		file{name: "manifest.json", data: toJSON(saved)},
	)
	data, err := tarred(in("", l.files), r.time)
	return []file{{name: r.name("image") + ".tar", data: data}}, err
}

// tag is the version as images can be tagged with it.
func (r release) tag() string { return strings.ReplaceAll(r.version, "+", "-") }

// suffix tells the images of the two processors apart for programs that know no image for several.
func suffix(p program) string {
	if p.arch == "amd64" {
		return ""
	}
	return "-" + p.arch
}

// blobName is the file of a blob.
func blobName(d descriptor) string {
	return "blobs/" + strings.ReplaceAll(d.Digest, ":", "/")
}

// imageLayer is the file system of an image.
func imageLayer(r release, p program, texts []file) ([]byte, error) {
	files := []file{{name: "usr/bin/lis", exec: true, data: p.data}}
	for _, t := range texts {
		switch t.name {
		case sumsName:
			files = append(files, file{name: "usr/share/lis/" + t.name, data: t.data})
		case "LICENSE", "LICENSES-OF-OTHERS.txt", "README.txt":
			files = append(files, file{name: "usr/share/doc/lis/" + t.name, data: t.data})
		}
	}
	return tarred(in("", files), r.time)
}

// imageConfig says how an image is run: as nobody, in a folder where the workspace is mounted. layer is the checksum of its
// only layer, unpacked.
func imageConfig(r release, p program, layer string) map[string]any {
	created := r.time.Format(time.RFC3339)
	return map[string]any{
		"created": created, "architecture": p.arch, "os": p.os,
		"config": map[string]any{
			"User": nobody, "Entrypoint": []string{"/usr/bin/lis"}, "WorkingDir": "/workspace", "Env": []string{"PATH=/usr/bin"},
			"Labels": map[string]string{
				"org.opencontainers.image.title": "lis", "org.opencontainers.image.description": summary, "org.opencontainers.image.version": r.version,
				"org.opencontainers.image.revision": r.commit, "org.opencontainers.image.created": created, "org.opencontainers.image.source": projectURL,
				"org.opencontainers.image.url": projectURL, "org.opencontainers.image.licenses": licence,
			},
		},
		"rootfs":  map[string]any{"type": "layers", "diff_ids": []string{"sha256:" + layer}},
		"history": []map[string]any{{"created": created, "created_by": "make release"}},
	}
}

// toJSON writes a value with sorted keys. It panics for what JSON cannot hold, which no part of an image is.
func toJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}
