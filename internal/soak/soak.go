// Package soak tells tests how far to go: as far as says much in a few seconds by default, and much further in `make soak`,
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

// Only skips a test, or a part of one, that is for the long run alone. instead says what stands in for it by default.
func Only(t testing.TB, instead string) {
	t.Helper()
	if !On() {
		t.Skip("make soak runs it; by default: " + instead)
	}
}

// Times is how often something is done: by default, and in a long run.
func Times(byDefault, long int) int {
	if On() {
		return long
	}
	return byDefault
}

// Sizes are those of a benchmark: the last, which is the largest, in a long run alone.
func Sizes(all ...int) []int {
	if On() {
		return all
	}
	return all[:len(all)-1]
}
