package series

import (
	"cmp"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/typed"
)

// What holds where a series does not say how many people a group has.
const (
	usualGroupMin = 10
	usualGroupMax = 500
)

// Clean puts a series into the form in which it is kept: texts without stray
// spaces and controls, no empty texts, sessions numbered in their order, and
// what goes without saying said.
func (s *Series) Clean() {
	s.Slug = strings.TrimSpace(s.Slug)
	s.State = cmp.Or(s.State, Draft)
	s.Visibility = cmp.Or(s.Visibility, Public)
	s.Window.For = cmp.Or(s.Window.For, ForAnyone)
	s.Window.GroupMin = cmp.Or(s.Window.GroupMin, usualGroupMin)
	s.Window.GroupMax = cmp.Or(s.Window.GroupMax, max(usualGroupMax, s.Window.GroupMin))
	s.Title, s.Description, s.Audience = typed.LineText(s.Title), typed.LinesText(s.Description), typed.LinesText(s.Audience)
	s.Contact = Contact{Name: typed.Line(s.Contact.Name), Email: strings.TrimSpace(s.Contact.Email)}
	s.Parties.clean()
	s.Zone, s.JoinURL = strings.TrimSpace(s.Zone), strings.TrimSpace(s.JoinURL)
	s.Languages = typed.Words(s.Languages)
	if len(s.Languages) == 0 {
		s.Languages = slices.DeleteFunc(s.Title.Langs(), func(lang string) bool { return !typed.IsLanguage(lang) })
	}
	s.ShowZones = typed.Words(s.ShowZones)
	s.cleanQuestions()
	for i := range s.Tracks {
		t := &s.Tracks[i]
		t.Letter, t.Title, t.Languages = strings.TrimSpace(t.Letter), typed.LineText(t.Title), typed.Words(t.Languages)
	}
	for i := range s.Sessions {
		s.Sessions[i].clean(i+1, KindSession)
	}
	s.cleanCircles()
}

func (s *Series) cleanQuestions() {
	for i := range s.Questions {
		q := &s.Questions[i]
		q.ID, q.Label = strings.TrimSpace(q.ID), typed.LineText(q.Label)
		q.Kind = cmp.Or(q.Kind, AskText)
		for j := range q.Choices {
			q.Choices[j] = Choice{ID: strings.TrimSpace(q.Choices[j].ID), Label: typed.LineText(q.Choices[j].Label)}
		}
	}
}

func (s *Series) cleanCircles() {
	c := s.Circles
	if c == nil {
		return
	}
	c.Days = cmp.Or(c.Days, DaysFixed)
	c.Size.Target = cmp.Or(c.Size.Target, c.Size.Max)
	for i := range c.Meetings {
		c.Meetings[i].clean(i+1, KindMeeting)
	}
}

func (x *Session) clean(n int, kind SessionKind) {
	x.N = n
	x.Kind, x.Status = cmp.Or(x.Kind, kind), cmp.Or(x.Status, Scheduled)
	x.Zone, x.Online = strings.TrimSpace(x.Zone), strings.TrimSpace(x.Online)
	x.Theme, x.Question, x.Activity = typed.LineText(x.Theme), typed.LineText(x.Question), typed.LineText(x.Activity)
	x.Languages = typed.Words(x.Languages)
	x.Parties.clean()
	if len(x.Starts) == 0 {
		x.Starts = nil
	}
	if x.Place != nil {
		*x.Place = Place{typed.Line(x.Place.Name), typed.Line(x.Place.Address), typed.Lines(x.Place.Notes)}
		if *x.Place == (Place{}) {
			x.Place = nil
		}
	}
	if x.Assignment != nil {
		x.Assignment.Title = typed.LineText(x.Assignment.Title)
		if x.Assignment.Title == nil && x.Assignment.Due == nil {
			x.Assignment = nil
		}
	}
	for i := range x.Links {
		l := &x.Links[i]
		*l = Link{typed.Line(l.Title), strings.TrimSpace(l.URL), cmp.Or(l.Kind, Material)}
	}
}

func (p *Parties) clean() {
	for _, list := range [][]Party{p.Hosts, p.Partners, p.Speakers} {
		for i := range list {
			list[i] = Party{Name: typed.Line(list[i].Name), URL: strings.TrimSpace(list[i].URL), Role: typed.Line(list[i].Role)}
		}
	}
}
