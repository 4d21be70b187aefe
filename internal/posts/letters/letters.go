package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// Letters writes the mails of the posts room.
type Letters struct {
	Posts  *posts.Room
	People *people.Room
	Base   string // where links lead: https://host
}

// Renders returns what writes each kind of mail.
func (w *Letters) Renders() map[string]mail.Render {
	return map[string]mail.Render{posts.MailAsked: w.each(w.asked), posts.MailAnswered: w.each(w.answered)}
}

// about is what a letter draws on.
type about struct {
	people.Reader
	P     posts.Post
	Title string
	Last  posts.Review // the last answer, or the asking that is open
	URL   string
}

// each reads what a letter about one post needs, and puts the frame of the
// house around what it says. Who may not write the post any more gets none: it
// may be a draft.
func (w *Letters) each(write func(*about) *mail.Message) mail.Render {
	return func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		a, err := w.about(ctx, tx, row)
		if errs.Is(err, errs.NotFound) || err == nil && a.P.ID == "" {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		m := write(a)
		if m == nil {
			return nil, nil
		}
		m.Why = mail.Body{mail.Small(a.L.T("letter.post.why|You get this because you write for this network."))}
		return m, w.People.Frame(tx, a.Reader, m, w.Base, row.Kind, mail.Address{})
	}
}

func (w *Letters) about(ctx context.Context, tx *store.Tx, row mail.Row) (*about, error) {
	person, err := w.People.Get(tx, row.Person)
	if err != nil || person.Address == "" {
		return &about{}, err
	}
	v := auth.Itself()
	if w.Posts.Acting != nil {
		if v, err = w.Posts.Acting(tx, row.Person); err != nil {
			return nil, err
		}
	}
	a := &about{Reader: people.ReaderOf(person, person.Zone, person.Language, tx.Now())}
	post, err := w.Posts.Working(ctx, tx, v, row.About)
	if err != nil {
		return nil, err
	}
	list, err := w.Posts.Reviews(ctx, tx, v, row.About)
	if err != nil || len(list) == 0 {
		return a, err
	}
	a.P, a.Last, a.URL = post, list[0], w.Base+"/o/posts/"+post.ID+"/review"
	a.Title, _ = post.Title.Pick(a.L)
	return a, nil
}

// asked asks somebody to read a text. Once it was answered there is nothing to
// ask any more.
func (w *Letters) asked(a *about) *mail.Message {
	if a.Last.Answer != posts.NoAnswer {
		return nil
	}
	return &mail.Message{Subject: a.L.T("letter.post.asked.subject|Will you read “{title}” before it goes out?", "title", a.Title),
		Body: mail.Body{a.Hello(),
			mail.P(a.L.T("letter.post.asked.lead|A text is ready to be published, and somebody asks you to read it first: “{title}”.", "title", people.Unlinked(a.Title))),
			mail.P(a.L.T("letter.post.asked.how|You see what it says and what has changed since it was last agreed to. Then say that it can go out, or what is to be mended.")),
			mail.Button(a.L.T("letter.post.asked.button|Read and answer"), a.URL)}}
}

// answered tells who wrote a text what their second reader says.
func (w *Letters) answered(a *about) *mail.Message {
	m := &mail.Message{}
	switch a.Last.Answer {
	case posts.Yes:
		m.Subject = a.L.T("letter.post.yes.subject|“{title}” can go out", "title", a.Title)
		m.Body = mail.Body{a.Hello(), mail.P(a.L.T("letter.post.yes.lead|Somebody else has read “{title}” and says that it can go out as it is.", "title", people.Unlinked(a.Title)))}
	case posts.Mend:
		m.Subject = a.L.T("letter.post.mend.subject|“{title}”: something to mend", "title", a.Title)
		m.Body = mail.Body{a.Hello(), mail.P(a.L.T("letter.post.mend.lead|Somebody else has read “{title}” and asks you to mend something first:", "title", people.Unlinked(a.Title)))}
	default:
		return nil
	}
	if a.Last.Note != "" {
		m.Body = append(m.Body, mail.P(people.Unlinked(a.Last.Note)))
	}
	m.Body = append(m.Body, mail.Button(a.L.T("letter.post.button|Open the text"), w.Base+"/o/posts/"+a.P.ID))
	return m
}
