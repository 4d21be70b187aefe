// Package apptest opens the whole house in the process of a test: every room
// and page on an empty database, a clock that stands still until it is moved,
// and mail that is caught. Nothing runs in the background; Settle does what is
// due.
package apptest
