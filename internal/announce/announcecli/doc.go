// Package announcecli is what stands behind the command "plenary announce":
// drafts on stdout, for reading or as JSON, talk on stderr, and the exit code.
package announcecli
