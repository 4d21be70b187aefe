// Package intake reads events as others write them, and makes drafts of them: a
// calendar file, a spreadsheet in the columns of other systems, the JSON of
// another calendar server.
//
// It is pure: bytes in, drafts and remarks out. It promises that nothing is
// guessed silently (what is doubtful is remarked on beside the draft), that text
// from elsewhere comes without markup and without what follows its readers, and
// that whatever is in a file, the time it takes stays in proportion to its size.
package intake
