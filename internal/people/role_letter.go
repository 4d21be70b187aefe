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

// RoleLetters writes the mails about roles.
type RoleLetters struct {
	People *Room
	Auth   *auth.Room
	Base   string
	// Names returns what a scope is called; empty if it does not exist any more.
	Names func(tx *store.Tx, s auth.Scope) (i18n.Text, error)
}

// Renders are the letters by their kinds.
func (w *RoleLetters) Renders() map[string]mail.Render {
	return map[string]mail.Render{auth.MailRole: w.offered, auth.MailRoleTaken: w.taken}
}

// roleLetter is what both letters draw on.
type roleLetter struct {
	r     Reader
	scope auth.Scope
	offer string
	name  string // of what it is about
}

func (w *RoleLetters) read(tx *store.Tx, row mail.Row) (x roleLetter, ok bool, err error) {
	p, err := w.People.Get(tx, row.Person)
	if errs.Is(err, errs.NotFound) || err == nil && p.Address == "" {
		return x, false, nil
	}
	var letter auth.RoleLetter
	if err == nil {
		err = json.Unmarshal(row.Payload, &letter)
	}
	if err != nil {
		return x, false, err
	}
	if row.Lang == "" {
		row.Lang = p.Language
	}
	x = roleLetter{r: ReaderOf(p, p.Zone, row.Lang, tx.Now()), scope: auth.Scope{Kind: letter.Kind, ID: letter.ID}, offer: letter.Offer}
	text, err := w.Names(tx, x.scope)
	x.name, _ = text.Pick(x.r.L)
	return x, x.name != "" && err == nil, err
}

// offered asks somebody to take a role. What was withdrawn or answered since is
// not spoken of.
func (w *RoleLetters) offered(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
	x, ok, err := w.read(tx, row)
	if !ok || err != nil {
		return nil, err
	}
	key := w.Auth.OfferKey(x.offer)
	o, _, err := w.Auth.OfferByKey(tx, key)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	l := x.r.L
	m := &mail.Message{Subject: l.T("role.mail.subject|Will you work on {name}?", "name", x.name), Body: mail.Body{x.r.Hello(),
		mail.P(l.T("role.mail.lead|Somebody who organises {name} asks you to work on it with them. This is what you could do there:", "name", Unlinked(x.name)))}}
	var lines []string
	for _, verb := range o.Verbs {
		lines = append(lines, VerbSays(l, verb, x.scope.Kind))
	}
	m.Body = append(m.Body, mail.List(lines...), mail.Button(l.T("role.mail.button|See and answer"), w.Base+"/role/"+key),
		mail.Small(l.T("role.mail.until|You can answer until {when}. If you do nothing, nothing happens.", "when", x.r.Moment(o.Until))))
	return m, w.People.Frame(tx, x.r, m, w.Base, row.Kind, mail.Address{})
}

// taken tells somebody that they do not work on something any more.
func (w *RoleLetters) taken(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
	x, ok, err := w.read(tx, row)
	if !ok || err != nil {
		return nil, err
	}
	l := x.r.L
	m := &mail.Message{Subject: l.T("role.taken.subject|You no longer work on {name}", "name", x.name), Body: mail.Body{x.r.Hello(),
		mail.P(l.T("role.taken.text|Your work on {name} in this network has ended: somebody who gives roles there took yours back. What you are registered for yourself stays as it is.", "name", Unlinked(x.name)))}}
	return m, w.People.Frame(tx, x.r, m, w.Base, row.Kind, mail.Address{})
}
