package circles

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
)

// Interest is somebody's yes to a circle. It is not a registration.
type Interest struct {
	ID         string
	Cohort     string
	Person     string
	State      State
	Languages  []string // in the order they like
	Track      string   // letter; "" = any
	Leads      bool     // ready to facilitate
	Delegation string   // the group they came with; "" = by themselves
	Zone       string   // in which they are told their hours
	Language   string   // in which they are told them
	AnsweredAt time.Time
	ToldAt     time.Time // when they were told why they have no circle
	Generation int
	MadeAt     time.Time
	ChangedAt  time.Time
}

// State is where an interest stands.
type State string

// The states of an interest. Who has a circle is known by their placement.
const (
	Yes       State = "yes"
	Withdrawn State = "withdrawn"
)

// Answer is what somebody says of how they can meet, cleaned.
type Answer struct {
	Zone      string // in which the hours are meant, and in which they are told theirs
	Language  string // of their mails
	Hours     Hours
	Unread    []string // what of the hours they wrote was not understood
	Languages []string // in the order they like
	Best      string   // which of them they chose as the best …
	Next      string   // … and as the one after that; "" = none
	Track     string   // letter; "" = any
	Leads     bool

	toldIn string // the zone in which they are told theirs, where it is another
}

// YesForm is what somebody fills in to say yes. Name and address are asked of
// those who are not known by a sign-in or a link of theirs.
type YesForm struct {
	Name, Address string
	Agree         string // the version of the agreement that they agree to
	Answer
}

// Clean puts the form into the state in which it is kept.
func (f YesForm) Clean() YesForm {
	f.Name, f.Address = people.CleanName(f.Name), people.CleanAddress(f.Address)
	return f
}

// check notes in the form what is wrong with an answer for the series.
func (a Answer) check(form *errs.Form, s *series.Series) {
	series.CheckZone(form, a.Zone)
	a.checkHours(form, s)
	offered := Spoken(s)
	switch {
	case len(a.Languages) == 0:
		form.Add("languages", "circles.languages.missing|Choose at least one language in which you can talk.")
	case slices.ContainsFunc(a.Languages, func(lang string) bool { return !slices.Contains(offered, lang) }):
		form.Add("languages", "circles.languages.unknown|Choose from the languages of this series.")
	}
	unsaid := func(lang string) bool {
		return len(a.Languages) > 0 && lang != "" && !slices.Contains(a.Languages, lang)
	}
	if unsaid(a.Best) {
		form.Add("best", "circles.languages.best-other|You like {language} best, and did not tick it above. Tick it too, or choose another one.", "language", languageName(a.Best))
	}
	if unsaid(a.Next) {
		form.Add("next", "circles.languages.next-other|You would like {language} after that, and did not tick it above. Tick it too, or choose another one.", "language", languageName(a.Next))
	}
	if a.Track != "" && s.Track(a.Track) == nil {
		form.Add("track", "series.register.track-unknown|This choice of hours does not exist. Choose one from the list.")
	}
}

// checkHours notes hours that lead into no circle at all.
func (a Answer) checkHours(form *errs.Form, s *series.Series) {
	enough := func(h Hours) bool { return h.Longest() >= s.Circles.Length }
	day, fixed := MeetsOn(s)
	switch {
	case len(a.Unread) > 0:
		noteUnread(form, a.Unread)
	case len(a.Hours) == 0:
		form.Add("hours", "circles.hours.missing|Tick the hours in which you can usually meet, or write them.")
	case !enough(a.Hours):
		form.Add("hours", "circles.hours.short|A circle meets for {length}. Choose hours in which you have that long at a stretch.", "length", span(s.Circles.Length))
	case fixed && !enough(a.Hours.around(day)):
		form.Add("hours", "circles.hours.day|These circles meet on one day of the week: {weekday}. Choose hours on that day.", "weekday", weekday(day))
	}
}

func noteUnread(form *errs.Form, unread []string) {
	if parts := Backwards(unread); len(parts) > 0 {
		form.Add("hours", "circles.hours.backwards|The end lies before the beginning: {parts}. Write the earlier hour first, and both in full: {example}", "parts", quoted(parts), "example", ExampleHours())
		return
	}
	form.Add("hours", "circles.hours.unread|This was not understood: {parts}. Write days and hours like this: {example}", "parts", quoted(unread), "example", ExampleHours())
}

// UnreadHours is the error of a line of hours that was not understood as a
// whole.
func UnreadHours(unread []string) error {
	var form errs.Form
	noteUnread(&form, unread)
	return form.Err()
}

// MeetsOn is the weekday on which all circles of the series meet; ok is false
// where it is found with the hour.
func MeetsOn(s *series.Series) (day time.Weekday, ok bool) {
	if s.Circles == nil || s.Circles.Days != series.DaysFixed || len(s.Circles.Meetings) == 0 {
		return 0, false
	}
	return s.Circles.Meetings[0].Date.Weekday(), true
}

// ExampleHours show how hours are written.
func ExampleHours() Hours {
	h, _ := ReadHours("MON 18:00-21:00;TUE 18:00-21:00;WED 18:00-21:00;THU 18:00-21:00;FRI 18:00-21:00;SAT 10:00-12:00")
	return h
}

// weekday prints itself for each reader.
type weekday time.Weekday

func (d weekday) In(l *i18n.Locale) string { return l.Weekday(time.Weekday(d), false) }

// quoted are pieces of a text as they were written.
type quoted []string

func (q quoted) In(l *i18n.Locale) string {
	parts := make([]string, len(q))
	for i, part := range q {
		parts[i] = "“" + shortened(part) + "”"
	}
	return l.List(parts)
}

// languageName prints itself for each reader.
type languageName string

func (lang languageName) In(l *i18n.Locale) string { return l.LangName(string(lang)) }

// span is a length that prints itself for each reader.
type span time.Duration

func (d span) In(l *i18n.Locale) string { return l.Length(time.Duration(d)) }

// Spoken lists the languages that circles of the series can have: those it
// works in, or all of the house where it names none.
func Spoken(s *series.Series) []string {
	if len(s.Languages) == 0 {
		return i18n.Languages()
	}
	return s.Languages
}
