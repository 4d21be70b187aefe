package letters

import (
	"context"
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// groupWriter says what one kind of letter to a contact person says.
type groupWriter func(context.Context, *store.Tx, *about, series.GroupFacts) (*mail.Message, error)

func (w *Letters) groupWriters() map[string]groupWriter {
	return map[string]groupWriter{
		series.MailGroup:           w.group,
		series.MailGroupAlready:    w.groupAlready,
		series.MailGroupOffered:    w.groupOffered,
		series.MailGroupCancelled:  w.groupCancelled,
		series.MailGroupLapsed:     w.groupLapsed,
		series.MailGroupMoved:      w.groupMoved,
		series.MailGroupCode:       w.groupCode,
		series.MailGroupDayBefore:  w.groupDayBefore,
		series.MailGroupHourBefore: w.groupHourBefore,
		series.MailGroupChanged:    w.groupChanged,
		series.MailGroupWriteUp:    w.groupWriteUp,
	}
}

// eachGroup reads what a letter to a contact person needs, and puts the frame
// of the house around what it says. A group that is gone has no letters.
func (w *Letters) eachGroup(write groupWriter) mail.Render {
	return func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		id, n := series.CutSession(row.About)
		f, err := w.Series.GroupLetter(ctx, tx, id)
		if errs.Is(err, errs.NotFound) || (err == nil && f.Contact.Address == "") {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		a := w.begin(tx, row, f.S, f.Contact, f.D.Zone, f.D.Language)
		a.Letter = f.Letter
		if n != 0 {
			x := f.S.Session(n)
			if x == nil {
				return nil, nil
			}
			o := f.S.Occurrence(x, a.Letter)
			a.O = &o
		}
		if own := f.Own; own != nil && own.Standing.HasPlace() && own.Track == f.D.Track {
			a.R, a.entry.Sequence = *own, own.Sequence
		}
		m, err := write(ctx, tx, a, f)
		if m == nil || err != nil {
			return nil, err
		}
		if m.Why == nil {
			m.Why = mail.Body{mail.Small(a.L.T("letter.why.group|You get this because a group was registered for {series} with this address as its contact. If that was not you, open the link and cancel the group.", "series", a.Title))}
		}
		return m, w.frame(tx, a, m)
	}
}

// roster is the address of the group's page.
func (w *Letters) roster(f series.GroupFacts) string { return w.Base + "/g/" + w.Series.GroupKey(f.D) }

func (w *Letters) rosterButton(a *about, f series.GroupFacts) mail.Block {
	return mail.Button(a.L.T("letter.group.open|Open my group"), w.roster(f))
}

// ofGroup greets the contact person and names the group, if it has a name.
func (a *about) ofGroup(f series.GroupFacts) mail.Body {
	body := mail.Body{a.hello()}
	if f.Organisation != "" {
		body = append(body, mail.Facts([][2]string{{a.L.T("letter.group.organisation|Your group"), people.Unlinked(f.Organisation)}}))
	}
	return body
}

// group tells the contact person where their group stands: still being
// gathered, with its places, or waiting for them.
func (w *Letters) group(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || a.S.State != series.Published {
		return nil, nil
	}
	switch f.D.Standing {
	case series.InDraft:
		return w.groupDraft(a, f, next), nil
	case series.Registered:
		return w.groupPlaces(a, f, next)
	case series.Waitlisted:
		return w.groupWaiting(a, f, next), nil
	}
	return nil, nil
}

func (w *Letters) groupDraft(a *about, f series.GroupFacts, next series.Occurrence) *mail.Message {
	return &mail.Message{
		Subject: a.L.T("letter.group.draft.subject|{n} person is still missing from your group: {series}, {when} {city}|{n} people are still missing from your group: {series}, {when} {city}",
			"n", f.Missing, "series", a.Title, "when", a.at(next), "city", a.City),
		Body: append(a.ofGroup(f),
			mail.P(a.L.T("letter.group.draft.first|{n} person is in your group so far.|{n} people are in your group so far.", "n", f.Count())),
			mail.P(a.L.T("letter.group.draft.missing|{n} more is needed. Until then no places are taken in {series} and nobody else is written to.|{n} more are needed. Until then no places are taken in {series} and nobody else is written to.",
				"n", f.Missing, "series", a.Title)),
			w.rosterButton(a, f),
			mail.P(a.L.T("letter.group.draft.page|There you can add people, or copy a link by which they join by themselves.")),
			w.opensNames(a)),
	}
}

func (w *Letters) groupPlaces(a *about, f series.GroupFacts, next series.Occurrence) (*mail.Message, error) {
	m := &mail.Message{
		Subject: a.L.T("letter.group.subject|{when} {city} – your group is registered: {series}", "when", a.at(next), "city", a.City, "series", a.Title),
		Body: append(a.ofGroup(f),
			mail.P(a.L.T("letter.group.first|Your group has {n} place in {series}.|Your group has {n} places in {series}.", "n", f.D.Size, "series", a.Title))),
	}
	if f.Also > 0 {
		m.Body = append(m.Body, mail.P(a.L.T("letter.group.also|{n} person of your list was registered before and keeps their own place.|{n} people of your list were registered before and keep their own places.", "n", f.Also)))
	}
	m.Body = append(m.Body, mail.P(a.L.T("letter.group.next|The next session is on {when}, {city} time.", "when", a.span(next), "city", a.City)))
	switch {
	case !f.D.HoldUntil.IsZero():
		m.Body = append(m.Body, mail.P(a.L.T("letter.group.hold|Places are few, so they are kept until {when}, {city} time. Open the page and press the button that confirms them, and they stay yours.",
			"when", a.moment(f.D.HoldUntil), "city", a.City)))
	case f.D.AnsweredAt.IsZero():
		m.Body = append(m.Body, mail.P(a.L.T("letter.group.answer|Please open the page once and press the button that confirms the group. Until then we do not know whether this address is yours, and write to it as little as possible.")))
	}
	m.Body = append(m.Body, w.rosterButton(a, f),
		mail.P(a.L.T("letter.group.page|There you see who has answered, can add and remove people, remind them, and choose who gets our mail.")),
		w.opensNames(a),
		mail.H(a.L.T("letter.group.sessions|The sessions, in {city} time", "city", a.City)),
		mail.List(a.sessions()...))
	if note := a.swings(); note != "" {
		m.Body = append(m.Body, mail.P(note))
	}
	return m, a.groupFile(m)
}

// takesPart tells whether the contact person is a member of their group with a
// place. Their own confirmation comes once they have answered; after it they
// get one letter for both.
func (a *about) takesPart() bool { return a.R.ID != "" }

// groupFile adds all sessions that are still to come as one file. Invitations
// come with what is written to those who take part.
func (a *about) groupFile(m *mail.Message) error {
	var list []series.Occurrence
	for _, o := range a.S.Occurrences(a.Letter) {
		if o.End.After(a.now) {
			list = append(list, o)
		}
	}
	return a.file(m, a.S.Slug+".ics", list)
}

// opensNames says why the page asks for a code.
func (w *Letters) opensNames(a *about) mail.Block {
	return mail.Small(a.L.T("letter.group.code-note|Mails get passed on, so the page asks for a code before it shows names."))
}

func (w *Letters) groupWaiting(a *about, f series.GroupFacts, next series.Occurrence) *mail.Message {
	return &mail.Message{
		Subject: a.L.T("letter.group.waiting.subject|Your group is number {n} on the waiting list: {series}, {when} {city}", "n", f.Entries+1, "series", a.Title, "when", a.at(next), "city", a.City),
		Body: append(a.ofGroup(f),
			mail.P(a.L.T("letter.group.waiting.first|There is no room in {series} for all of you at the moment, so your group is on the waiting list.", "series", a.Title)),
			mail.P(a.L.T("letter.group.waiting.then|You stay together: as soon as {n} place is free at once, we write to you. Smaller groups may come in before you; you keep your rank.|You stay together: as soon as {n} places are free at once, we write to you. Smaller groups may come in before you; you keep your rank.", "n", f.D.Size)),
			w.rosterButton(a, f)),
	}
}

func (w *Letters) groupAlready(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || f.D.Standing == series.Withdrawn {
		return nil, nil
	}
	return &mail.Message{
		Subject: a.L.T("letter.group.already.subject|Your group was registered already: {series}, {when} {city}", "series", a.Title, "when", a.at(next), "city", a.City),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.group.already.first|Somebody has just filled in the form for a group in {series} with this address. You have a group there already, so nothing has changed and nobody was added.", "series", a.Title)),
			w.rosterButton(a, f),
			mail.P(a.L.T("letter.group.already.page|To add people, open your group and add them there.")),
		},
		Why: mail.Body{mail.Small(a.L.T("letter.why.already|If it was not you who filled in the form, you need do nothing."))},
	}, nil
}

func (w *Letters) groupOffered(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || f.D.Standing != series.Offered || !a.now.Before(f.D.OfferUntil) {
		return nil, nil
	}
	until := a.moment(f.D.OfferUntil)
	return &mail.Message{
		Subject: a.L.T("letter.group.offered.subject|{n} place is free for your group until {until} {city}: {series}|{n} places are free for your group until {until} {city}: {series}",
			"n", f.D.Size, "until", until, "city", a.City, "series", a.Title),
		Body: append(a.ofGroup(f),
			mail.P(a.L.T("letter.group.offered.first|Your group waited for {series}, and now there is room for all of you. The next session is on {when}, {city} time.",
				"series", a.Title, "when", a.span(next), "city", a.City)),
			mail.P(a.L.T("letter.group.offered.until|We keep the places until {until}, {city} time. Open the link and press “Accept the places”. If we hear nothing, they go to those who wait after you.",
				"until", until, "city", a.City)),
			mail.Button(a.L.T("letter.group.offered.button|To our places"), w.roster(f))),
	}, nil
}

func (w *Letters) groupCancelled(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	if f.D.Standing != series.Withdrawn {
		return nil, nil
	}
	m := &mail.Message{
		Subject: a.L.T("letter.group.cancelled.subject-late|Your group is cancelled: {series}", "series", a.Title),
		Body: append(a.ofGroup(f),
			mail.P(a.L.T("letter.group.cancelled.first|Your group is no longer registered for {series}. Members who were told of their places are told of this too.", "series", a.Title))),
	}
	if f.D.MayUndo(a.now) {
		until := a.moment(f.D.CancelledAt.Add(series.UndoFor))
		m.Subject = a.L.T("letter.group.cancelled.subject|Your group is cancelled; you can undo it until {until} {city}: {series}", "until", until, "city", a.City, "series", a.Title)
		m.Body = append(m.Body,
			mail.P(a.L.T("letter.cancelled.undo|If that was a mistake, you can undo it until {until}, {city} time.", "until", until, "city", a.City)),
			w.rosterButton(a, f))
	}
	return m, nil
}

func (w *Letters) groupLapsed(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	if f.D.Standing != series.Withdrawn {
		return nil, nil
	}
	return &mail.Message{
		Subject: a.L.T("letter.group.lapsed.subject|The places of your group have gone to others: {series}", "series", a.Title),
		Body: append(a.ofGroup(f),
			mail.P(a.L.T("letter.group.lapsed.first|We kept {n} place in {series} for your group and heard nothing, so it has gone to others.|We kept {n} places in {series} for your group and heard nothing, so they have gone to others.",
				"n", f.D.Size, "series", a.Title)),
			mail.P(a.L.T("letter.group.lapsed.again|If you still want to come, please register the group again.")),
			mail.Button(a.L.T("letter.again|Register again"), w.Base+"/s/"+a.S.Slug+"/group")),
	}, nil
}

func (w *Letters) groupMoved(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || f.D.Standing == series.Withdrawn {
		return nil, nil
	}
	m := &mail.Message{
		Subject: a.L.T("letter.group.moved.subject|New hours for your group from {when} {city} on: {series}", "when", a.at(next), "city", a.City, "series", a.Title),
		Body: append(a.ofGroup(f),
			mail.P(a.L.T("letter.group.moved.first|Your group has other hours in {series} now. The next session is on {when}, {city} time.", "series", a.Title, "when", a.span(next), "city", a.City)),
			w.rosterButton(a, f),
			mail.List(a.sessions()...)),
	}
	return m, a.groupFile(m)
}

// groupCode brings the code that opens the names of the group.
func (w *Letters) groupCode(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	var c series.GroupCode
	if err := json.Unmarshal(a.row.Payload, &c); err != nil {
		return nil, err
	}
	return &mail.Message{
		Subject: a.L.T("letter.group.code.subject|{code} opens the names of your group: {series}", "code", c.Code, "series", a.Title),
		Body: mail.Body{
			mail.P(a.L.T("letter.group.code.first|Type this code on the page of your group:")),
			mail.Code(c.Code),
			mail.Small(a.L.T("letter.group.code.over|It works for a quarter of an hour, in the browser in which you asked for it.")),
		},
		Why: mail.Body{mail.Small(a.L.T("letter.why.group-code|Somebody asked for this code on the page of your group in {series}. If it was not you, do nothing: without the code nobody sees the names.", "series", a.Title))},
	}, nil
}
