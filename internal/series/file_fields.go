package series

import "codeberg.org/plenary/plenary/internal/series/yamlform"

// Bounds of what a series may have.
const (
	MostSessions  = 500
	MostTracks    = 26
	MostQuestions = 30
	MostChoices   = 50
	MostParties   = 100
	MostLinks     = 100
)

// fileFields is the series file: its keys, in the order in which they are
// written.
func (s *Series) fileFields() []yamlform.Field {
	return []yamlform.Field{
		yamlform.Word("series", &s.Slug),
		yamlform.Texts("title", &s.Title),
		yamlform.Lines("description", &s.Description),
		yamlform.Lines("audience", &s.Audience),
		yamlform.Words("languages", &s.Languages),
		yamlform.Group("contact", yamlform.Phrase("name", &s.Contact.Name), yamlform.Word("email", &s.Contact.Email)),
		parties("hosts", &s.Parties.Hosts),
		parties("partners", &s.Parties.Partners),
		parties("speakers", &s.Parties.Speakers),
		yamlform.Word("chapter", &s.Chapter),
		yamlform.Word("zone", &s.Zone),
		yamlform.Words("show_zones", &s.ShowZones),
		yamlform.Group("registration", s.windowFields()...),
		yamlform.List("questions", &s.Questions, MostQuestions, true, questionFields),
		yamlform.List("tracks", &s.Tracks, MostTracks, true, (*Track).fileFields),
		yamlform.Clock("start", &s.Start),
		yamlform.Length("length", &s.Length),
		yamlform.Phrase("join_url", &s.JoinURL),
		yamlform.List("sessions", &s.Sessions, MostSessions, true, func(x *Session) []yamlform.Field {
			return append(x.fileFields(s, KindSession), x.linkField())
		}),
		yamlform.Part("circles", &s.Circles, func(c *Circles) []yamlform.Field { return c.fileFields(s) }),
		yamlform.Word("visibility", &s.Visibility),
		yamlform.UsualWord("state", &s.State, Published),
	}
}

func (s *Series) windowFields() []yamlform.Field {
	w := &s.Window
	return []yamlform.Field{
		yamlform.Wall("opens", &w.Opens),
		yamlform.Wall("closes", &w.Closes),
		yamlform.Word("for", &w.For),
		yamlform.Number("group_min", &w.GroupMin, func() bool { return w.For == ForGroups || w.GroupMin != usualGroupMin }),
		yamlform.Number("group_max", &w.GroupMax, func() bool { return w.For == ForGroups || w.GroupMax != usualGroupMax }),
		yamlform.Limit("places", &w.Places),
		yamlform.Flag("waitlist", &w.Waitlist),
	}
}

func parties(key string, to *[]Party) yamlform.Field {
	return yamlform.List(key, to, MostParties, false, func(p *Party) []yamlform.Field {
		return []yamlform.Field{yamlform.Phrase("name", &p.Name), yamlform.Word("url", &p.URL), yamlform.Phrase("role", &p.Role)}
	})
}

func questionFields(q *Question) []yamlform.Field {
	return []yamlform.Field{
		yamlform.Word("id", &q.ID),
		yamlform.Texts("label", &q.Label),
		yamlform.Word("kind", &q.Kind),
		yamlform.Flag("required", &q.Required),
		yamlform.List("choices", &q.Choices, MostChoices, false, func(c *Choice) []yamlform.Field {
			return []yamlform.Field{yamlform.Word("id", &c.ID), yamlform.Texts("label", &c.Label)}
		}),
	}
}

func (t *Track) fileFields() []yamlform.Field {
	return []yamlform.Field{
		yamlform.Word("id", &t.Letter),
		yamlform.Texts("title", &t.Title),
		yamlform.Clock("start", &t.Start),
		yamlform.Limit("places", &t.Places),
		yamlform.Words("languages", &t.Languages),
	}
}

// fileFields are those of a session and of a circle's meeting, whose kind goes
// without saying.
func (x *Session) fileFields(s *Series, usual SessionKind) []yamlform.Field {
	return []yamlform.Field{
		yamlform.Date("date", &x.Date),
		yamlform.Clock("start", &x.Start),
		yamlform.Clocks("starts", &x.Starts, s.Letters),
		yamlform.Length("length", &x.Length),
		yamlform.Word("zone", &x.Zone),
		yamlform.Texts("theme", &x.Theme),
		yamlform.Texts("question", &x.Question),
		yamlform.Texts("activity", &x.Activity),
		yamlform.UsualWord("kind", &x.Kind, usual),
		yamlform.Word("status", &x.Status),
		yamlform.Part("assignment", &x.Assignment, func(a *Assignment) []yamlform.Field {
			return []yamlform.Field{yamlform.Texts("title", &a.Title), yamlform.Wall("due", &a.Due)}
		}),
		yamlform.Part("place", &x.Place, func(p *Place) []yamlform.Field {
			return []yamlform.Field{yamlform.Phrase("name", &p.Name), yamlform.Phrase("address", &p.Address), yamlform.Phrase("notes", &p.Notes)}
		}),
		yamlform.Word("online", &x.Online),
		yamlform.Limit("places", &x.Places),
		parties("speakers", &x.Parties.Speakers),
		parties("hosts", &x.Parties.Hosts),
		parties("partners", &x.Parties.Partners),
		yamlform.Words("languages", &x.Languages),
	}
}

// linkField holds the recordings and materials. A file that does not name them
// leaves those that the series has.
func (x *Session) linkField() yamlform.Field {
	return yamlform.List("links", &x.Links, MostLinks, false, func(l *Link) []yamlform.Field {
		return []yamlform.Field{yamlform.Phrase("title", &l.Title), yamlform.Word("url", &l.URL), yamlform.UsualWord("kind", &l.Kind, Material)}
	})
}

func (c *Circles) fileFields(s *Series) []yamlform.Field {
	always := func() bool { return true }
	return []yamlform.Field{
		yamlform.Group("size",
			yamlform.Number("min", &c.Size.Min, always), yamlform.Number("target", &c.Size.Target, always), yamlform.Number("max", &c.Size.Max, always)),
		yamlform.Word("days", &c.Days),
		yamlform.Wall("closes", &c.Closes),
		yamlform.List("meetings", &c.Meetings, MostSessions, true, func(x *Session) []yamlform.Field { return x.fileFields(s, KindMeeting) }),
		yamlform.Length("length", &c.Length),
		yamlform.Number("facilitators", &c.Facilitators, always),
		yamlform.Flag("rota", &c.Rota),
	}
}
