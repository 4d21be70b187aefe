// Package eventsweb is what the public sees of events: their pages, the form to
// register, a person's own page with the way into the call, and calendars.
//
// It promises that each time stands in the reader's hours with its city beside
// the event's own, that the page after a registration tells nobody who is known,
// that the call's address is on no page but behind the button of who has a
// place, and that everything works without script.
package eventsweb
