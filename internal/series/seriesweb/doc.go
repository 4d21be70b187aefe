// Package seriesweb holds the pages of a series for visitors, for who has
// registered and for contact persons of groups: its page and calendar, the
// forms, and what a mailed link opens.
//
// It promises that the page after a registration is alike for known and
// unknown addresses, that no page shows the name or the address of anybody but
// its reader, and that a GET changes nothing.
package seriesweb
