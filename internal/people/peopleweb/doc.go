// Package peopleweb holds the pages of the network itself: the front page, its
// chapters, the member's own page, and what it says of privacy, accessibility
// and security.
package peopleweb
