// Package app is the one room that knows all others. It opens the store and
// the keys, makes the rooms and hands each what it stands on, gathers their
// routes, jobs and letters, and runs them. What must happen upward - a session
// was moved, a person erased - is a list of functions built here.
//
// It also holds the commands: each is one file command_*.go, found in the
// table of commands.go.
package app
