// Package files takes pictures and files from people: it draws pictures anew,
// and keeps files in a folder.
//
// A picture is decoded within limits that are checked before anything of it is
// unpacked, turned as its camera says, made smaller, and encoded again. Nothing
// of the file itself comes through: no place where it was taken, no name, no
// second file hidden behind the first. What is no PNG, JPEG, GIF or WebP is
// refused by its bytes, whatever it is called.
//
// A kept file has a random id, so that an address tells nothing, and lies in
// the folder under the hash of its bytes. What is not public is sealed with a
// key of its own before it is written. What is public has a key too: backups hold
// every file under its key, so that deleting a file deletes it there as well.
//
// This package owns the table upload, and everything in the folder.
package files
