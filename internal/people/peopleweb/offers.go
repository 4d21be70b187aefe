package peopleweb

import (
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// stageOf is where a series stands for somebody who looks for one.
type stageOf uint8

const (
	hidden    stageOf = iota // cancelled, or not public
	nowOpen                  // takes registrations and has not begun
	running                  // has begun, or takes none any more and will
	announced                // registration opens later
	over
)

func stage(s *series.Series, now time.Time) stageOf {
	switch {
	case s.State == series.Archived:
		return over
	case s.State != series.Published:
		return hidden
	case !s.Ends().After(now):
		return over
	case s.Openness(now) == series.Open && s.Begins().After(now):
		return nowOpen
	case s.Openness(now) == series.NotYet:
		return announced
	}
	return running
}

// offer is one series as lists show it.
type offer struct {
	R       *web.Request
	S       *series.Series
	Title   ui.Words
	Promise ui.Words
}

func offerOf(r *web.Request, s *series.Series) offer {
	o := offer{R: r, S: s, Title: r.Pick(s.Title), Promise: r.Pick(s.Description)}
	o.Promise.Text = prose.Plain(prose.Lead(o.Promise.Text), 220)
	return o
}

// MayRegister tells whether whoever reads this can take a place, or wait for
// one.
func (o offer) MayRegister() bool {
	return o.S.Openness(o.R.Now) == series.Open && o.S.Window.For != series.ForInvited && (o.S.Window.Waitlist || !o.S.Full())
}

func (o offer) item() ui.ListingItem {
	item := ui.ListingItem{Title: o.Title.Text, Lang: o.Title.Lang, Href: "/s/" + o.S.Slug, Sub: o.facts()}
	switch stage(o.S, o.R.Now) {
	case nowOpen, running:
		item.Text = o.hours()
	case announced:
		item.Text = o.R.L.T("series.window.opens|Registration opens {when}.", "when", o.R.L.DateTime(o.S.OpensAt().In(o.R.Zone), i18n.Medium))
	}
	switch {
	case o.S.Openness(o.R.Now) != series.Open:
	case o.S.Full():
		item.Tags = []ui.Tag{{Tone: ui.Warn, Word: o.R.L.T("front.full|Full")}}
	case !o.S.Begins().After(o.R.Now):
		item.Tags = []ui.Tag{{Tone: ui.OK, Word: o.R.L.T("front.still-open|Open")}}
	}
	return item
}

// kicker says until when the offer stands.
func (o offer) kicker() string {
	if o.S.Window.Closes == nil {
		return o.R.L.T("front.open|Open for registration")
	}
	return o.R.L.T("front.open-until|Open for registration until {when}", "when",
		o.R.L.DateTime(o.S.ClosesAt().Add(-time.Minute).In(o.R.Zone), i18n.Day))
}

// facts are dates, sessions and languages in one line.
func (o offer) facts() string {
	l := o.R.L
	var list []string
	if begins, ends := o.S.Begins(), o.S.Ends(); !begins.IsZero() {
		list = append(list, l.DateRange(begins.In(o.R.Zone), ends.In(o.R.Zone)))
	}
	list = append(list, l.T("front.offer.over|{n} session|{n} sessions", "n", len(o.S.Sessions)))
	switch n := len(o.S.Languages); {
	case n > 3:
		list = append(list, l.T("front.offer.languages|{n} language|{n} languages", "n", n))
	case n > 0:
		var names []string
		for _, lang := range o.S.Languages {
			names = append(names, l.LangTitle(lang))
		}
		list = append(list, l.List(names))
	}
	return strings.Join(list, " · ")
}

// hours say when it begins for the reader, or goes on.
func (o offer) hours() string {
	l := o.R.L
	hours := o.S.NextHours(l, o.R.Zone, o.R.Now)
	switch {
	case hours == "":
		return ""
	case o.S.Begins().After(o.R.Now):
		return l.T("front.offer.starts|Starts {when}.", "when", hours)
	}
	return l.T("front.offer.next|Next: {when}.", "when", hours)
}

// actions are the buttons of the offer that stands first.
func (o offer) actions() ui.Actions {
	l := o.R.L
	go1 := ui.Button{Kind: ui.Primary, Label: l.T("series.register.button|Register"), Href: "/s/" + o.S.Slug + "/register"}
	switch {
	case o.S.Window.For == series.ForGroups:
		go1.Label, go1.Href = l.T("series.group.button|Register a group"), "/s/"+o.S.Slug+"/group"
	case o.S.Full():
		go1.Label = l.T("series.register.wait|Join the waiting list")
	}
	return ui.Actions{go1, {Label: l.T("front.offer.more|All about it"), About: o.Title.Text, Href: "/s/" + o.S.Slug}}
}
