package boardweb

import (
	"slices"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// card is the head of a circle's card.
func (p boardPage) card(c circles.Planned) ui.Card {
	l := p.R.L
	card := ui.Card{ID: c.Code, Title: circleName(l, c.Code), Level: 3, Sub: p.circleLine(c)}
	if c.Track != "" {
		card.Track = ui.Track{L: l, ID: c.Track}
	}
	if c.Kept {
		card.Tags = append(card.Tags, ui.Tag{Tone: ui.Info, Word: l.T("org.circles.stays|Stays")})
	}
	var seen []circles.BreachKind
	for _, b := range p.B.A.Breaches {
		if b.Circle == c.Code && !slices.Contains(seen, b.Kind) {
			seen = append(seen, b.Kind)
			card.Tags = append(card.Tags, ui.Tag{Tone: ui.Bad, Word: breachWord(l, b.Kind)})
		}
	}
	return card
}

// circleLine says in which language and when a circle meets.
func (p boardPage) circleLine(c circles.Planned) string {
	l := p.R.L
	return l.T("org.circles.line|{language} · {hours}", "language", l.LangTitle(c.Lang), "hours", hourLine(l, p.R.Zone, p.B.A.Meetings(&c), p.length()))
}

func (p boardPage) length() time.Duration { return time.Duration(p.B.A.Length) * time.Minute }

// members are the rows of a circle's card.
func (p boardPage) members(c circles.Planned) ui.People {
	l := p.R.L
	list := ui.People{L: l, Label: circleName(l, c.Code)}
	members := slices.Clone(c.Members)
	slices.SortStableFunc(members, func(a, b string) int { // who leads first
		return b2i(p.Faces[b].Leads) - b2i(p.Faces[a].Leads)
	})
	for _, m := range members {
		row := p.row(m)
		if p.Faces[m].Leads {
			row.Tags = append(row.Tags, ui.Tag{Tone: ui.OK, Word: l.T("org.circles.leads|Leads")})
		}
		if p.B.A.Pins[m] == c.Code && !c.Kept {
			row.Tags = append(row.Tags, ui.Tag{Tone: ui.Info, Word: l.T("org.circles.stays|Stays")})
		}
		for _, b := range p.B.A.Breaches {
			if b.Circle == c.Code && b.Who == m {
				row.Tags = append(row.Tags, ui.Tag{Tone: ui.Bad, Word: breachWord(l, b.Kind)})
			}
		}
		list.Rows = append(list.Rows, row)
	}
	return list
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// row is somebody with their tick and their city.
func (p boardPage) row(interest string) ui.PersonRow {
	row := ui.PersonRow{Name: p.name(interest)}
	if f, ok := p.Faces[interest]; ok {
		row.Details = []string{p.R.L.City(f.Zone)}
	}
	if p.editable() {
		n := strconv.Itoa(p.Who[interest])
		row.Tick = &ui.Tick{Name: "who", Value: n, Checked: p.Again && slices.Contains(p.R.Form["who"], n)}
	}
	return row
}

// left are the rows of those without a circle, with why and what would help.
func (p boardPage) left() ui.People {
	l := p.R.L
	list := ui.People{L: l, Label: l.T("org.circles.view.left|Without a circle")}
	for _, x := range p.Left {
		row := p.row(x.Interest)
		row.Details = append(row.Details, whyLine(l, x))
		if x.Suggest != nil && !x.Fits {
			row.Details = append(row.Details, suggestLine(l, x.Suggest, p.Faces[x.Interest].Clocks))
		}
		if p.Faces[x.Interest].Leads {
			row.Tags = append(row.Tags, ui.Tag{Tone: ui.OK, Word: l.T("org.circles.leads|Leads")})
		}
		list.Rows = append(list.Rows, row)
	}
	return list
}

// reasons counts why people have no circle.
func (p boardPage) reasons() ui.Bars {
	l := p.R.L
	counts, fit := map[form.Reason]int{}, 0
	for _, x := range p.B.A.Unplaced {
		if x.Fits {
			fit++
		} else {
			counts[x.Told()]++
		}
	}
	bars := ui.Bars{L: l, Finding: l.T("org.circles.reasons|Why {n} person has no circle|Why {n} people have no circle", "n", len(p.B.A.Unplaced)),
		Of: l.T("org.circles.reasons.of|Reason"), Unit: l.T("org.circles.reasons.unit|People")}
	if fit > 0 {
		bars.Bars = append(bars.Bars, ui.Bar{Label: whyLine(l, circles.Left{Fits: true}), N: fit})
	}
	for _, r := range []form.Reason{form.ReasonNoLanguage, form.ReasonNoSlot, form.ReasonNoFacilitator, form.ReasonTooFew, form.ReasonCapacity} {
		if counts[r] > 0 {
			bars.Bars = append(bars.Bars, ui.Bar{Label: reasonLine(l, r), N: counts[r]})
		}
	}
	return bars
}
