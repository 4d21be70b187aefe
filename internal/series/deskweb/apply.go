package deskweb

import (
	"codeberg.org/plenary/plenary/internal/events/askform"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"slices"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/when"
)

// apply writes the form over a series, which is a new one or was read for this,
// and says what could not be read. The dates that follow from the rhythm are
// written back into the form, so that it shows them.
func (in entry) apply(s *series.Series) error {
	var form errs.Form
	s.Title, s.Description, s.Audience = in.Text("title", s.Title), in.Text("description", s.Description), in.Text("audience", s.Audience)
	s.Slug = in.Get("series")
	s.Zone = in.Get("zone")
	s.ShowZones = forms.ReadCities(&form, in.L, "show_zones", in.Get("show_zones"))
	s.Languages = in.Values["languages"]
	s.Contact = series.Contact{Name: in.Get("contact.name"), Email: in.Get("contact.email")}
	s.Chapter, s.Visibility = in.Get("chapter"), series.Visibility(in.Get("visibility"))
	s.JoinURL = in.Get("join_url")
	s.Length = in.Length(&form, "length")
	s.Parties = in.parties(s.Parties)
	s.Circles = in.circles(&form, s.Circles)
	in.window(&form, s)
	s.Questions = askform.Read(in.Entry, s.Questions)
	in.tracks(&form, s)
	in.sessions(&form, s)
	return form.Err()
}

func (in entry) window(form *errs.Form, s *series.Series) {
	w := &s.Window
	w.Opens, w.Closes = in.Wall(form, "registration.opens"), in.Wall(form, "registration.closes")
	w.For = series.OpenFor(in.Get("registration.for"))
	w.GroupMin, w.GroupMax = 0, 0
	if n := in.Number(form, "registration.group_min"); n != nil {
		w.GroupMin = *n
	}
	if n := in.Number(form, "registration.group_max"); n != nil {
		w.GroupMax = *n
	}
	w.Places = in.Number(form, "registration.places")
	w.Waitlist = in.Values.Has("registration.waitlist")
}

// tracks reads the rows of hours. A single row without a name, places or
// languages of its own is the hour of a series without tracks.
func (in entry) tracks(form *errs.Form, s *series.Series) {
	old := slices.Clone(s.Tracks)
	s.Tracks, s.Start = nil, nil
	n := forms.RowCount(in.Values, "tracks")
	if n == 1 && in.Get("tracks.1.key") == "" && forms.Blank(in.Values, "tracks", 1, "title.", "places", "languages") {
		s.Start = in.Clock(form, "tracks.1.start")
		return
	}
	for i := 1; i <= n; i++ {
		t := series.Track{}
		if at := slices.IndexFunc(old, func(t series.Track) bool { return t.ID == in.Get(forms.Cell("tracks", i, "key")) }); at >= 0 {
			t = old[at]
		}
		t.Letter = in.Get(forms.Cell("tracks", i, "id"))
		if t.Letter == "" && t.ID == "" {
			t.Letter = letterAt(i)
			in.Values.Set(forms.Cell("tracks", i, "id"), t.Letter)
		}
		t.Title = in.Text(forms.Cell("tracks", i, "title"), t.Title)
		t.Start = in.Clock(form, forms.Cell("tracks", i, "start"))
		t.Places = in.Number(form, forms.Cell("tracks", i, "places"))
		t.Languages = in.Values[forms.Cell("tracks", i, "languages")]
		s.Tracks = append(s.Tracks, t)
	}
}

// letterAt is the usual letter of the nth track.
func letterAt(n int) string {
	if n < 1 || n > series.MostTracks {
		return ""
	}
	return string(rune('A' + n - 1))
}

// sessions reads the rows of dates. As many as are asked for follow the rhythm
// from the first date on; one whose date was typed keeps it.
func (in entry) sessions(form *errs.Form, s *series.Series) {
	old := s.Sessions
	n := 0
	switch count := in.Number(form, "count"); {
	case count == nil && !form.Has("count"):
		form.Add("count", "org.series.count-missing|Enter how many sessions there are.")
	case count != nil && (*count < 1 || *count > series.MostSessions):
		form.Add("count", "org.series.count-wrong|Enter a number from 1 to {most}.", "most", series.MostSessions)
	case count != nil:
		n = *count
	}
	first := in.Date(form, "first")
	if first.IsZero() {
		form.Add("first", "org.series.first-missing|Enter the date of the first session.")
	}
	if n == 0 || first.IsZero() {
		n = min(forms.RowCount(in.Values, "sessions"), series.MostSessions)
	}
	rhythm := series.Rhythm(in.Get("rhythm")).Dates(first, n)
	s.Sessions = nil
	for i := 1; i <= n; i++ {
		x := series.Session{}
		if at := slices.IndexFunc(old, func(x series.Session) bool { return x.ID == in.Get(forms.Cell("sessions", i, "key")) }); at >= 0 {
			x = old[at]
		}
		x.N = i
		in.dateOf(form, &x, i, first, rhythm[i-1])
		x.Theme = in.Text(forms.Cell("sessions", i, "theme"), x.Theme)
		in.hours(form, s, &x, i)
		s.Sessions = append(s.Sessions, x)
	}
	forms.DropRows(in.Values, "sessions", n)
}

// dateOf gives a session the date that was typed for it, or that of the rhythm.
func (in entry) dateOf(form *errs.Form, x *series.Session, i int, first, usual when.Date) {
	date, made := forms.Cell("sessions", i, "date"), forms.Cell("sessions", i, "made")
	typed := in.Get(date)
	if !first.IsZero() && (typed == "" || typed == in.Get(made)) {
		x.Date = usual
		in.Values.Set(date, usual.String())
		in.Values.Set(made, usual.String())
		return
	}
	x.Date = in.Date(form, date)
	if !first.IsZero() && x.Date == usual {
		in.Values.Set(made, usual.String())
	}
}

// hours reads the hours of its own that a session may have.
func (in entry) hours(form *errs.Form, s *series.Series, x *series.Session, i int) {
	if len(s.Tracks) == 0 {
		if name := forms.Cell("sessions", i, "start"); in.Values.Has(name) {
			x.Start, x.Starts = in.Clock(form, name), nil
		}
		return
	}
	starts, asked := map[string]when.Clock{}, false
	for _, t := range s.Tracks {
		name := forms.Cell("sessions", i, "starts."+t.Letter)
		asked = asked || in.Values.Has(name)
		if c := in.Clock(form, name); c != nil {
			starts[t.Letter] = *c
		}
	}
	if !asked {
		return
	}
	x.Start, x.Starts = nil, starts
	if first := starts[s.Tracks[0].Letter]; len(starts) == len(s.Tracks) && alike(starts) {
		x.Start, x.Starts = &first, nil
	}
}

// alike tells whether all hours are the same.
func alike(starts map[string]when.Clock) bool {
	seen := map[when.Clock]bool{}
	for _, c := range starts {
		seen[c] = true
	}
	return len(seen) == 1
}
