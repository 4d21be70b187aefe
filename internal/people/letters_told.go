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

// ToldLetter writes the mail that tells somebody what has changed in how they
// sign in. It carries no link that opens anything.
func (room *Room) ToldLetter(base string) mail.Render {
	return room.signInMail(base, func(l *i18n.Locale, p Person, network string, row mail.Row, m *mail.Message) error {
		var what auth.Told
		if err := json.Unmarshal(row.Payload, &what); err != nil {
			return err
		}
		var line string
		m.Subject, line = told(l, what, network)
		m.Body = mail.Body{
			mail.P(line),
			mail.P(l.T("auth.told.not-you|If this was not you, sign out everywhere and remove what you do not know:")),
			mail.Button(l.T("auth.security.title|Signing in"), base+"/me/security"),
		}
		m.Why = mail.Body{mail.Small(l.T("auth.told.why|You get this whenever something changes in how you sign in to {network}.", "network", network))}
		return nil
	})
}

// told says what has changed: as a subject, and in a sentence.
func told(l *i18n.Locale, what auth.Told, network string) (subject, line string) {
	switch what {
	case auth.ToldPasskeyAdded:
		return l.T("auth.told.passkey.added|A passkey was added at {network}", "network", network),
			l.T("auth.told.passkey.added.text|From now on you can sign in with it, without a mail.")
	case auth.ToldPasskeyRemoved:
		return l.T("auth.told.passkey.removed|A passkey was removed at {network}", "network", network),
			l.T("auth.told.passkey.removed.text|It opens nothing any more, and you were signed out everywhere else.")
	case auth.ToldAppAdded:
		return l.T("auth.told.app.added|An app with codes was set up at {network}", "network", network),
			l.T("auth.told.app.added.text|Its codes open what a mailed link alone does not.")
	case auth.ToldAppRemoved:
		return l.T("auth.told.app.removed|The app with codes was removed at {network}", "network", network),
			l.T("auth.told.app.removed.text|Its codes open nothing any more, and you were signed out everywhere else.")
	case auth.ToldPaperMade:
		return l.T("auth.told.paper.made|New codes on paper were made at {network}", "network", network),
			l.T("auth.told.paper.made.text|The ones you had before open nothing any more.")
	case auth.ToldPaperUsed:
		return l.T("auth.told.paper.used|A code on paper was used at {network}", "network", network),
			l.T("auth.told.paper.used.text|It is spent. If your phone or computer is gone, remove its passkey.")
	case auth.ToldLinked:
		return l.T("auth.told.linked|Another sign-in now opens {network}", "network", network),
			l.T("auth.told.linked.text|Whoever signs in there as you is signed in here as you.")
	case auth.ToldUnlinked:
		return l.T("auth.told.unlinked|The other sign-in no longer opens {network}", "network", network),
			l.T("auth.told.unlinked.text|You were signed out everywhere else.")
	}
	return l.T("auth.told.taken|Your passkeys and codes were removed at {network}", "network", network),
		l.T("auth.told.taken.text|The people who run this site did it, usually because somebody asked them to. At your next sign-in you set up new ones.")
}

// NewAddressLetter writes to an address that somebody wants to use from now on.
func (room *Room) NewAddressLetter(base string) mail.Render {
	write := room.addressMail(base, func(l *i18n.Locale, network string, to auth.AddressLetter, m *mail.Message) {
		m.Subject = l.T("auth.address.new.subject|Is this your new address at {network}?", "network", network)
		m.Body = mail.Body{
			mail.P(l.T("auth.address.new.text|Open this where you are signed in, and press the button there. From then on your mail comes here.")),
			mail.Button(l.T("auth.address.new.button|Use this address"), base+"/me/security/address/"+to.Token),
			mail.Small(l.T("auth.address.new.over|The link works for one day, and once.")),
		}
		m.Why = mail.Body{mail.Small(l.T("auth.address.new.why|Somebody gave this address as theirs at {network}. If it was not you, do nothing: you get no more mail.", "network", network))}
	})
	return func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		var to auth.AddressLetter
		if err := json.Unmarshal(row.Payload, &to); err != nil {
			return nil, err
		}
		_, known, err := room.byAddress(tx, to.Address)
		if known || err != nil {
			return nil, err
		}
		if refuses, err := room.RefusesMail(tx, to.Address); refuses || err != nil {
			return nil, err
		}
		return write(ctx, tx, row)
	}
}

// OldAddressLetter tells the address that was used so far, and lets it undo.
func (room *Room) OldAddressLetter(base string) mail.Render {
	return room.addressMail(base, func(l *i18n.Locale, network string, to auth.AddressLetter, m *mail.Message) {
		m.Subject = l.T("auth.address.old.subject|Your address at {network} was changed", "network", network)
		m.Body = mail.Body{
			mail.P(l.T("auth.address.old.text|From now on your mail goes to another address, and this one no longer signs you in.")),
			mail.P(l.T("auth.address.old.undo|It was not you? For 48 hours you can undo it. Then everybody who is signed in as you is signed out.")),
			mail.Button(l.T("auth.address.undo.button|Undo it"), base+"/signin/undo/"+to.Token),
		}
		m.Why = mail.Body{mail.Small(l.T("auth.told.why|You get this whenever something changes in how you sign in to {network}.", "network", network))}
	})
}

// addressMail writes to the address in the letter, which is not the person's at
// that time.
func (room *Room) addressMail(base string, fill func(*i18n.Locale, string, auth.AddressLetter, *mail.Message)) mail.Render {
	return room.signInMail(base, func(l *i18n.Locale, p Person, network string, row mail.Row, m *mail.Message) error {
		var to auth.AddressLetter
		if err := json.Unmarshal(row.Payload, &to); err != nil {
			return err
		}
		m.To = mail.Address{Name: p.Name, Email: to.Address}
		fill(l, network, to, m)
		return nil
	})
}

// signInMail is what the mails about signing in have in common.
func (room *Room) signInMail(base string, fill func(*i18n.Locale, Person, string, mail.Row, *mail.Message) error) mail.Render {
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
		l := i18n.For(p.Language).ForZone(p.Zone)
		m := &mail.Message{To: mail.Address{Name: p.Name, Email: p.Address}, ReplyTo: n.replyTo(p),
			Lang: l.Lang, Dir: l.Dir(), Kind: row.Kind, Network: n.Head(l, base)}
		return m, fill(l, p, m.Network.Name, row, m)
	}
}
