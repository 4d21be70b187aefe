package intake

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/when"
)

// content is what an origin says of an event. Its fields are written down here
// and not taken from the event, so that a new field there does not make every
// event that was ever imported look changed.
type content struct {
	Title, Description i18n.Text
	Kind               events.Kind
	Languages          []string
	Contact            people.Contact
	Hosts              []people.Party
	Zone               string
	Start              when.Clock
	Length             time.Duration
	Rule               *events.Rule
	Dates              []date
	Venue              *events.Place
	Online             string
	Elsewhere          string
	Here, Remote       *int
}

type date struct {
	Day, RuleDay when.Date
	Start        *when.Clock
	Length       time.Duration
	Status       events.Status
	Theme        i18n.Text
	Venue        *events.Place
}

func contentOf(e *events.Event) content {
	c := content{e.Title, e.Description, e.Kind, e.Languages, e.Contact, e.Parties.Hosts, e.Zone, e.Start, e.Length, e.Rule, nil, e.Venue, e.Online,
		e.Entry.Elsewhere, e.Entry.Places.Here, e.Entry.Places.Online}
	for _, d := range e.Dates {
		c.Dates = append(c.Dates, date{d.Day, d.RuleDay, d.Start, d.Length, d.Status, d.Theme, d.Venue})
	}
	return c
}

// digest is the same for the same content.
func digest(e *events.Event) ([]byte, error) {
	text, err := json.Marshal(contentOf(e))
	sum := sha256.Sum256(text)
	return sum[:], err
}

// Difference is something of which a file says another thing than the event that
// came from it.
type Difference struct {
	What   errs.Text
	Is     string // as the event has it
	Brings string // as the file has it
}

// Differences compares an event with a draft of it that came later.
func Differences(is, brings *events.Event, l *i18n.Locale) (list []Difference) {
	add := func(what errs.Text, a, b string) {
		if a != b {
			list = append(list, Difference{what, a, b})
		}
	}
	lang := brings.Languages[0]
	add(errs.T("org.intake.differs.title|Title"), is.Title[lang], brings.Title[lang])
	add(errs.T("org.intake.differs.when|When"), firstWhen(is, l), firstWhen(brings, l))
	add(errs.T("org.intake.differs.zone|Time zone"), l.City(is.Zone), l.City(brings.Zone))
	add(errs.T("org.intake.differs.dates|Dates"), datesOf(is, brings, l), datesOf(brings, brings, l))
	add(errs.T("org.intake.differs.place|Place"), placeLine(is.Venue), placeLine(brings.Venue))
	add(errs.T("org.intake.differs.call|Call"), is.Online, brings.Online)
	add(errs.T("org.intake.differs.elsewhere|Registration"), is.Entry.Elsewhere, brings.Entry.Elsewhere)
	add(errs.T("org.intake.differs.text|Description"), short(is.Description[lang]), short(brings.Description[lang]))
	return list
}

func firstWhen(e *events.Event, l *i18n.Locale) string {
	if len(e.Dates) == 0 {
		return ""
	}
	o := e.Occurrence(&e.Dates[0])
	return l.RangeStyle(o.Start, o.End, i18n.Medium)
}

// datesOf are the further dates, as far as they are not made by a rule without
// an end.
func datesOf(e, like *events.Event, l *i18n.Locale) string {
	if e.Rule != nil || like.Rule != nil {
		if e.Rule == nil {
			return ""
		}
		return e.Rule.RRule(e.Start, e.Location())
	}
	var list []string
	for i := range e.Dates {
		o := e.Occurrence(&e.Dates[i])
		s := l.DateTime(o.Start, i18n.Short)
		if o.Date.Status == events.CalledOff {
			s = l.T("org.intake.differs.off|{date} (cancelled)", "date", s)
		}
		list = append(list, s)
	}
	return strings.Join(list[min(1, len(list)):], "; ")
}

func placeLine(p *events.Place) string {
	if p == nil {
		return ""
	}
	return p.Line()
}

// short is the beginning of a text, enough to see what differs.
func short(s string) string {
	words := strings.Fields(s)
	const most = 40
	if len(words) > most {
		words = append(slices.Clone(words[:most]), "…")
	}
	return strings.Join(words, " ")
}
