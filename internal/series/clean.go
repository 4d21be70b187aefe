package series

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/i18n"
	"golang.org/x/text/unicode/norm"
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
	s.Title, s.Description, s.Audience = cleanLine(s.Title), cleanLines(s.Description), cleanLines(s.Audience)
	s.Contact = Contact{oneLine(s.Contact.Name), strings.TrimSpace(s.Contact.Email)}
	s.Parties.clean()
	s.Zone, s.JoinURL = strings.TrimSpace(s.Zone), strings.TrimSpace(s.JoinURL)
	s.Languages = cleanWords(s.Languages)
	if len(s.Languages) == 0 {
		s.Languages = slices.DeleteFunc(s.Title.Langs(), func(lang string) bool { return !isLanguage(lang) })
	}
	s.ShowZones = cleanWords(s.ShowZones)
	s.cleanQuestions()
	for i := range s.Tracks {
		t := &s.Tracks[i]
		t.Letter, t.Title, t.Languages = strings.TrimSpace(t.Letter), cleanLine(t.Title), cleanWords(t.Languages)
	}
	for i := range s.Sessions {
		s.Sessions[i].clean(i+1, KindSession)
	}
	s.cleanCircles()
}

func (s *Series) cleanQuestions() {
	for i := range s.Questions {
		q := &s.Questions[i]
		q.ID, q.Label = strings.TrimSpace(q.ID), cleanLine(q.Label)
		q.Kind = cmp.Or(q.Kind, AskText)
		for j := range q.Choices {
			q.Choices[j] = Choice{strings.TrimSpace(q.Choices[j].ID), cleanLine(q.Choices[j].Label)}
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
	x.Theme, x.Question, x.Activity = cleanLine(x.Theme), cleanLine(x.Question), cleanLine(x.Activity)
	x.Languages = cleanWords(x.Languages)
	x.Parties.clean()
	if len(x.Starts) == 0 {
		x.Starts = nil
	}
	if x.Place != nil {
		*x.Place = Place{oneLine(x.Place.Name), oneLine(x.Place.Address), manyLines(x.Place.Notes)}
		if *x.Place == (Place{}) {
			x.Place = nil
		}
	}
	if x.Assignment != nil {
		x.Assignment.Title = cleanLine(x.Assignment.Title)
		if x.Assignment.Title == nil && x.Assignment.Due == nil {
			x.Assignment = nil
		}
	}
	for i := range x.Links {
		l := &x.Links[i]
		*l = Link{oneLine(l.Title), strings.TrimSpace(l.URL), cmp.Or(l.Kind, Material)}
	}
}

func (p *Parties) clean() {
	for _, list := range [][]Party{p.Hosts, p.Partners, p.Speakers} {
		for i := range list {
			list[i] = Party{oneLine(list[i].Name), strings.TrimSpace(list[i].URL), oneLine(list[i].Role)}
		}
	}
}

// cleanWords trims the words and drops empty ones and repetitions.
func cleanWords(words []string) []string {
	var kept []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(kept, w) {
			kept = append(kept, w)
		}
	}
	return kept
}

func cleanLine(t i18n.Text) i18n.Text  { return cleanText(t, oneLine) }
func cleanLines(t i18n.Text) i18n.Text { return cleanText(t, manyLines) }

// cleanText cleans each language's text into a map of its own; nil if none is
// left.
func cleanText(t i18n.Text, clean func(string) string) i18n.Text {
	kept := maps.Collect(func(yield func(string, string) bool) {
		for lang, s := range t {
			if s = clean(s); s != "" && !yield(strings.TrimSpace(lang), s) {
				return
			}
		}
	})
	if len(kept) == 0 {
		return nil
	}
	return kept
}

// oneLine is a text with one space between its words.
func oneLine(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

// manyLines is a text of several lines without empty ones around it.
func manyLines(s string) string { return strings.TrimSpace(printable(s)) }

// printable drops what no reader sees and no database keeps, and makes all
// ends of lines alike.
func printable(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r == '\ufeff' || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}
