package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"time"
)

// archive returns the archive of a program: it and the texts in a folder of the archive's name, as .zip for Windows and as .tar.gz
// for others.
func archive(r release, p program, texts []file) (file, error) {
	name := r.name(p.os, p.arch)
	files := in(name+"/", append([]file{{name: p.file(), exec: true, data: p.data}}, texts...))
	if p.os == "windows" {
		data, err := zipped(files, r.time)
		return file{name: name + ".zip", data: data}, err
	}
	data, err := tarred(files, r.time)
	if err != nil {
		return file{}, err
	}
	data, err = gzipped(data)
	return file{name: name + ".tar.gz", data: data}, err
}

// tarred returns files as a tar archive, in their order, all of one time and owned by root.
func tarred(files []file, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		err := w.WriteHeader(&tar.Header{
			Typeflag: tar.TypeReg, Name: f.name, Size: int64(len(f.data)), Mode: int64(f.mode()), ModTime: at, Uname: "root", Gname: "root",
		})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// gzipped compresses data, without a name and a time.
func gzipped(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// zipped returns files as a zip archive, in their order and all of one time.
func zipped(files []file, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at.UTC()}
		h.SetMode(f.mode())
		entry, err := w.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := entry.Write(f.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}
