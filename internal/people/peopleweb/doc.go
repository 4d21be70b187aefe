// Package peopleweb holds the pages of the network itself: the front page, its
// chapters, the list of all that comes with its calendar, the member's own
// page, and what it says of privacy, accessibility and security.
//
// It promises that the lists show a visitor nothing of what is not public, and
// that a member is forgotten only after saying so twice.
package peopleweb
