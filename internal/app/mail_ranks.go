package app

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/people"
)

// mailRanks sorts the kinds of mail by how long people can wait for them: what
// they have just asked for goes before everything else.
func mailRanks(classes map[string]people.MailClass) [][]string {
	order := [][]people.MailClass{{people.Code, people.Answer}, {people.Confirmation}, {people.Notice}, {people.Reminder}, {people.News, people.Unsaid}}
	ranks := make([][]string, len(order))
	for kind, class := range classes {
		for i, of := range order {
			if slices.Contains(of, class) {
				ranks[i] = append(ranks[i], kind)
			}
		}
	}
	for _, kinds := range ranks {
		slices.Sort(kinds) // the statements stay the same from start to start
	}
	return ranks
}
