// Package letters holds the mails of the series room: what each says, in the
// reader's language and hours, with the calendar entries that belong to it.
//
// A letter is written when it is sent, from what is true then; where nothing
// is to be said any more it is nil. It promises that each letter names the
// reader's own time with its zone, carries little, and that its links change
// nothing until a button is pressed.
package letters
