package seriesweb

import (
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// sessionTable shows every session of the given tracks in the reader's zone and in
// those the organiser names.
func sessionTable(r *web.Request, s *series.Series, letters ...string) ui.SessionTable {
	t := ui.SessionTable{L: r.L, Label: r.L.T("series.sessions|Sessions"), Zone: r.Zone, Home: s.Location(), Also: when.LoadAll(s.ShowZones)}
	next := map[string]int{}
	for _, letter := range letters {
		if o, ok := s.Next(letter, r.Now); ok {
			next[letter] = o.Session.N
		}
	}
	for i := range s.Sessions {
		x := &s.Sessions[i]
		row := ui.Session{N: x.N}
		var lang string
		row.Title, lang = x.Theme.Pick(r.L)
		row.Lang = r.Foreign(lang)
		row.Question, _ = x.Question.Pick(r.L)
		row.Note = noteOf(r, s, x)
		for _, letter := range letters {
			row.Times = append(row.Times, sessionTime(r, s, s.Occurrence(x, letter), next[letter] == x.N))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func sessionTime(r *web.Request, s *series.Series, o series.Occurrence, next bool) ui.SessionTime {
	moved, _ := s.Moved(o, r.Zone)
	at := ui.SessionTime{Track: o.Track, Start: o.Start, End: o.End, Moved: moved, Next: next,
		Repeated: o.Kind == when.Repeated, State: state(s, o, r.Now)}
	if t := s.Track(o.Track); t != nil {
		at.TrackTitle, _ = t.Title.Pick(r.L)
	}
	if place := o.Session.Place; place != nil {
		at.Place = place.Name
		if place.Address != "" {
			at.Place = r.L.T("series.place|{name}, {address}", "name", place.Name, "address", place.Address)
		}
	}
	return at
}

// noteOf is what else is to be known of a session: of what kind it is, in
// which languages, who speaks, and what to do for the next one.
func noteOf(r *web.Request, s *series.Series, x *series.Session) string {
	l := r.L
	var parts []string
	switch x.Kind {
	case series.KindPlenary:
		parts = append(parts, l.T("series.kind.plenary|Plenary"))
	case series.KindWorkshop:
		parts = append(parts, l.T("series.kind.workshop|Workshop"))
	case series.KindMeeting:
		parts = append(parts, l.T("series.kind.meeting|Meeting"))
	}
	if len(x.Languages) > 0 {
		parts = append(parts, workedIn(r, x.Languages))
	}
	if len(x.Parties.Speakers) > 0 {
		var names []string
		for _, speaker := range x.Parties.Speakers {
			names = append(names, speaker.Name)
		}
		parts = append(parts, l.T("series.session.with|With {names}", "names", l.List(names)))
	}
	if a := x.Assignment; a != nil {
		parts = append(parts, assignmentLine(r, s, a))
	}
	return strings.Join(parts, " · ")
}

// assignmentLine says what to do between sessions, and until when.
func assignmentLine(r *web.Request, s *series.Series, a *series.Assignment) string {
	title, _ := a.Title.Pick(r.L)
	if a.Due == nil {
		return r.L.T("series.session.practice|Practice: {title}", "title", title)
	}
	due, _ := a.Due.In(s.Location())
	return r.L.T("series.session.practice-due|Practice: {title}, until {when}", "title", title, "when", r.L.DateTime(due.In(r.Zone), i18n.Day))
}

// state says how certain a session is, and whether it is on now or over.
func state(s *series.Series, o series.Occurrence, now time.Time) ui.SessionState {
	return ui.StateAt(now, o.Start, o.End, s.StatusOf(o.Session) == series.CalledOff, o.Session.Status == series.Tentative)
}

// swings says for each of the tracks how its hour moves on the reader's clock. Tracks
// that move alike are said once.
func swings(r *web.Request, s *series.Series, letters ...string) []ui.SwingNote {
	var notes []ui.SwingNote
	for _, letter := range letters {
		swing := s.Swings(letter, r.Zone)
		if swing.Shape == when.Steady || (len(notes) > 0 && alike(notes[0].Swing, swing)) {
			continue
		}
		notes = append(notes, ui.SwingNote{L: r.L, Swing: swing, Numbers: s.SwingNumbers(letter), Reader: r.Zone, Home: s.Location()})
	}
	return notes
}

func alike(a, b when.Swing) bool {
	if a.Shape != b.Shape || len(a.Stretches) != len(b.Stretches) {
		return false
	}
	for i := range a.Stretches {
		if a.Stretches[i] != b.Stretches[i] {
			return false
		}
	}
	return true
}
