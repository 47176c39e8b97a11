//go:build !unix

package disk

// nonblock is not needed: no path in a folder is that of a pipe.
const nonblock = 0
