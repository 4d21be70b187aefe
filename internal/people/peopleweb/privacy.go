package peopleweb

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// privacyPage says in words what the labels say of every column.
type privacyPage struct {
	Lead    string
	Parts   []part
	Kept    ui.Table // what is kept of people, row by row as the labels have it
	KeptFor string
}

func (p *Pages) privacy(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	l := r.L
	page := privacyPage{Lead: l.T("privacy.lead|Taking part must put nobody at risk. So little is kept, and that little is locked."),
		KeptFor: l.T("privacy.kept.lead|This table is made from what the program itself goes by when it shows, deletes and hands out data."), Kept: p.keptTable(l)}
	page.Parts = []part{
		{l.T("privacy.sealed|How it is kept"), l.T("privacy.sealed.text|Your name, address and answers are encrypted with a key of your own. Who copies the database without the keys cannot read them."), nil},
		{l.T("privacy.circles|In circles"), l.T("privacy.circles.text|If you say yes to a circle, also the hours at which you can and what you wish for, both encrypted. Only the program that forms the circles reads them; whom you do not want to meet, one named person may read besides, and that is written down. The members of your circle see the name you give."), nil},
		{l.T("privacy.who|Who sees it"), l.T("privacy.who.text|The team of the series you registered for, and the contact person who registered you, if somebody did. Other participants see nothing of you."), nil},
		{l.T("privacy.operator|Who runs the machine"), l.T("privacy.operator.text|Running the machine gives no right to read anything here, and no page shows it. But whoever has full control of a running machine can read what it reads; no program can prevent that."), nil},
		{l.T("privacy.log|What is written down"), l.T("privacy.log.text|Who did what is noted by number, without names, for half a year. You can see who read or took out your data."), nil},
		{l.T("privacy.not|What is not kept"), l.T("privacy.not.text|No internet address, no browser, no clicks. Nothing is loaded from other sites, and mails hold no trackers."), nil},
		{l.T("privacy.cookies|Cookies"), l.T("privacy.cookies.text|Only those you ask for: your language, your city, light or dark, and your sign-in."), nil},
		{l.T("privacy.rights|Your rights"), l.T("privacy.rights.text|Your personal link changes, cancels and removes. Signed in, you get a file with everything, and the button that makes the network forget you."), nil},
	}
	before, file, after := l.Split("privacy.groups.text|What lies in a private group only its members read, and no other page or file holds any of it. What is kept of you there you get as [a file of its own], and each group has a button to leave it.")
	groups := ui.Say(before, file, after).To("/me/groups.json")
	page.Parts = append(page.Parts, part{l.T("privacy.groups|In private groups"), "", &groups})
	before, book, after := l.Split("privacy.more.text|What all this protects from, adversary by adversary, and what it cannot protect from, stands in [the handbook of the program].")
	more := ui.Say(before, book, after).To(handbook)
	page.Parts = append(page.Parts, part{l.T("privacy.more|What cannot be protected"), "", &more})
	if r.Face.Contact != "" {
		page.Parts = append(page.Parts, part{l.T("privacy.contact|Whom to ask"), "", askAt("", r.Face.Contact, "")})
	}
	return web.Page{Title: l.T("web.nav.privacy|Privacy"), Body: privacyBody(r, page)}, nil
}

// handbook is where the program's own pages about protection stand.
const handbook = "https://codeberg.org/plenary/plenary/src/branch/main/docs/handbook/protection.md"

// keptTable is what is kept of people, why, who sees it and for how long.
func (p *Pages) keptTable(l *i18n.Locale) ui.Table {
	t := ui.Table{Caption: l.T("privacy.what|What is kept of you"), Hidden: true, Stack: true, Columns: []ui.Column{
		{Label: l.T("privacy.column.what|What")}, {Label: l.T("privacy.column.why|Why")}, {Label: l.T("privacy.column.who|Who sees it")}, {Label: l.T("privacy.column.long|How long")}}}
	for _, record := range p.Records {
		var rest, alone []store.Label
		for _, column := range store.Exported(p.Labels, record.Table) {
			if label := store.Find(p.Labels, record.Table+"."+column); label.Sees == store.Self && record.Alone != "" {
				alone = append(alone, label)
			} else {
				rest = append(rest, label)
			}
		}
		t.Rows = append(t.Rows, keptRow(l, record.Says, rest))
		if len(alone) > 0 {
			t.Rows = append(t.Rows, keptRow(l, record.Alone, alone))
		}
	}
	return t
}

// keptRow says of columns what they hold, and what their labels say.
func keptRow(l *i18n.Locale, what string, labels []store.Label) []ui.Cell {
	var why []string
	var sees store.Sees
	var keep store.Keep
	for _, label := range labels {
		if says := whyWords(l, label.Why); !slices.Contains(why, says) {
			why = append(why, says)
		}
		sees, keep = wider(sees, label.Sees), longer(keep, label.Keep)
	}
	return []ui.Cell{{Head: true, Text: l.T(what)}, {Text: l.List(why)}, {Text: seesWords(l, sees)}, {Text: keepWords(l, keep)}}
}

// wider is who sees more of the two.
func wider(a, b store.Sees) store.Sees {
	order := []store.Sees{0, store.Nobody, store.Keeper, store.Self, store.Team, store.SelfTeam, store.Everyone}
	if slices.Index(order, a) > slices.Index(order, b) {
		return a
	}
	return b
}

// longer is which of the two keeps for longer.
func longer(a, b store.Keep) store.Keep {
	order := []store.Keep{0, store.UntilDone, store.AfterEnd30, store.Days180, store.WithThing, store.UntilErased}
	if slices.Index(order, a) > slices.Index(order, b) {
		return a
	}
	return b
}

func whyWords(l *i18n.Locale, why store.Why) string {
	switch why {
	case store.ToShow:
		return l.T("privacy.why.show|to show you what is going on")
	case store.ToReach:
		return l.T("privacy.why.reach|to write to you and greet you")
	case store.ToPlace:
		return l.T("privacy.why.place|to keep your place and tell you your hours")
	case store.ToCare:
		return l.T("privacy.why.care|so that you can take part well")
	case store.ToFollowUp:
		return l.T("privacy.why.follow|to send what you missed to you")
	case store.ToSignIn:
		return l.T("privacy.why.sign-in|to know that it is you")
	case store.ToAnswer:
		return l.T("privacy.why.answer|to answer for what was done, and undo it")
	}
	return l.T("privacy.why.run|to do the work itself")
}

func seesWords(l *i18n.Locale, sees store.Sees) string {
	switch sees {
	case store.Everyone:
		return l.T("privacy.sees.everyone|Everybody")
	case store.Self:
		return l.T("privacy.sees.self|You alone")
	case store.SelfTeam:
		return l.T("privacy.sees.team|You, and who works on what you take part in")
	case store.Team:
		return l.T("privacy.sees.workers|Who works on it")
	case store.Keeper:
		return l.T("privacy.sees.keeper|Who runs the machine: counts, no content")
	}
	return l.T("privacy.sees.nobody|Nobody but the program")
}

func keepWords(l *i18n.Locale, keep store.Keep) string {
	switch keep {
	case store.AfterEnd30:
		return l.T("privacy.keep.end|Until 30 days after the series or event has ended")
	case store.UntilErased:
		return l.T("privacy.keep.erased|Until you leave")
	case store.Days180:
		return l.T("privacy.keep.half-year|Half a year")
	case store.UntilDone:
		return l.T("privacy.keep.done|Until it has served, a month at the most")
	}
	return l.T("privacy.keep.thing|As long as what it belongs to exists")
}
