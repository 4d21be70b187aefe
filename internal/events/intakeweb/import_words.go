package intakeweb

import (
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// past are the imports of late, each with how it stands.
func (p bringPage) past() (items []ui.ListingItem) {
	l := p.R.L
	for _, in := range p.Past {
		item := ui.ListingItem{Title: in.Name, Href: importHome + "/" + in.ID, Tags: []ui.Tag{stateTag(l, in.State)},
			Sub: l.T("org.intake.item|{date} · {format}", "date", l.DateTime(in.MadeAt.In(p.R.Zone), i18n.Medium), "format", formatName(l, in.Format))}
		if in.State == intake.Done {
			item.Text = madeLine(l, in)
		}
		items = append(items, item)
	}
	return items
}

func stateTag(l *i18n.Locale, s intake.State) ui.Tag {
	switch s {
	case intake.Open:
		return ui.Tag{Tone: ui.Info, Word: l.T("org.intake.state.open|Not begun")}
	case intake.Running:
		return ui.Tag{Tone: ui.Info, Word: l.T("org.intake.state.running|On its way")}
	case intake.Undoing:
		return ui.Tag{Tone: ui.Info, Word: l.T("org.intake.state.undoing|Being undone")}
	case intake.Undone:
		return ui.Tag{Word: l.T("org.intake.state.undone|Undone")}
	}
	return ui.Tag{Tone: ui.OK, Word: l.T("org.intake.state.done|Done")}
}

// madeLine says what an import did.
func madeLine(l *i18n.Locale, in intake.Import) string {
	made := l.T("org.intake.made|{n} draft was made.|{n} drafts were made.", "n", in.Made)
	if in.Updated == 0 {
		return made
	}
	return l.T("org.intake.made-and|{made} {updated}", "made", made,
		"updated", l.T("org.intake.updated|{n} was brought up to date.|{n} were brought up to date.", "n", in.Updated))
}

func (p importPage) madeLine() string { return madeLine(p.R.L, p.In) }

// takeLabel says on the button what it does.
func (p importPage) takeLabel() string {
	l, made, changed := p.R.L, p.Count[string(intake.New)], p.Count[string(intake.Changed)]
	switch {
	case changed == 0:
		return l.T("org.intake.take|Make {n} draft|Make {n} drafts", "n", made)
	case made == 0:
		return l.T("org.intake.take-changed|Bring {n} draft up to date|Bring {n} drafts up to date", "n", changed)
	}
	return l.T("org.intake.take-two|{make}, {update}", "make", l.T("org.intake.take|Make {n} draft|Make {n} drafts", "n", made),
		"update", l.T("org.intake.take-then|bring {n} up to date|bring {n} up to date", "n", changed))
}

// whoseClock says of how many events it is asked.
func (p importPage) whoseClock(n int) string {
	if p.Batch.UnknownZone() {
		return p.R.L.T("org.intake.unclear-many|The time zone of {n} event is not clear. Whose clock is meant?|The time zones of {n} events are not clear. Whose clock is meant?", "n", n)
	}
	return p.R.L.T("org.intake.floating-many|{n} event names no time zone. Whose clock is meant?|{n} events name no time zone. Whose clock is meant?", "n", n)
}

// problems are the parts of a file that could not be read, with their lines.
func (p importPage) problems() (rows [][]ui.Cell) {
	const most = 200
	for _, x := range p.Batch.Problems[:min(len(p.Batch.Problems), most)] {
		rows = append(rows, []ui.Cell{{Text: p.R.L.Number(x.Line), Head: true}, {Text: p.R.L.Text(x.Text)}})
	}
	return rows
}

func differing(l *i18n.Locale, list []intake.Difference) (rows [][]ui.Cell) {
	for _, d := range list {
		rows = append(rows, []ui.Cell{{Text: l.Text(d.What), Head: true}, {Text: d.Is}, {Text: d.Brings}})
	}
	return rows
}

// hrefOf is where the event is that came from a part of a file before.
func (p importPage) hrefOf(row plannedRow) string {
	if row.Slug == "" {
		return ""
	}
	return desk(row.Slug)
}
