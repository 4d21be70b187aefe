package deskweb

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/when"
)

// apply writes the form over a series, which is a new one or was read for this,
// and says what could not be read. The dates that follow from the rhythm are
// written back into the form, so that it shows them.
func (in entry) apply(s *series.Series) error {
	var form errs.Form
	s.Title, s.Description, s.Audience = in.text("title", s.Title), in.text("description", s.Description), in.text("audience", s.Audience)
	s.Slug = in.get("series")
	s.Zone = in.get("zone")
	s.ShowZones = readCities(&form, in.l, "show_zones", in.get("show_zones"))
	s.Languages = in.values["languages"]
	s.Contact = series.Contact{Name: in.get("contact.name"), Email: in.get("contact.email")}
	s.Chapter, s.Visibility = in.get("chapter"), series.Visibility(in.get("visibility"))
	s.JoinURL = in.get("join_url")
	s.Length = in.lengthOf(&form, "length")
	s.Parties = in.parties(s.Parties)
	s.Circles = in.circles(&form, s.Circles)
	in.window(&form, s)
	in.questions(s)
	in.tracks(&form, s)
	in.sessions(&form, s)
	return form.Err()
}

// lengthOf reads how long a session takes: "2h", "1h30m", "90", "1:30".
func (in entry) lengthOf(form *errs.Form, name string) time.Duration {
	s := strings.ToLower(strings.Join(strings.Fields(i18n.Digits(in.get(name))), ""))
	if s == "" {
		return 0
	}
	s = strings.TrimSuffix(strings.ReplaceAll(s, "min", "m"), "h00")
	if hours, minutes, ok := strings.Cut(s, ":"); ok {
		s = hours + "h" + minutes + "m"
	} else if _, err := strconv.Atoi(s); err == nil {
		s += "m"
	}
	d, err := when.ParseLength(strings.TrimPrefix(s, "0h"))
	if err != nil {
		form.Add(name, "org.series.length-wrong|Enter how long it takes, such as 2h, 90m or 1h30m.")
	}
	return d
}

func (in entry) window(form *errs.Form, s *series.Series) {
	w := &s.Window
	w.Opens, w.Closes = in.wall(form, "registration.opens"), in.wall(form, "registration.closes")
	w.For = series.OpenFor(in.get("registration.for"))
	w.GroupMin, w.GroupMax = 0, 0
	if n := in.number(form, "registration.group_min"); n != nil {
		w.GroupMin = *n
	}
	if n := in.number(form, "registration.group_max"); n != nil {
		w.GroupMax = *n
	}
	w.Places = in.number(form, "registration.places")
	w.Waitlist = in.values.Has("registration.waitlist")
}

// wall reads a planned time as browsers send it, or as somebody typed it.
func (in entry) wall(form *errs.Form, name string) *when.Wall {
	s := strings.Replace(i18n.Digits(in.get(name)), " ", "T", 1)
	if s == "" {
		return nil
	}
	if len(s) > len("2027-01-04T09:00") {
		s = s[:len("2027-01-04T09:00")] // seconds
	}
	w, err := when.ParseWall(s)
	if err != nil {
		form.Add(name, "org.form.wall-wrong|Enter a date and a time such as 2027-01-04 09:00.")
		return nil
	}
	return &w
}

// clock reads an hour; nil where there is none.
func (in entry) clock(form *errs.Form, name string) *when.Clock {
	s := i18n.Digits(in.get(name))
	if s == "" {
		return nil
	}
	if len(s) > 5 && s[len(s)-3] == ':' {
		s = s[:len(s)-3] // seconds
	}
	c, err := when.ParseClock(strings.Replace(s, ".", ":", 1))
	if err != nil {
		form.Add(name, "org.form.clock-wrong|Enter a time such as 10:00 or 19:30.")
		return nil
	}
	return &c
}

// date reads a day; the zero date where there is none.
func (in entry) date(form *errs.Form, name string) when.Date {
	s := i18n.Digits(in.get(name))
	if s == "" {
		return when.Date{}
	}
	d, err := when.ParseDate(s)
	if err != nil {
		form.Add(name, "org.form.date-wrong|Enter a date such as 2027-02-10.")
	}
	return d
}

// tracks reads the rows of hours. A single row without a name, places or
// languages of its own is the hour of a series without tracks.
func (in entry) tracks(form *errs.Form, s *series.Series) {
	old := slices.Clone(s.Tracks)
	s.Tracks, s.Start = nil, nil
	n := rowCount(in.values, "tracks")
	if n == 1 && in.get("tracks.1.key") == "" && blank(in.values, "tracks", 1, "title.", "places", "languages") {
		s.Start = in.clock(form, "tracks.1.start")
		return
	}
	for i := 1; i <= n; i++ {
		t := series.Track{}
		if at := slices.IndexFunc(old, func(t series.Track) bool { return t.ID == in.get(cell("tracks", i, "key")) }); at >= 0 {
			t = old[at]
		}
		t.Letter = in.get(cell("tracks", i, "id"))
		if t.Letter == "" && t.ID == "" {
			t.Letter = letterAt(i)
			in.values.Set(cell("tracks", i, "id"), t.Letter)
		}
		t.Title = in.text(cell("tracks", i, "title"), t.Title)
		t.Start = in.clock(form, cell("tracks", i, "start"))
		t.Places = in.number(form, cell("tracks", i, "places"))
		t.Languages = in.values[cell("tracks", i, "languages")]
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
	switch count := in.number(form, "count"); {
	case count == nil && !form.Has("count"):
		form.Add("count", "org.series.count-missing|Enter how many sessions there are.")
	case count != nil && (*count < 1 || *count > series.MostSessions):
		form.Add("count", "org.series.count-wrong|Enter a number from 1 to {most}.", "most", series.MostSessions)
	case count != nil:
		n = *count
	}
	first := in.date(form, "first")
	if first.IsZero() {
		form.Add("first", "org.series.first-missing|Enter the date of the first session.")
	}
	if n == 0 || first.IsZero() {
		n = min(rowCount(in.values, "sessions"), series.MostSessions)
	}
	rhythm := series.Rhythm(in.get("rhythm")).Dates(first, n)
	s.Sessions = nil
	for i := 1; i <= n; i++ {
		x := series.Session{}
		if at := slices.IndexFunc(old, func(x series.Session) bool { return x.ID == in.get(cell("sessions", i, "key")) }); at >= 0 {
			x = old[at]
		}
		x.N = i
		in.dateOf(form, &x, i, first, rhythm[i-1])
		x.Theme = in.text(cell("sessions", i, "theme"), x.Theme)
		in.hours(form, s, &x, i)
		s.Sessions = append(s.Sessions, x)
	}
	dropRows(in.values, "sessions", n)
}

// dateOf gives a session the date that was typed for it, or that of the rhythm.
func (in entry) dateOf(form *errs.Form, x *series.Session, i int, first, usual when.Date) {
	date, made := cell("sessions", i, "date"), cell("sessions", i, "made")
	typed := in.get(date)
	if !first.IsZero() && (typed == "" || typed == in.get(made)) {
		x.Date = usual
		in.values.Set(date, usual.String())
		in.values.Set(made, usual.String())
		return
	}
	x.Date = in.date(form, date)
	if !first.IsZero() && x.Date == usual {
		in.values.Set(made, usual.String())
	}
}

// hours reads the hours of its own that a session may have.
func (in entry) hours(form *errs.Form, s *series.Series, x *series.Session, i int) {
	if len(s.Tracks) == 0 {
		if name := cell("sessions", i, "start"); in.values.Has(name) {
			x.Start, x.Starts = in.clock(form, name), nil
		}
		return
	}
	starts, asked := map[string]when.Clock{}, false
	for _, t := range s.Tracks {
		name := cell("sessions", i, "starts."+t.Letter)
		asked = asked || in.values.Has(name)
		if c := in.clock(form, name); c != nil {
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
