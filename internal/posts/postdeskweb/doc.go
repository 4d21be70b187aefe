// Package postdeskweb holds the pages on which texts are written: statements,
// updates and news of the network and its chapters, and write-ups of sessions
// and of events' dates.
//
//	routes.go      what it answers to, and what its pages share
//	list.go        all texts of the desk, and the network's rule on them
//	unwritten.go   sessions and dates that wait to be written up
//	form.go        the form of a text, read and filled; editor.templ shows it
//	edit.go        the network's and its chapters' texts
//	writeup.go     write-ups, which tell of a session or a date
//	conflict.go    two who wrote at once
//	out.go         how a text goes out: asked about, published, planned, taken back
//	review.go      the second reader's page
//	versions.go    earlier texts and what changed between them
//	difference.go  how differences are shown
//
// It promises that what was typed is never lost, not even where somebody else
// has saved meanwhile, and that all kinds of text are written with one form.
package postdeskweb
