package seriesweb

import (
	"strconv"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Name is what the page of a group is headed with.
func (p rosterPage) Name() string {
	if p.G.Organisation != "" {
		return p.G.Organisation
	}
	return p.R.L.T("series.roster.name|Your group")
}

// State says in one sentence where the group stands.
func (p rosterPage) State() string {
	l, g := p.R.L, p.G
	switch n := g.Count(); g.D.Standing {
	case series.Registered:
		return l.T("series.roster.registered|{n} person is registered.|{n} people are registered.", "n", n)
	case series.Offered:
		return l.T("series.roster.offered|There is room for all {n} of you. Accept the places before {when}.", "n", n, "when", until(p.R, g.D.OfferUntil))
	case series.Waitlisted:
		if g.Entries == 0 {
			return l.T("series.roster.waiting-first|Waiting: you are next in line. Your group needs {n} place.|Waiting: you are next in line. Your group needs {n} places.", "n", g.D.Size)
		}
		return l.T("series.roster.waiting|Waiting: number {rank} in line. Your group needs {n} place.|Waiting: number {rank} in line. Your group needs {n} places.", "n", g.D.Size, "rank", g.Entries+1)
	case series.InDraft:
		if g.Missing > 0 {
			return l.T("series.roster.draft|Draft: {n} more is needed.|Draft: {n} more are needed.", "n", g.Missing)
		}
		return l.T("series.roster.complete|Your group is complete, but there is no room for all of you: {n} place is free.|Your group is complete, but there is no room for all of you: {n} places are free.", "n", max(0, g.Free))
	}
	return l.T("series.roster.cancelled|This group is cancelled.")
}

// Explains says what the state means for who leads the group; "" if it needs
// no more words.
func (p rosterPage) Explains() string {
	l, g := p.R.L, p.G
	switch {
	case g.D.Standing == series.Registered && !g.D.HoldUntil.IsZero():
		return l.T("series.roster.hold|Places are few. Confirm your group before {when}, and the places stay yours.", "when", until(p.R, g.D.HoldUntil))
	case g.D.Standing == series.Waitlisted && g.Free > 0:
		return l.T("series.roster.waiting.free|{n} place is free now. Smaller groups may go first; your rank stays.|{n} places are free now. Smaller groups may go first; your rank stays.", "n", g.Free)
	case g.D.Standing == series.Waitlisted:
		return l.T("series.roster.waiting.then|As soon as there is room for all of you we write to you.")
	case g.D.Standing == series.InDraft && g.Missing > 0:
		return l.T("series.roster.draft.then|It takes effect by itself as soon as it is complete. Until then no places are taken and nobody is written to.")
	case g.D.Standing == series.Withdrawn && g.D.MayUndo(p.R.Now):
		return p.undoLine()
	case g.D.AnsweredAt.IsZero() && g.D.Standing.HasPlace():
		return l.T("series.roster.confirm|Please confirm once that this address is yours, so that we may write to you and your group.")
	}
	return ""
}

// notices tell what was just done.
func (p rosterPage) notices() []ui.Notice {
	l := p.R.L
	if p.G.D.Standing == series.Withdrawn && p.R.Query.Get("done") != "cancelled" {
		return nil
	}
	n, _ := strconv.Atoi(p.R.Query.Get("n"))
	return p.R.News(map[string]string{
		"answered":   l.T("series.roster.done.answered|Thank you. Your group is confirmed."),
		"accepted":   l.T("series.roster.done.accepted|The places are yours. See you there."),
		"cancelled":  l.T("series.roster.done.cancelled|The group is cancelled."),
		"undone":     l.T("series.roster.done.undone|Your group is back."),
		"track":      l.T("series.roster.done.track|Your group has new hours. All who get our mail are told."),
		"receives":   l.T("series.roster.done.receives|Saved. From now on mail goes to whom you chose."),
		"nudged":     p.nudged(n),
		"removed":    l.T("series.roster.done.removed|Taken off the list."),
		"restored":   l.T("series.roster.done.restored|Back on the list."),
		"invitation": l.T("series.roster.done.invitation|There is a new link. The old one no longer works."),
		"code":       l.T("series.roster.done.code|A code is on its way to the contact person's address."),
		"told":       l.T("series.answers.done-for|Thank you. The organisers can read the answers."),
		"opened":     l.T("series.roster.done.opened|The names are open in this browser for twelve hours."),
		"added":      p.added(n),
	})
}

func (p rosterPage) nudged(n int) string {
	if n == 0 {
		return p.R.L.T("series.roster.done.nudged-none|Everybody has answered, or was reminded already.")
	}
	return p.R.L.T("series.roster.done.nudged|{n} person is being reminded.|{n} people are being reminded.", "n", n)
}

// added says how many were added. Who had a place of their own is told to those
// only who may see names.
func (p rosterPage) added(n int) string {
	l := p.R.L
	also, _ := strconv.Atoi(p.R.Query.Get("also"))
	switch {
	case !p.G.Named():
		return l.T("series.roster.done.added-some|Your list is taken in.")
	case also > 0:
		return l.T("series.roster.done.added-also|Added: {n}. Had a place already: {also}.", "n", n, "also", also)
	}
	return l.T("series.roster.done.added|{n} person was added.|{n} people were added.", "n", n)
}

// tags say how far a member has come.
func (p rosterPage) tags(m series.Member) []ui.Tag {
	l := p.R.L
	var tags []ui.Tag
	if m.Contact {
		tags = append(tags, ui.Tag{Word: l.T("series.roster.contact|contact person")})
	}
	switch {
	case m.Gone():
		return append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("series.roster.gone|does not come")})
	case m.Also:
		return append(tags, ui.Tag{Tone: ui.Info, Word: l.T("series.roster.also|already in, with a place of their own")})
	}
	if m.Owes {
		tags = append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("series.roster.owes|questions not answered")})
	}
	return append(tags, p.step(m))
}

func (p rosterPage) step(m series.Member) ui.Tag {
	l := p.R.L
	switch m.State {
	case series.WasThere:
		return ui.Tag{Tone: ui.OK, Word: l.T("series.roster.there|was there: {n} session|was there: {n} sessions", "n", m.Attended)}
	case series.Answered:
		return ui.Tag{Tone: ui.OK, Word: l.T("series.roster.answered|answered")}
	case series.HasSeen:
		return ui.Tag{Tone: ui.Info, Word: l.T("series.roster.seen|has opened the link")}
	case series.Told:
		return ui.Tag{Tone: ui.Info, Word: l.T("series.roster.told|invited")}
	}
	if m.Address == "" {
		return ui.Tag{Word: l.T("series.roster.listed|on the list")}
	}
	return ui.Tag{Word: l.T("series.roster.not-told|not invited yet")}
}

// People lists the members with what can be done.
func (p rosterPage) People() ui.People {
	l := p.R.L
	list := ui.People{L: l, Label: l.T("series.roster.people|People of your group"), Filter: len(p.Members) > 20}
	for _, m := range p.Members {
		row := ui.PersonRow{Name: m.Name, Details: []string{m.Address}, Tags: p.tags(m)}
		switch {
		case row.Name == "":
			row.Name, row.Details = l.T("series.roster.erased|(removed themselves)"), nil
		case m.Address == "":
			row.Details = []string{l.T("series.roster.no-address|no address: you pass it on")}
		}
		if m.Owes {
			row.Actions = []ui.Button{{Label: l.T("series.roster.answer-for|Answer for them"), Kind: ui.Link, Href: p.G.href() + "/answers?who=" + m.R.ID, About: row.Name}}
		}
		if !m.Gone() {
			row.Actions = append(row.Actions, ui.Button{Label: l.T("series.roster.remove|Remove"), Kind: ui.Link, Name: "who", Value: m.R.ID, About: row.Name})
		}
		list.Rows = append(list.Rows, row)
	}
	return list
}

// Facts are the counts, for who may not see names.
func (p rosterPage) Facts() ui.SummaryList {
	l, c := p.R.L, p.Counts
	num := func(key string, n int) ui.Fact { return ui.Fact{Key: key, Value: l.Number(n)} }
	list := ui.SummaryList{num(l.T("series.roster.count|People in the group"), p.G.Count())}
	if c.Told > 0 {
		list = append(list, num(l.T("series.roster.count.told|Invited"), c.Told), num(l.T("series.roster.count.seen|Have opened their link"), c.Seen),
			num(l.T("series.roster.count.answered|Have answered"), c.Answered))
	}
	if c.There > 0 {
		list = append(list, num(l.T("series.roster.count.there|Were at a session"), c.There))
	}
	if c.NoAddress > 0 {
		list = append(list, num(l.T("series.roster.count.no-address|Without an address"), c.NoAddress))
	}
	if c.Gone > 0 {
		list = append(list, num(l.T("series.roster.count.gone|Do not come any more"), c.Gone))
	}
	return list
}

// Pages lead through a long list.
func (p rosterPage) Pages() ui.Pagination {
	l := p.R.L
	from := (p.Part - 1) * shownMembers
	pages := ui.Pagination{L: l, Where: l.T("series.roster.where|{from}–{to} of {all}", "from", from+1, "to", from+len(p.Members), "all", p.All)}
	if p.Part > 1 {
		pages.Prev = p.G.href() + "?part=" + strconv.Itoa(p.Part-1) + "#names"
	}
	if from+len(p.Members) < p.All {
		pages.Next = p.G.href() + "?part=" + strconv.Itoa(p.Part+1) + "#names"
	}
	return pages
}

// receivers are the choices of who gets the group's mail.
func (p rosterPage) receivers() []ui.Option {
	l := p.R.L
	return []ui.Option{
		{Value: string(series.ReceivesBoth), Label: l.T("series.roster.receives.both|You everything, members with an address their own")},
		{Value: string(series.ReceivesContact), Label: l.T("series.roster.receives.contact|You alone"), Hint: l.T("series.roster.receives.contact.hint|You pass it on. Whoever you enter is told once in any case.")},
		{Value: string(series.ReceivesMembers), Label: l.T("series.roster.receives.members|The members alone"), Hint: l.T("series.roster.receives.members.hint|Those without an address hear of it from you.")},
	}
}

func codeLabel(p rosterPage) string {
	if p.Sent || p.Form.Values.Has("code") {
		return p.R.L.T("series.roster.code.again|Mail another code")
	}
	return p.R.L.T("series.roster.code.ask|Mail a code and show the names")
}

// calendarHref is the calendar of the group's own hours.
func calendarHref(p rosterPage) string {
	href := "/s/" + p.G.S.Slug + ".ics"
	if p.G.Letter != "" {
		href += "?track=" + p.G.Letter
	}
	return href
}

// hasError tells whether something is wrong with the field.
func hasError(f ui.Form, name string) bool {
	return f.Field(ui.Field{Name: name}).Error != ""
}
