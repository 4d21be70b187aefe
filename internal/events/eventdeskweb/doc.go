// Package eventdeskweb holds the pages of those who organise events: the list of
// theirs, the one page on which an event is made and changed, its overview with
// its dates, its people, who was there, and the sheet to sign in on.
//
// It promises that nothing is shown to whom the room does not let see it, that
// what was typed is never lost to an error or to somebody who saved meanwhile,
// and that before people are told of something the page says how many they are.
package eventdeskweb
