// Package intake reads events as others write them, and makes drafts of them: an
// announcement in prose, a calendar file, a table in the columns of other
// systems, the JSON of another calendar server.
//
// The readers are pure: bytes in, drafts and remarks out.
//
//	read.go       which format a file is in, by its content
//	calendar.go   calendar files (RFC 5545), with rule.go
//	table.go      rows and columns; columns.go and tables.go what they mean
//	gancio.go     what Gancio's API answers
//	moment.go     times and zones as cells have them
//	announced.go  what package announce found, as a draft; plain.go clean text
//	compare.go    whether two drafts say the same, and what differs
//
// They promise that nothing is guessed silently (what is doubtful is remarked on
// beside the draft), that text from elsewhere comes without markup and without
// what follows its readers, and that whatever is in a file, the time it takes
// stays in proportion to its size.
//
// The Room remembers which file brought what: import*.go, plan.go, take.go and
// undo.go. It owns the tables event_import, event_import_item and event_source,
// and promises that nothing is published, that the same file again changes
// nothing, that what somebody touched is left as it is, and that all else can be
// undone.
package intake
