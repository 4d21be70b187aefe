// Package desk holds the pages that the desks of series and of events have in
// common: who registered, one person, somebody entered by hand, who is there,
// who was in the call. It knows no series and no event: the pages of a room fill
// in the values, with the parts that are theirs alone.
//
//	desk.go        what a page is about, and notices
//	people.go      the list of who registered: filter, search, pages
//	person.go      one registration, and the form that makes one by hand
//	attendance.go  the list of who is there, by one tap a person
//	call.go        who was recognised in the list of a call
//
// It owns no table and decides nothing; rights are the rooms' to check.
package desk
