package events

import "slices"

// clone returns a copy whose dates and lists can be changed without changing e.
// Texts and what pointers lead to are shared; they are replaced, never written
// into.
func (e *Event) clone() *Event {
	c := *e
	c.Languages, c.Interpreted, c.ShowZones = slices.Clone(e.Languages), slices.Clone(e.Interpreted), slices.Clone(e.ShowZones)
	for _, l := range c.Parties.lists() {
		*l.list = slices.Clone(*l.list)
	}
	c.Agenda, c.Shared, c.Home = slices.Clone(e.Agenda), slices.Clone(e.Shared), slices.Clone(e.Home)
	for i := range c.Agenda {
		c.Agenda[i].Speakers = slices.Clone(c.Agenda[i].Speakers)
	}
	c.Entry.Questions = slices.Clone(e.Entry.Questions)
	for i := range c.Entry.Questions {
		c.Entry.Questions[i].Choices = slices.Clone(c.Entry.Questions[i].Choices)
	}
	c.Dates = slices.Clone(e.Dates)
	for i := range c.Dates {
		d := &c.Dates[i]
		d.Speakers, d.Links = slices.Clone(d.Speakers), slices.Clone(d.Links)
	}
	if e.PartOf != nil {
		partOf := *e.PartOf
		c.PartOf = &partOf
	}
	return &c
}
