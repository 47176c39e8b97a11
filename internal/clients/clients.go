// Package clients runs what lis writes in the programs that read it: CI files in runners, and whatever else somebody else's
// program takes. It finds these programs; all else in it is tests. Start reading at the table in table_test.go.
package clients

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Variable is the environment variable with the folder of the clients: Go programs in bin, npm packages in node_modules.
// `make clients` fills build/clients and sets it.
const Variable = "LIS_CLIENTS"

// Dir returns the absolute path of the folder of the clients. It skips a test that runs without one.
func Dir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv(Variable)
	if dir == "" {
		t.Skip("make clients runs it: " + Variable + " names no folder of clients")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Path returns the path of a client: in the folder of the clients, or where the system has its programs. Without a folder of
// clients it skips the test; with one, it is an error if the client is not there.
func Path(t testing.TB, name string) string {
	t.Helper()
	dir := Dir(t)
	for _, at := range []string{"bin", "node_modules/.bin"} {
		if name, err := exec.LookPath(filepath.Join(dir, filepath.FromSlash(at), name)); err == nil {
			return name
		}
	}
	name, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%v: make clients installs it", err)
	}
	return name
}
