// Package letters writes the mails about events: what each says is made when
// it is sent, from what is true then, in its reader's language and hours.
//
// It promises that a letter about something that is no longer so is not sent,
// that it names the call's address to nobody, and that each change is told once.
package letters
