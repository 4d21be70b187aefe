package devweb

import "regexp"

// piece is a run of text, or an address in it.
type piece struct {
	text string
	link bool
}

var address = regexp.MustCompile(`https?://[^\s<>"]+`)

// split finds the addresses in a text.
func split(text string) []piece {
	var pieces []piece
	at := 0
	for _, m := range address.FindAllStringIndex(text, -1) {
		pieces = append(pieces, piece{text[at:m[0]], false}, piece{text[m[0]:m[1]], true})
		at = m[1]
	}
	return append(pieces, piece{text[at:], false})
}
