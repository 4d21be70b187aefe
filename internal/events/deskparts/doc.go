// Package deskparts fills the pages that the desks of events and of series have
// in common, as far as the two speak of the same things: registrations and where
// they stand, answers, who has a place, chapters, and those who appear beside an
// organiser. It owns no table, and the rooms check every right.
package deskparts
