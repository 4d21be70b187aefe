package posts

import (
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Kinds of mail of this room. What each says is written when it is sent, from
// what is true then; see package letters.
const (
	MailAsked    = "post.asked"    // somebody asks you to read a text before it goes out
	MailAnswered = "post.answered" // a second person said yes, or what to mend
)

// MailClasses says what each kind of mail is to its receiver.
func MailClasses() map[string]people.MailClass {
	return map[string]people.MailClass{MailAsked: people.Notice, MailAnswered: people.Notice}
}

// tell puts a mail about a post into the outbox for each of several people. The
// console and Plenary itself read no mail.
func (room *Room) tell(tx *store.Tx, kind, post string, to ...string) error {
	if room.Keys == nil {
		return nil
	}
	for _, person := range to {
		if person == "" || person == auth.AtConsole().Actor() || person == auth.Itself().Actor() {
			continue
		}
		if err := mail.Enqueue(tx, room.Keys, mail.Row{Kind: kind, Person: person, About: post, Replace: true}); err != nil {
			return err
		}
	}
	return nil
}
