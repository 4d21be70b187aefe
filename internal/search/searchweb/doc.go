// Package searchweb is the page on which everybody finds events, series and
// posts by their words.
package searchweb
