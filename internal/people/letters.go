package people

import (
	"context"
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// Head is what stands at the head of every mail of this house. Base is where
// its links lead.
func (n Network) Head(l *i18n.Locale, base string) mail.Network {
	name, _ := n.Name.Pick(l)
	return mail.Network{Name: name, Colour: n.Colour, URL: base + "/"}
}

// SignInLetter writes the mail with the link and the code of a sign-in.
func (room *Room) SignInLetter(base string) mail.Render {
	return func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		p, err := room.Get(tx, row.Person)
		if errs.Is(err, errs.NotFound) || (err == nil && p.Address == "") {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		n, err := room.Network(tx)
		if err != nil {
			return nil, err
		}
		var letter auth.Letter
		if err := json.Unmarshal(row.Payload, &letter); err != nil {
			return nil, err
		}
		l := i18n.For(row.Lang).ForZone(p.Zone)
		network := n.Head(l, base)
		return &mail.Message{
			To: mail.Address{Name: p.Name, Email: p.Address}, ReplyTo: n.replyTo(p),
			Lang: l.Lang, Dir: l.Dir(), Kind: row.Kind, Network: network,
			Subject: l.T("auth.mail.subject|{code} is your code for {network}", "code", letter.Code, "network", network.Name),
			Body: mail.Body{
				mail.P(l.T("auth.mail.lead|Open this link in the browser in which you asked for it, and press the button there.")),
				mail.Button(l.T("auth.title|Sign in"), base+"/signin/"+letter.Token),
				mail.P(l.T("auth.mail.code|Or type this code where you asked for it:")),
				mail.Code(letter.Code),
				mail.Small(l.T("auth.mail.over|Both work for ten minutes, and once.")),
			},
			Why: mail.Body{mail.Small(l.T("auth.mail.why|Somebody asked to sign in to {network} with this address. If it was not you, do nothing: without the code nobody gets in.", "network", network.Name))},
		}, nil
	}
}

// replyTo is where answers go: the network's contact, or, as long as there is
// none, nowhere but the reader.
func (n Network) replyTo(p Person) mail.Address {
	if n.ContactEmail == "" {
		return mail.Address{Name: p.Name, Email: p.Address}
	}
	return mail.Address{Name: n.ContactName, Email: n.ContactEmail}
}
