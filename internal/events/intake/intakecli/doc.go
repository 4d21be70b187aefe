// Package intakecli is what stands behind the command "plenary events import": a
// preview on stdout, for reading or as JSON, talk on stderr, and the exit code.
package intakecli
