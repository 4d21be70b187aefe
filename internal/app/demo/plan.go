package demo

import (
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/when"
)

// The three series of the network, each placed relative to today.

// past is over: five sessions, with write-ups and a recording.
func past(today when.Date) *series.Series {
	s := base("know-your-lease", today.AddDays(-56), "18:30", 5)
	s.Title = inAll("Know your lease")
	s.Description = inAll("Five evenings on what a lease says, what it hides, and how neighbours read it together.")
	s.Chapter = "riverside"
	s.Window.Closes = closesBefore(s, 1)
	themes(s, "What a lease is", "Rent and repairs", "Notice and eviction", "Reading it together", "From one flat to a house")
	return s
}

// running has begun and goes on.
func running(today when.Date) *series.Series {
	s := base("rooms-of-hope", today.AddDays(-15), "17:00", 6)
	s.Title = inAll("Rooms of hope")
	s.Description = inAll("Six sessions on how people far from power built some, and how to try it where you are.")
	s.Window.Closes = nil
	s.Window.Waitlist = true
	inCircles(s, today.AddDays(-11), today.AddDays(-13))
	themes(s, "Why we hope", "What brought you here", "Theories of change", "Listening", "What we do next", "Looking back")
	return s
}

// open takes registrations now: two tracks, one nearly full.
func open(today when.Date) *series.Series {
	s := base("organising-fundamentals", today.AddDays(24), "", 6)
	s.Title = inAll("Organising fundamentals")
	s.Description = inAll("Six weeks, two hours each: **plenary**, small groups, and practice between the sessions. Come alone, or bring ten people from where you work or live.")
	s.Audience = inAll("- people who want to change something where they work or live\n- groups that want to learn together")
	s.Length = 2 * time.Hour
	s.Languages = i18n.Languages()
	s.ShowZones = []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo"}
	early, late := when.Clock(10*60), when.Clock(19*60)
	few := 120
	s.Tracks = []series.Track{
		{Letter: "A", Title: inAll("Track A: morning"), Start: &early, Places: &few},
		{Letter: "B", Title: inAll("Track B: evening"), Start: &late},
	}
	places := 1000
	s.Window.Places, s.Window.Waitlist = &places, true
	s.Window.Closes = closesBefore(s, 2)
	s.Questions = []series.Question{{ID: "needs", Kind: series.AskText, Label: inAll("What do you need to take part well?")}}
	inCircles(s, today.AddDays(26), today.AddDays(20))
	themes(s, "Why we organise", "Leader identification", "Semantics: the words we use", "Structured organising conversations", "Charting", "Structure tests")
	return s
}

func base(slug string, first when.Date, start string, sessions int) *series.Series {
	s := &series.Series{Slug: slug, State: series.Published, Visibility: series.Public, Zone: "Europe/Berlin",
		Contact:   series.Contact{Name: "Kemal Falk", Email: "training@harbour.example"},
		Languages: []string{"en", "es", "fr"}, ShowZones: []string{"Europe/Berlin", "America/New_York"},
		Length: 90 * time.Minute, JoinURL: "https://meet.harbour.example/{series}-{track}-{n}",
		Parties: series.Parties{Hosts: []series.Party{{Name: "Harbour School", URL: "https://harbour.example"}}},
		Window:  series.Window{For: series.ForAnyone, GroupMin: 10, GroupMax: 200}}
	if start != "" {
		c, err := when.ParseClock(start)
		if err != nil {
			panic(err) // a constant of this file
		}
		s.Start = &c
	}
	for n := range sessions {
		s.Sessions = append(s.Sessions, series.Session{N: n + 1, Date: first.AddDays(7 * n), Kind: series.KindSession, Status: series.Scheduled})
	}
	return s
}

// closesBefore closes registration some days before the first session.
func closesBefore(s *series.Series, days int) *when.Wall {
	w := s.Sessions[0].Date.AddDays(-days).At(23*60 + 59)
	return &w
}

func themes(s *series.Series, list ...string) {
	for i, theme := range list {
		s.Sessions[i].Theme = inAll(theme)
	}
}

// writeUp is what came of a session.
func writeUp(theme i18n.Text, n int) (title, body i18n.Text) {
	return numbered(n, theme), inAll("We began with a round: where do you live, and who else lives there?\n\n" +
		"## What we learned\n\n- one page read together is worth ten read alone\n- the question that opens a talk: *what would you change first?*\n\n" +
		"## For next time\n\nTalk to one neighbour, and listen for twice as long as you speak.")
}
