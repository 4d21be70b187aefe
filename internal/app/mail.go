package app

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"os"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	circleletters "codeberg.org/plenary/plenary/internal/circles/letters"
	"codeberg.org/plenary/plenary/internal/events"
	eventletters "codeberg.org/plenary/plenary/internal/events/letters"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	postletters "codeberg.org/plenary/plenary/internal/posts/letters"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/series/letters"
	"codeberg.org/plenary/plenary/internal/store"
)

// openMail makes the outbox with the letters of all rooms. Without a mail
// server mail waits in the outbox; with --dev it is caught.
func (a *App) openMail() error {
	composer, err := a.composer()
	if err != nil {
		return err
	}
	transport, err := a.transport(composer.Host)
	if err != nil {
		return err
	}
	classes := a.mailClasses()
	a.Outbox = mail.New(mail.Options{DB: a.DB, Keys: a.Keys, Composer: composer, Transport: transport, Log: a.Log, Ranks: mailRanks(classes), Paused: auth.StandsStill,
		Guard: func(ctx context.Context, tx *store.Tx, row mail.Row) (drop bool, err error) {
			if row.Kind == auth.MailOldAddress { // once in 48 hours: whoever takes over a sign-in must not crowd it out
				return false, nil
			}
			may, err := a.People.MayWrite(tx, row, classes)
			return !may, err
		},
		Sent: func(ctx context.Context, tx *store.Tx, row mail.Row) error {
			return errors.Join(a.People.Wrote(tx, row, classes), a.Events.Sent(tx, row), a.Series.Sent(tx, row), a.Circles.Sent(tx, row))
		},
	})
	for kind, render := range a.renders(composer.From.Email) {
		a.Outbox.Handle(kind, render)
	}
	return nil
}

// renders gathers what writes each kind of mail. From is the address that
// invites to what has no contact of its own.
func (a *App) renders(from string) map[string]mail.Render {
	base := a.Config.BaseURL
	all := map[string]mail.Render{
		auth.MailSignIn:     a.People.SignInLetter(base),
		auth.MailTold:       a.People.ToldLetter(base),
		auth.MailNewAddress: a.People.NewAddressLetter(base),
		auth.MailOldAddress: a.People.OldAddressLetter(base),
		people.MailUnsaid:   a.People.UnsaidLetter(base),
	}
	for _, room := range []map[string]mail.Render{
		(&eventletters.Letters{Events: a.Events, People: a.People, Posts: a.Posts, Base: base, From: from, ReplyTo: a.answersAt(answerEvent)}).Renders(),
		(&letters.Letters{Series: a.Series, People: a.People, Posts: a.Posts, Base: base, From: from, ReplyTo: a.answersAt(answerSeries)}).Renders(),
		(&circleletters.Letters{Circles: a.Circles, People: a.People, Base: base, From: from}).Renders(),
		(&postletters.Letters{Posts: a.Posts, People: a.People, Base: base}).Renders(),
		(&people.RoleLetters{People: a.People, Auth: a.Auth, Base: base, Names: a.nameOf}).Renders(),
		a.People.ModerationLetters(base),
	} {
		maps.Copy(all, room)
	}
	return all
}

// mailClasses says of every kind of mail what it is to its receiver.
func (a *App) mailClasses() map[string]people.MailClass {
	classes := series.MailClasses()
	maps.Copy(classes, events.MailClasses())
	maps.Copy(classes, circles.MailClasses())
	maps.Copy(classes, posts.MailClasses())
	maps.Copy(classes, people.ModerationClasses())
	classes[auth.MailSignIn], classes[auth.MailNewAddress] = people.Code, people.Code
	classes[auth.MailTold], classes[auth.MailOldAddress] = people.Notice, people.Notice
	classes[people.MailUnsaid] = people.Unsaid
	classes[auth.MailRole], classes[auth.MailRoleTaken] = people.Answer, people.Notice
	return classes
}

func (a *App) composer() (*mail.Composer, error) {
	host := "localhost"
	if u, err := url.Parse(a.Config.BaseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	from := a.Config.MailFrom
	if from == "" {
		from = "plenary@" + host
	}
	c := &mail.Composer{From: mail.Address{Email: from}, Host: host, Now: a.DB.Now}
	if a.Config.DKIMKey == "" {
		return c, nil
	}
	key, err := os.ReadFile(a.Config.DKIMKey)
	if err != nil {
		return nil, err
	}
	sign, err := mail.ParseDKIM(host, a.Config.DKIMSelector, key)
	c.DKIM = append(c.DKIM, sign)
	return c, err
}

func (a *App) transport(host string) (mail.Transport, error) {
	if a.Config.Dev {
		a.Caught = mail.NewCaught(a.DB.Now)
		return a.Caught, nil
	}
	if a.Config.SMTPURL == "" {
		return nil, nil
	}
	return mail.NewSMTP(a.Config.SMTPURL, host)
}

// sendMail runs the outbox, if there is where to send to.
func (a *App) sendMail(ctx context.Context) error {
	if a.Outbox.Transport == nil {
		a.Log.Warn("no mail server is set (--smtp-url): mail waits until there is one")
		<-ctx.Done()
		return nil
	}
	a.Outbox.Run(ctx)
	return nil
}
