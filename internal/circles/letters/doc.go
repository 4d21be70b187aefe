// Package letters holds the mails of the circles room: what each says, in the
// reader's language and hours, with the calendar entries that belong to it.
//
// A letter is written when it is sent, from what is true then; where nothing
// is to be said any more it is nil. It promises that each names the reader's
// own time with its zone, that none names another member or tells of a wish,
// and that its links change nothing until a button is pressed.
package letters
