// Package forms reads the long forms of organisers: texts in several languages,
// rows of things, planned times as people write them, cities for zones. What was
// typed stays typed, whatever is wrong with it.
//
//	entry.go    a form as it was sent, and what stands in its fields
//	planned.go  days, hours and lengths as people write them
//	rows.go     rows of a form: list.1.field, list.2.field
//	cities.go   zones, by the names of cities
//	fields.go   fields for one text in several languages
//	editor.go   a long form on its page: buttons, and parts that many have
//	look.go     a look at what would come of a form, before it is saved
//	words.go    planned times in a sentence, in the words of its reader
//	search.go   words that are searched for and stand in no address
//
// It owns no table and promises to change nothing: it reads and shows.
package forms
