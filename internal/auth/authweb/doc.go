// Package authweb holds the pages of signing in: asking for a link, pressing
// its button, typing its code, signing out.
//
// It promises that asking is answered alike for known and unknown addresses,
// and that opening a link changes nothing until its button is pressed.
package authweb
