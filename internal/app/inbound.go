package app

import (
	"context"
	"net"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail/inbound"
	"codeberg.org/plenary/plenary/internal/store"
)

// Calendars answer to addresses that carry a key: cal-e+KEY@host for events,
// cal-s+KEY@host for series.
const (
	answerEvent  = "cal-e+"
	answerSeries = "cal-s+"
)

// mailHost is the host at which this house takes mail; "" if it takes none.
func (a *App) mailHost() string {
	if a.Config.MailListen == "" {
		return ""
	}
	if u, err := url.Parse(a.Config.BaseURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}

// answersAt returns what makes the address for answers of a kind; nil where no
// mail is taken.
func (a *App) answersAt(kind string) func(key string) string {
	host := a.mailHost()
	if host == "" {
		return nil
	}
	return func(key string) string { return kind + key + "@" + host }
}

// takeMail listens for mail until ctx ends.
func (a *App) takeMail(ctx context.Context) error {
	if a.Config.MailListen == "" {
		<-ctx.Done()
		return nil
	}
	l, lmtp, err := inbound.Listen(a.Config.MailListen)
	if err != nil {
		return err
	}
	return a.ServeMail(ctx, l, lmtp)
}

// ServeMail takes mail from the listener until ctx ends.
func (a *App) ServeMail(ctx context.Context, l net.Listener, lmtp bool) error {
	s := &inbound.Server{Host: a.mailHost(), LMTP: lmtp, Log: a.Log, Here: a.addressHere, Take: a.takeMessage}
	return s.Serve(ctx, l)
}

// addressHere tells whether a local part is an address of this house.
func (a *App) addressHere(ctx context.Context, local string) bool {
	return a.DB.Read(ctx, func(tx *store.Tx) (err error) {
		switch {
		case strings.HasPrefix(local, answerEvent):
			_, _, _, err = a.Events.ByReplyKey(ctx, tx, strings.TrimPrefix(local, answerEvent))
		case strings.HasPrefix(local, answerSeries):
			_, _, _, err = a.Series.ByReplyKey(ctx, tx, strings.TrimPrefix(local, answerSeries))
		default:
			err = errs.NotThere()
		}
		return err
	}) == nil
}

// takeMessage deals with a calendar's answer. What is none, or comes from
// somebody else, is passed over and counted in the log.
func (a *App) takeMessage(ctx context.Context, m inbound.Message) error {
	reply, ok := m.Reply()
	if !ok || m.From != reply.Attendee {
		a.Log.Info("mail to a calendar's address passed over", "why", "no answer of its sender")
		return nil
	}
	local, _, _ := strings.Cut(m.To, "@")
	err := a.DB.Write(ctx, func(tx *store.Tx) error {
		if err := a.mayAnswer(ctx, tx, local, reply.Answer); err != nil {
			return err
		}
		answer := events.Reply{From: m.From, UID: reply.UID, Answer: reply.Answer}
		if key, is := strings.CutPrefix(local, answerEvent); is {
			return a.Events.TakeReply(ctx, tx, key, answer)
		}
		return a.Series.TakeReply(ctx, tx, strings.TrimPrefix(local, answerSeries), answer)
	})
	if e := errs.Of(err); e != nil && e.Kind != errs.Internal {
		a.Log.Info("mail to a calendar's address passed over", "why", e.Error())
		return nil
	}
	return err
}

// mayAnswer refuses the answer of a calendar whose person is frozen, unless it
// gives a place up.
func (a *App) mayAnswer(ctx context.Context, tx *store.Tx, local string, answer ical.Answer) error {
	kind, key, _ := strings.Cut(local, "+")
	rests, err := a.holderRests(ctx, tx, kind, key)
	if rests && answer != ical.Declined && err == nil {
		err = errs.New(errs.Closed, "err.frozen|You cannot write or take part here for now. A mail told you why. You can see what is kept of you, take it along and leave.")
	}
	return err
}
