package people

import (
	"context"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// MailUnsaid is the mail which says that there is something to read, and not
// what, from whom or where. Its row has no payload and is about nothing, and it
// is the same for everybody who gets it, for whatever reason.
const MailUnsaid = "people.unsaid"

// PageUnsaid is where it leads: a page that everybody has.
const PageUnsaid = "/me/new"

// WriteUnsaid enqueues it, at most one at a time.
func (room *Room) WriteUnsaid(tx *store.Tx, person string) error {
	p, err := room.Get(tx, person)
	if errs.Is(err, errs.NotFound) || err == nil && p.Address == "" {
		return nil
	}
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailUnsaid, Person: person, Lang: p.Language, Replace: true})
}

// UnsaidLetter writes it.
func (room *Room) UnsaidLetter(base string) mail.Render {
	return func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		p, err := room.Get(tx, row.Person)
		if errs.Is(err, errs.NotFound) || err == nil && p.Address == "" {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		n, err := room.Network(tx)
		if err != nil {
			return nil, err
		}
		l := i18n.For(row.Lang).ForZone(p.Zone)
		network := n.Head(l, base)
		return &mail.Message{
			To: mail.Address{Name: p.Name, Email: p.Address}, ReplyTo: n.replyTo(p),
			Lang: l.Lang, Dir: l.Dir(), Kind: row.Kind, Network: network,
			Subject: l.T("people.unsaid.subject|There is something new for you"),
			Body: mail.Body{
				mail.P(l.T("people.unsaid.lead|There is something new for you. Sign in to read it.")),
				mail.Button(l.T("auth.title|Sign in"), base+PageUnsaid),
			},
			Why: mail.Body{mail.Small(l.T("people.unsaid.why|{network} knows this address. Mails get read by others, so this one says no more. It comes once a day at most.", "network", network.Name))},
		}, nil
	}
}
