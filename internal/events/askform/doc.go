// Package askform reads and fills the part of an organiser's form in which they
// write questions of their own, for an event or a series. It owns no table.
package askform

// Most bounds how many questions a form takes, and mostChoices how many answers
// one of them offers.
const (
	Most        = 30
	mostChoices = 50
)
