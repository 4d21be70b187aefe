package peopleweb

import (
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// addEvent puts one place at an event on the page, and its next date first if it
// comes before what stands there.
func (m *mePage) addEvent(p *Pages, o events.Own) {
	title, mine := m.R.Pick(o.E.Title), "/er/"+p.Events.Key(o.R)
	item := ui.ListingItem{Title: title.Text, Lang: title.Lang, Href: mine, Tags: []ui.Tag{standingTag(m.R.L, o.R.Standing)}}
	coming := o.Coming(m.R.Now)
	switch {
	case o.E.State == events.Cancelled:
		item.Tags = []ui.Tag{{Tone: ui.Bad, Word: m.R.L.T("ui.sessions.cancelled|Cancelled")}}
	case len(coming) > 0:
		item.Sub = m.R.L.Range(coming[0].Start.In(m.R.Zone), coming[0].End.In(m.R.Zone))
	case o.R.Date == "":
		item.Sub = m.R.L.DateRange(o.E.Begins().In(m.R.Zone), o.E.Ends().In(m.R.Zone))
	default:
		if d := o.E.Date(o.R.Date); d != nil {
			item.Sub = m.R.L.Date(o.E.Occurrence(d).Start.In(m.R.Zone), i18n.Medium)
		}
	}
	m.Mine = append(m.Mine, item)
	if len(coming) == 0 || !o.R.Standing.HasPlace() || m.Next != nil && !coming[0].Start.Before(m.Next.Start) {
		return
	}
	next := coming[0]
	m.Next = &nextSession{Title: title, Start: next.Start, When: m.R.L.Range(next.Start.In(m.R.Zone), next.End.In(m.R.Zone)), Href: mine}
	if o.R.Way == events.Remote && !m.R.Now.Before(next.Start.Add(-events.JoinBefore)) {
		m.Next.Open, m.Next.Href = true, mine+"/join/"+next.Date.ID
	}
}
