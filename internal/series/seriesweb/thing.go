package seriesweb

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/thing"
)

// mostParts is how many sessions of a track are described: what comes next.
const mostParts = 20

// thingOf describes a series to programs, with its tracks and what comes of
// them: as a course if people practise between its sessions or meet in circles,
// else as a series of events.
func thingOf(p showPage) any {
	s, r := p.S, p.R
	if s.Visibility != series.Public || s.State == series.Draft || len(s.Sessions) == 0 {
		return nil
	}
	page := r.Base + "/s/" + s.Slug
	describe := prose.Plain(p.Lead.Text+"\n\n"+p.More.Text, 300)
	var runs []thing.Happening
	var parts []any
	for _, letter := range s.Letters() {
		run := p.run(letter, page)
		for n, o := range next(s.Occurrences(letter), r.Now) {
			part := p.sessionThing(o, page)
			part.ID, part.PartOf = fmt.Sprintf("%s#%s%d", page, letter, n+1), []any{thing.Ref{ID: run.ID}}
			run.Parts = append(run.Parts, thing.Ref{ID: part.ID})
			parts = append(parts, part)
		}
		runs = append(runs, run)
	}
	if !isCourse(s) {
		var things []any
		for _, run := range runs {
			run.Type, run.Mode, run.Description = thing.Series, nil, describe
			things = append(things, run)
		}
		return thing.Several(append(things, parts...)...)
	}
	course := thing.Course{Type: "Course", Name: p.Title.Text, Description: describe, URL: page, Languages: s.Languages, Provider: p.organizers(), Runs: runs}
	return thing.Several(append([]any{course}, parts...)...)
}

func isCourse(s *series.Series) bool {
	return s.Circles != nil || slices.ContainsFunc(s.Sessions, func(x series.Session) bool { return x.Assignment != nil })
}

// next is what comes, or the last that was.
func next(all []series.Occurrence, now time.Time) []series.Occurrence {
	at := slices.IndexFunc(all, func(o series.Occurrence) bool { return o.End.After(now) })
	if at < 0 {
		at = max(0, len(all)-1)
	}
	return all[at:min(len(all), at+mostParts)]
}

// run is one track from its first session to its last.
func (p showPage) run(letter, page string) thing.Happening {
	s, r := p.S, p.R
	all := s.Occurrences(letter)
	t := thing.Happening{Type: thing.Instance, ID: page + "#" + strings.TrimSpace("track"+letter), Name: p.Title.Text, URL: page, Start: thing.Stamp(all[0].Start),
		End: thing.Stamp(all[len(all)-1].End), Status: thing.How(s.State == series.Cancelled, false), Languages: s.Languages, Organizer: p.organizers(), Offers: p.offers(letter, page)}
	if track := s.Track(letter); track != nil {
		t.Name = i18n.Unmarked(r.L.T("series.calendar.summary|{series}: {theme}", "series", p.Title.Text, "theme", track.Name(r.L)))
		if len(track.Languages) > 0 {
			t.Languages = track.Languages
		}
	}
	here, online := false, false
	for _, o := range all {
		h, v := waysTo(o)
		here, online = here || h, online || v
	}
	t.Attendance = thing.Where(here, online)
	switch {
	case here && online:
		t.Mode = []string{"Blended"}
	case here:
		t.Mode = []string{"Onsite"}
	default:
		t.Mode = []string{"Online"}
	}
	if online {
		t.Location = append(t.Location, thing.Online(page))
	}
	return t
}

// waysTo tells how one can come to a session: online, if nothing is said.
func waysTo(o series.Occurrence) (here, online bool) {
	return o.Session.Place != nil, o.Session.Place == nil || o.Session.Online != ""
}

func (p showPage) sessionThing(o series.Occurrence, page string) thing.Happening {
	s, x := p.S, o.Session
	t := thing.Happening{Type: thing.Education, Name: p.Title.Text, URL: page, Start: thing.Stamp(o.Start), End: thing.Stamp(o.End),
		Status: thing.How(s.StatusOf(x) == series.CalledOff, false), Languages: s.Languages, Organizer: p.organizers(), Performer: namedAs("Person", slices.Concat(s.Parties.Speakers, x.Parties.Speakers))}
	if theme := p.R.Pick(x.Theme).Text; theme != "" {
		t.Name = i18n.Unmarked(p.R.L.T("series.calendar.summary|{series}: {theme}", "series", p.Title.Text, "theme", theme))
	}
	if len(x.Languages) > 0 {
		t.Languages = x.Languages
	}
	here, online := waysTo(o)
	t.Attendance = thing.Where(here, online)
	if here {
		t.Location = append(t.Location, thing.Venue(x.Place.Name, x.Place.Address, ""))
	}
	if online {
		t.Location = append(t.Location, thing.Online(page))
	}
	return t
}

// offers say how to get a place in a track: none where registration is over.
func (p showPage) offers(letter, page string) []thing.Offer {
	s := p.S
	openness := s.Openness(p.R.Now)
	if openness == series.Over {
		return nil
	}
	address := page + "/register"
	if s.Window.For == series.ForGroups {
		address = page + "/group"
	}
	from := s.OpensAt()
	if !from.IsZero() {
		from = from.In(s.Location())
	}
	return []thing.Offer{thing.Register(address, openness == series.Open, s.Limited(letter) && s.Free(letter) == 0, from, s.ClosesAt().In(s.Location()))}
}

// organizers are the hosts or, where none is named, the chapter or the network.
func (p showPage) organizers() []thing.Party {
	if hosts := namedAs("Organization", p.S.Parties.Hosts); len(hosts) > 0 {
		return hosts
	}
	if p.Chapter != nil {
		return []thing.Party{{Type: "Organization", Name: p.R.Pick(p.Chapter.Name).Text, URL: p.R.Base + "/c/" + p.Chapter.Slug}}
	}
	return networkAs(p.R)
}

func networkAs(r *web.Request) []thing.Party {
	if name := r.Pick(r.Face.Name).Text; name != "" {
		return []thing.Party{{Type: "Organization", Name: name, URL: r.Base}}
	}
	return nil
}

func namedAs(kind string, list []series.Party) (out []thing.Party) {
	for _, party := range list {
		out = append(out, thing.Party{Type: kind, Name: party.Name, URL: party.URL})
	}
	return out
}
