// Package places knows cities by name and where they lie, so that readers find
// what is near them without any map service.
//
// Its data is data/cities.tsv, whose source and licence data/README.md names.
// A name may be written in any of the languages of the list, with or without
// accents; one that several cities bear is answered with all of them, the
// biggest first.
//
// It promises that the same words give the same answer, that what it does not
// know it says so, and that a look-up takes microseconds once the list is read.
package places
