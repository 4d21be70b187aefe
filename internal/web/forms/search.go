package forms

import (
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// What somebody types to find a person is a part of a name or an address, and
// addresses of pages are kept by browsers and proxies. So the words travel
// sealed: the form is posted, and the page it leads to has them as a ticket.

// searchPurpose binds sealed words to the thing whose people are searched.
func searchPurpose(of string) string { return "desk.search/" + of }

// SealWords makes the ticket for words that are searched for.
func SealWords(keys *seal.Keys, of, words string) string {
	return keys.Ticket(searchPurpose(of), []byte(words))
}

// OpenWords opens what is searched for; "" where nothing is.
func OpenWords(keys *seal.Keys, of, ticket string) string {
	words, ok := keys.OpenTicket(searchPurpose(of), ticket)
	if !ok {
		return ""
	}
	return string(words)
}

// Search is the form that finds somebody in a list.
type Search struct {
	Action string
	Label  string
	Field  ui.Field
	Keep   map[string]string // other filters, sent along
	Clear  string            // address without any filter; "" if none is set
	Found  string
}
