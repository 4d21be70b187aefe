// Package posts holds published texts of the network and its chapters:
// statements, updates, news, and write-ups of what was said and decided in a
// session or on a date. Files of this room:
//
//	post.go        what a post is, and what is wrong with one
//	post_store.go  posts in the database
//	see.go         who reads and who writes what
//	save.go        a text from a form, and its versions
//	version.go     earlier texts, read and restored
//	address.go     the name in the address, and those it had before
//	translate.go   which translations lag behind the original
//	review.go      a second person's yes
//	publish.go     published, planned, taken back, deleted
//	list.go        what readers find
//	desk.go        what writers find
//	unwritten.go   what is over and not written up yet
//	found.go       what search draws on
//	about.go       what texts tell of: sessions and dates, as their rooms know them
//	shown.go       what the search may count
//	hide.go        what who moderates hides
//	rules.go       what the network asks of all texts
//	tell.go        who is mailed
//	diff/          what changed between two texts
//	letters/       the mails of this room
//
// It owns the tables post, post_version, post_review, post_address and
// post_rules. It promises that a draft is seen by nobody but who may write
// there, that readers see one version at a time and every version is kept,
// that where a second yes is asked for nobody publishes on their own word, that
// what is told of a thing is seen by who sees the thing and by nobody else, and
// that an address which readers were given leads to its text for good.
package posts
