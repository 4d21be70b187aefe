// Package calendarweb is the calendar as other programs take it: files that
// calendars subscribe to, news for feed readers, and lists that other sites
// show. Each is there for the whole network, for a chapter, for whatever a
// reader narrows the calendar to, for an event and for a series.
//
// It shows what everybody may see, whoever asks: people pass these addresses on,
// and programs fetch them for years. None of them names the address of a call.
package calendarweb
