package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// writeUp tells those who were not there on a date where they can read what
// happened.
func (w *Letters) writeUp(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.O == nil || !a.R.Standing.HasPlace() || !a.R.Reminders || !a.R.Holds(a.O.Date) || a.E.StatusOf(a.O.Date) == events.CalledOff || a.O.End.After(a.Now) {
		return nil, nil
	}
	there, err := w.Events.WasThere(tx, auth.Itself(), a.E, a.R, a.O.Date.ID)
	if err != nil || there { // noted since the letter was begun
		return nil, err
	}
	post, err := w.Posts.WriteUp(ctx, tx, auth.Itself(), posts.About{Kind: posts.Date, ID: a.O.Date.ID})
	if errs.Is(err, errs.NotFound) || err == nil && (post.State != posts.Published || post.Hidden() || a.old(post)) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	day := a.L.Date(a.O.Start.In(a.Zone), i18n.Day)
	title, lang := post.Title.Pick(a.L)
	m := &mail.Message{
		Subject: a.L.T("letter.event.write-up.subject|What happened on {day}: {event}", "day", day, "event", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.event.write-up.first|In case you could not be at {event} on {day}, here is what happened there:", "event", a.Title, "day", day)),
			mail.H(title).In(lang, i18n.Dir(lang)),
			mail.Button(a.L.T("letter.write-up.button|Read it"), w.Base+post.Door()),
		},
	}
	if len(a.O.Date.Links) > 0 {
		m.Body = append(m.Body, mail.P(a.L.T("letter.write-up.links|Recordings and materials are there too.")))
	}
	w.bulk(a, m)
	return m, nil
}

// old tells whether a write-up is no news any more, after a pause of the house.
func (a *about) old(post posts.Post) bool {
	since := post.PublishedAt
	if a.O.End.After(since) {
		since = a.O.End
	}
	return a.Now.Sub(since) > events.WriteUpFor
}
