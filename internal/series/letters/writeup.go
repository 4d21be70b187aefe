package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// writeUp tells those who were not at a session where they can read what
// happened there.
func (w *Letters) writeUp(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.O == nil || !a.R.Standing.HasPlace() || !a.R.Reminders {
		return nil, nil
	}
	there, err := w.Series.Attended(ctx, tx, auth.Itself(), a.R)
	if err != nil || there[a.O.Session.N] { // noted since the letter was begun
		return nil, err
	}
	post, err := w.Posts.WriteUp(ctx, tx, auth.Itself(), posts.About{Kind: posts.Session, ID: a.O.Session.ID})
	if errs.Is(err, errs.NotFound) || err == nil && post.State != posts.Published {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m := w.tellWriteUp(a, post)
	w.bulk(a, m, w.Series.StopKey(a.R))
	return m, nil
}

func (w *Letters) tellWriteUp(a *about, post posts.Post) *mail.Message {
	o := *a.O
	day := a.L.Date(o.Start.In(a.Zone), i18n.Day)
	title, lang := post.Title.Pick(a.L)
	m := &mail.Message{
		Subject: a.L.T("letter.write-up.subject|What happened on {day}: {series}, session {n}", "day", day, "series", a.Title, "n", o.Session.N),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.write-up.first|In case you could not be at session {n} of {series} on {day}, here is what happened there:", "n", o.Session.N, "series", a.Title, "day", day)),
			mail.H(title).In(lang, i18n.Dir(lang)),
			mail.Button(a.L.T("letter.write-up.button|Read it"), w.Base+post.Door()),
		},
	}
	if len(o.Session.Links) > 0 {
		m.Body = append(m.Body, mail.P(a.L.T("letter.write-up.links|Recordings and materials are there too.")))
	}
	if next, ok := a.S.Next(a.Letter, a.now); ok && a.S.State == series.Published {
		m.Body = append(m.Body, mail.P(a.L.T("letter.changed.next|The next session is on {when}, {city} time.", "when", a.span(next), "city", a.City)))
	}
	return m
}
