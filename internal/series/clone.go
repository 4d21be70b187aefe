package series

import (
	"maps"
	"slices"
)

// clone returns a copy whose sessions, tracks and lists can be changed without
// changing s. Texts and what pointers lead to are shared; they are replaced,
// never written into.
func (s *Series) clone() *Series {
	c := *s
	c.Languages, c.ShowZones = slices.Clone(s.Languages), slices.Clone(s.ShowZones)
	c.Parties = s.Parties.clone()
	c.Questions = slices.Clone(s.Questions)
	for i := range c.Questions {
		c.Questions[i].Choices = slices.Clone(c.Questions[i].Choices)
	}
	c.Tracks = slices.Clone(s.Tracks)
	c.Sessions = cloneSessions(s.Sessions)
	if s.Circles != nil {
		circles := *s.Circles
		circles.Meetings = cloneSessions(circles.Meetings)
		c.Circles = &circles
	}
	return &c
}

func cloneSessions(list []Session) []Session {
	list = slices.Clone(list)
	for i := range list {
		x := &list[i]
		x.Starts, x.Links, x.Parties = maps.Clone(x.Starts), slices.Clone(x.Links), x.Parties.clone()
		x.Languages = slices.Clone(x.Languages)
		if x.Place != nil {
			place := *x.Place
			x.Place = &place
		}
		if x.Assignment != nil {
			assignment := *x.Assignment
			x.Assignment = &assignment
		}
	}
	return list
}

func (p Parties) clone() Parties {
	return Parties{slices.Clone(p.Hosts), slices.Clone(p.Partners), slices.Clone(p.Speakers)}
}
