package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// invitedBy tells a member of a group that their contact person registered
// them. It is the first that they hear of us, so it says who it was, what it
// is, and how to be forgotten.
func (w *Letters) invitedBy(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || a.S.State != series.Published || a.R.Delegation == "" || a.R.Standing == series.Withdrawn || a.R.Standing == series.InDraft {
		return nil, nil
	}
	f, err := w.Series.GroupLetter(ctx, tx, a.R.Delegation)
	if err != nil {
		return nil, err
	}
	who, within := a.whoEntered(f)
	m := &mail.Message{
		Subject: a.L.T("letter.invited.subject|{contact} registered you: {series}, {when} {city}", "contact", who, "series", a.Title, "when", a.at(next), "city", a.City),
		Body: mail.Body{
			a.hello(),
			mail.P(a.registeredBy(f, who)),
		},
	}
	switch a.R.Standing {
	case series.Waitlisted:
		m.Body = append(m.Body, mail.P(a.L.T("letter.invited.waiting|There is no room for all of you at the moment, so the group is on the waiting list. We write when there is. The next session is on {when}, {city} time.", "when", a.span(next), "city", a.City)))
	case series.Offered:
		m.Body = append(m.Body, mail.P(a.L.T("letter.invited.offered|Places are kept for the group, and {contact} has to accept them. The next session is on {when}, {city} time.", "contact", within, "when", a.span(next), "city", a.City)))
	default:
		m.Body = append(m.Body, mail.P(a.L.T("letter.invited.place|You have a place. The next session is on {when}, {city} time.", "when", a.span(next), "city", a.City)))
	}
	m.Body = append(m.Body,
		mail.P(a.L.T("letter.invited.answer|Please open your page and press “{button}”. There you can also choose your own city and language, or cancel.", "button", a.answerLabel())),
		mail.Button(a.L.T("letter.mine|Open my registration"), w.mine(a)))
	owes, err := w.Series.OwesAnswers(tx, a.S, a.R)
	if err != nil {
		return nil, err
	}
	if owes {
		m.Body = append(m.Body, mail.P(a.L.T("letter.invited.questions|The organisers ask everybody something, and nobody has asked you yet. Please answer on the same page.")))
	}
	m.Body = append(m.Body,
		mail.P(a.L.T("letter.invited.remove|You do not want this? Press “Remove me” on the same page, and we forget your name and address at once.")),
		mail.P(a.L.T("letter.invited.not-me|You do not know anybody there? Press “This was not me”: then nothing more goes to this address, whoever enters it.")))
	m.Why = mail.Body{mail.Small(a.L.T("letter.why.invited|You get this because {contact} gave us your name and this address for {series}, and for nothing else. Until you answer we write as little as possible.", "contact", within, "series", a.Title))}
	if a.R.Standing != series.Registered {
		return m, nil
	}
	m.Body = append(m.Body, mail.H(a.L.T("letter.registered.sessions|Your sessions, in {city} time", "city", a.City)), mail.List(a.sessions()...))
	if note := a.swings(); note != "" {
		m.Body = append(m.Body, mail.P(note))
	}
	return m, a.invite(m, next)
}

// whoEntered is the name of the contact person, as they gave it, for the
// beginning of a sentence and for within one.
func (a *about) whoEntered(f series.GroupFacts) (who, within string) {
	if f.Contact.Name == "" { // forgotten since
		return a.L.T("letter.invited.somebody|Somebody"), a.L.T("letter.invited.somebody-within|somebody")
	}
	name := people.Unlinked(f.Contact.Name)
	return name, name
}

// answerLabel is what stands on the button by which the receiver answers.
func (a *about) answerLabel() string { return a.L.Text(a.R.Standing.AnswerLabel()) }

func (a *about) registeredBy(f series.GroupFacts, who string) string {
	if f.Organisation == "" {
		return a.L.T("letter.invited.first|{contact} has registered you for {series}, as part of a group.", "contact", who, "series", a.Title)
	}
	return a.L.T("letter.invited.first-organisation|{contact} has registered you for {series}, as part of a group: {organisation}.", "contact", who, "series", a.Title, "organisation", people.Unlinked(f.Organisation))
}

// nudge asks a member who has not answered whether they are coming.
func (w *Letters) nudge(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || a.S.State != series.Published || a.R.Delegation == "" || !a.R.AnsweredAt.IsZero() ||
		a.R.Standing == series.Withdrawn || a.R.Standing == series.InDraft {
		return nil, nil
	}
	f, err := w.Series.GroupLetter(ctx, tx, a.R.Delegation)
	if err != nil {
		return nil, err
	}
	who, within := a.whoEntered(f)
	return &mail.Message{
		Subject: a.L.T("letter.nudge.subject|Are you coming? {series}, {when} {city}", "series", a.Title, "when", a.at(next), "city", a.City),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.nudge.first|{contact} registered you for {series} and would like to know whether you are coming. The next session is on {when}, {city} time.",
				"contact", who, "series", a.Title, "when", a.span(next), "city", a.City)),
			mail.P(a.L.T("letter.nudge.answer|Open your page and press “{button}”, or “I cannot come”, so that somebody else can have the place.", "button", a.answerLabel())),
			mail.Button(a.L.T("letter.nudge.button|Answer"), w.mine(a)),
		},
		Why: mail.Body{mail.Small(a.L.T("letter.why.nudge|You get this because {contact} asked us to remind you. If you do not want to be registered, press “Remove me” on the page, and we forget your name and address.", "contact", within))},
	}, nil
}
