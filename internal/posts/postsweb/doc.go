// Package postsweb holds the pages of published texts.
//
// It promises that a text about something is shown only to who may see what it
// is about, and that a text that was changed says so.
package postsweb
