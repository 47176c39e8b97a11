// Package soak tells tests how far to go: by default as far as is useful in a few seconds, and much further in `make soak`,
// which runs at night and before a release. Only tests use it. Start reading at [Only].
package soak

import (
	"os"
	"testing"
)

// Variable is the environment variable that `make soak` sets.
const Variable = "LIS_SOAK"

// On reports whether this is a long run.
func On() bool { return os.Getenv(Variable) != "" }

// Only skips a test, or a part of one, that belongs to the long run. instead says what replaces it by default.
func Only(t testing.TB, instead string) {
	t.Helper()
	if !On() {
		t.Skip("make soak runs it; by default: " + instead)
	}
}

// Times returns how often to do something: by default, and in a long run.
func Times(byDefault, long int) int {
	if On() {
		return long
	}
	return byDefault
}

// Sizes returns the sizes of a benchmark; the last one, which is the largest, only in a long run.
func Sizes(all ...int) []int {
	if On() {
		return all
	}
	return all[:len(all)-1]
}
