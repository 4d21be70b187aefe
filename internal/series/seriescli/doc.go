// Package seriescli is what stands behind the commands "plenary series check",
// "import", "export" and "times": plain English on stderr, data on stdout, and
// the exit code. Package app reads the flags and opens the database.
package seriescli
