package boardweb

import (
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/i18n"
)

// circleName is what a circle is called here: "Circle 42".
func circleName(l *i18n.Locale, code string) string {
	n, err := strconv.Atoi(strings.TrimPrefix(code, "C"))
	if err != nil {
		return code
	}
	return l.T("org.circles.name|Circle {number}", "number", n)
}

// qualityLine says in one sentence how good a proposal is.
func qualityLine(l *i18n.Locale, q circles.Quality) string {
	most := min(q.AtMost, q.People)
	if q.Breaches > 0 { // what cannot be published is not praised
		return placedLine(l, q.Placed, q.People)
	}
	if q.Placed >= most {
		return l.T("org.circles.quality.best|{n} of {people} people have a circle. More is not possible.|{n} of {people} people have a circle. More is not possible.",
			"n", q.Placed, "people", q.People)
	}
	return l.T("org.circles.quality|{n} of {people} people have a circle; at most {most} could.|{n} of {people} people have a circle; at most {most} could.",
		"n", q.Placed, "people", q.People, "most", most)
}

// placedLine says how many have a circle, and no more.
func placedLine(l *i18n.Locale, n, people int) string {
	return l.T("org.circles.quality.placed|{n} of {people} people have a circle.|{n} of {people} people have a circle.", "n", n, "people", people)
}

// didLine says what was done in a step.
func didLine(l *i18n.Locale, d circles.Did) string {
	name := circleName(l, d.Circle)
	switch d.What {
	case circles.Formed:
		return l.T("org.circles.did.formed|Formed by the program: {n} person placed.|Formed by the program: {n} people placed.", "n", d.N)
	case circles.Rechecked:
		return l.T("org.circles.did.rechecked|Compared with what people say now.")
	case circles.Continued:
		return l.T("org.circles.did.continued|The circles as they meet now.")
	case circles.Move:
		return l.T("org.circles.did.move|{n} person moved to {circle}.|{n} people moved to {circle}.", "n", d.N, "circle", name)
	case circles.TakeOut:
		return l.T("org.circles.did.out|{n} person taken out of their circle.|{n} people taken out of their circles.", "n", d.N)
	case circles.Gather:
		return l.T("org.circles.did.new|{circle} made of {n} person.|{circle} made of {n} people.", "n", d.N, "circle", name)
	case circles.Dissolve:
		return l.T("org.circles.did.dissolve|{circle} dissolved: {n} person is without a circle.|{circle} dissolved: {n} people are without a circle.", "n", d.N, "circle", name)
	case circles.Pin:
		return l.T("org.circles.did.pin|{n} person stays where they are.|{n} people stay where they are.", "n", d.N)
	case circles.Unpin:
		return l.T("org.circles.did.unpin|{n} person may be moved again.|{n} people may be moved again.", "n", d.N)
	case circles.Keep:
		return l.T("org.circles.did.keep|{circle} stays as it is.", "circle", name)
	case circles.Release:
		return l.T("org.circles.did.release|{circle} may be changed again.", "circle", name)
	}
	return ""
}

// breachLine says what a circle breaks, in a sentence that names the circle.
func breachLine(l *i18n.Locale, b circles.Breach, name string, size form.Size) string {
	circle := circleName(l, b.Circle)
	switch {
	case b.Who == "" && (b.Kind == circles.NotSpoken || b.Kind == circles.OtherTrack):
		return l.T("org.circles.breach.outdated|{circle} is in a language or on a track that the series no longer has.", "circle", circle)
	case name == "":
		name = l.T("org.circles.somebody|somebody")
	}
	switch b.Kind {
	case circles.CannotCome:
		return l.T("org.circles.breach.hours|{name} cannot be at every meeting of {circle}.", "name", name, "circle", circle)
	case circles.NotSpoken:
		return l.T("org.circles.breach.language|{name} does not speak the language of {circle}.", "name", name, "circle", circle)
	case circles.OtherTrack:
		return l.T("org.circles.breach.track|{name} is in another track than {circle}.", "name", name, "circle", circle)
	case circles.LeftSince:
		return l.T("org.circles.breach.gone|{name} is in {circle} and does not say yes any more.", "name", name, "circle", circle)
	case circles.TooFew:
		return l.T("org.circles.breach.few|{circle} has too few people: {n} is the least.|{circle} has too few people: {n} are the least.", "n", size.Min, "circle", circle)
	case circles.Leaderless:
		return l.T("org.circles.breach.lead|{circle} has nobody who leads.", "circle", circle)
	case circles.NoSuchHour:
		return l.T("org.circles.breach.slot|{circle} meets at an hour that the dates do not allow any more.", "circle", circle)
	}
	return l.T("org.circles.breach.crowded|{circle} has no place for all who are in it.", "circle", circle)
}

// breachWord is the same in a word or two, on the circle itself.
func breachWord(l *i18n.Locale, kind circles.BreachKind) string {
	switch kind {
	case circles.CannotCome:
		return l.T("org.circles.breach.hours.word|Hours")
	case circles.NotSpoken:
		return l.T("org.circles.breach.language.word|Language")
	case circles.OtherTrack:
		return l.T("org.circles.breach.track.word|Track")
	case circles.LeftSince:
		return l.T("org.circles.breach.gone.word|Withdrawn")
	case circles.TooFew:
		return l.T("org.circles.breach.few.word|Too few")
	case circles.Leaderless:
		return l.T("org.circles.breach.lead.word|Nobody leads")
	case circles.NoSuchHour:
		return l.T("org.circles.breach.slot.word|No such hour")
	}
	return l.T("org.circles.breach.crowded.word|No place for all")
}

// whyLine says why somebody has no circle, or that there is a place for them.
func whyLine(l *i18n.Locale, x circles.Left) string {
	if x.Fits {
		return l.T("org.circles.reason.fits|would fit a circle that has room")
	}
	return reasonLine(l, x.Told())
}

// reasonLine says why somebody has no circle, to who forms circles.
func reasonLine(l *i18n.Locale, r form.Reason) string {
	switch r {
	case form.ReasonNoLanguage:
		return l.T("org.circles.reason.language|speaks none of the languages")
	case form.ReasonNoSlot:
		return l.T("org.circles.reason.slot|is free at no hour on every date")
	case form.ReasonNoFacilitator:
		return l.T("org.circles.reason.lead|nobody who leads shares a language and an hour with them")
	case form.ReasonTooFew:
		return l.T("org.circles.reason.few|too few share a language and an hour with them")
	}
	return l.T("org.circles.reason.capacity|the circles that fit are full")
}

// suggestLine says what would give somebody a place at once. Hours are those of
// their own clocks, in the zone, as it says.
func suggestLine(l *i18n.Locale, s *form.Suggestion, zone string) string {
	circle := circleName(l, s.Circle)
	if s.AddLang != "" {
		return l.T("org.circles.suggest.language|would have a place in {circle} if they spoke {language}", "circle", circle, "language", l.LangName(s.AddLang))
	}
	return l.T("org.circles.suggest.hours.there|would have a place in {circle} if they also could on {hours} on their clocks, in {city}",
		"circle", circle, "hours", windowText(l, s.AddWindow), "city", l.City(zone))
}

// windowText is a window such as "WED 18:00-19:30" as people read it.
func windowText(l *i18n.Locale, text string) string {
	w, err := form.ParseWindow(text)
	if err != nil {
		return text
	}
	monday := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	from, to := monday.Add(time.Duration(w.From)*15*time.Minute), monday.Add(time.Duration(w.To)*15*time.Minute)
	return l.T("org.circles.at|{weekday} {hours}", "weekday", l.Weekday(from.Weekday(), false), "hours", l.TimeRange(from, to))
}

// hourLine says when a circle meets in a week, on the clocks of a zone, and
// each time that it changes with the clocks.
func hourLine(l *i18n.Locale, zone *time.Location, meetings []time.Time, length time.Duration) string {
	if len(meetings) == 0 {
		return ""
	}
	read := func(t time.Time) string {
		t = t.In(zone)
		return l.T("org.circles.at|{weekday} {hours}", "weekday", l.Weekday(t.Weekday(), true), "hours", l.TimeRange(t, t.Add(length)))
	}
	line, last := read(meetings[0]), read(meetings[0])
	for _, t := range meetings[1:] {
		if later := read(t); later != last {
			line = l.T("org.circles.at.then|{first}, {later} from {date} on", "first", line, "later", later, "date", l.Date(t.In(zone), i18n.Short))
			last = later
		}
	}
	return line
}
