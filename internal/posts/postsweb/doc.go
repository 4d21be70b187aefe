// Package postsweb holds the pages of published texts for their readers: the
// list, one text in each of its languages, and the feeds.
//
//	routes.go   what it answers to
//	show.go     one text; show.templ how it looks
//	beside.go   a translation beside its original
//	gone.go     a text that was taken back or has moved
//	around.go   what stands around a text: its chapter, contact, what it goes with
//	thing.go    what search engines are told
//	list.go     the list, and what narrows it; list.templ
//	feeds.go    the same as news feeds
//
// It promises that a text about something is shown only to who may see what it
// is about, that a text that was changed or corrected says so, and that a
// translation which lags behind its original does, too.
package postsweb
