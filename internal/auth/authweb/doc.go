// Package authweb holds the pages of signing in: asking for a link, pressing
// its button, typing its code, showing a passkey or a code once more, setting
// them up, changing one's address, signing out.
//
// It promises that asking is answered alike for known and unknown addresses,
// that opening a link changes nothing until its button is pressed, and that all
// of it but passkeys works without script.
package authweb
