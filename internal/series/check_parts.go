package series

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series/yamlform"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

const (
	mostPlaces = 1_000_000
	mostPeople = 10_000 // of one group
	mostCircle = 50     // people in one circle
)

func (c *checker) window() {
	w := c.s.Window
	oneOf(c, "registration.for", w.For, ForAnyone, ForGroups, ForMembers, ForInvited)
	if w.Opens != nil {
		c.wall("registration.opens", *w.Opens)
	}
	if w.Closes != nil {
		c.wall("registration.closes", *w.Closes)
	}
	if w.Opens != nil && w.Closes != nil && w.Closes.Before(*w.Opens) {
		c.fault("registration.closes", w.Closes.String(), "a time after "+w.Opens.String()+", when registration opens",
			"org.series.closes-first|Registration cannot close before it opens.")
	}
	if w.GroupMin < 1 || w.GroupMin > mostPeople {
		c.fault("registration.group_min", strconv.Itoa(w.GroupMin), fmt.Sprintf("1 to %d", mostPeople),
			"org.series.group-min|A group has at least 1 person and at most {most}.", "most", mostPeople)
	}
	if w.GroupMax < w.GroupMin || w.GroupMax > mostPeople {
		c.fault("registration.group_max", strconv.Itoa(w.GroupMax), fmt.Sprintf("%d (group_min) to %d", w.GroupMin, mostPeople),
			"org.series.group-max|The largest group cannot be smaller than the smallest, nor larger than {most}.", "most", mostPeople)
	}
	c.places("registration.places", w.Places)
}

func (c *checker) places(field string, places *int) {
	if places != nil && (*places < 1 || *places > mostPlaces) {
		c.fault(field, strconv.Itoa(*places), fmt.Sprintf("1 to %d, or no field for no limit", mostPlaces),
			"org.series.places-wrong|Enter a number from 1 to {most}, or leave it empty for no limit.", "most", mostPlaces)
	}
}

// wall refuses a planned time that the clocks in the series' zone skip.
func (c *checker) wall(field string, w when.Wall) {
	loc, err := when.Load(c.s.Zone)
	if err != nil {
		return
	}
	if _, kind := w.In(loc); kind == when.Skipped {
		c.skipped(field, w, loc)
	}
}

func (c *checker) skipped(field string, w when.Wall, loc *time.Location) {
	next := w.Next(loc)
	offer := next.String()
	if next.Date == w.Date {
		offer = next.Clock.String()
	}
	c.fault(field, fmt.Sprintf("%s in %s, when the clocks are set forward over it", w, loc), offer,
		"org.series.skipped|On {date} the clocks in {city} are set forward: {time} does not exist. The next is {next}.",
		"date", w.Date.String(), "city", i18n.City(loc.String()), "time", w.Clock.String(), "next", offer)
}

func (c *checker) questions() {
	var ids []string
	for i, q := range c.s.Questions {
		field := at("questions", i)
		c.id(field+".id", q.ID, ids)
		ids = append(ids, q.ID)
		if q.Label.Empty() {
			c.missing(field+".label", "the question, such as {en: …}", "org.series.label-missing|Enter the words that people see.")
		}
		c.text(field+".label", q.Label, typed.LongestLine)
		oneOf(c, field+".kind", q.Kind, AskText, AskChoice, AskChoices, AskYesNo)
		c.choices(field+".choices", q)
	}
}

func (c *checker) choices(field string, q Question) {
	choosing := q.Kind == AskChoice || q.Kind == AskChoices
	switch {
	case choosing && len(q.Choices) < 2:
		c.fault(field, fmt.Sprintf("%d of them", len(q.Choices)), "two or more, such as [{id: morning, label: {en: In the morning}}, …]",
			"org.series.choices-missing|Enter at least two answers to choose from.")
	case !choosing && len(q.Choices) > 0:
		c.fault(field, fmt.Sprintf("%d of them", len(q.Choices)), "none, since the kind is "+string(q.Kind),
			"org.series.choices-needless|This kind of question has no answers to choose from.")
	}
	var ids []string
	for i, choice := range q.Choices {
		c.id(at(field, i)+".id", choice.ID, ids)
		ids = append(ids, choice.ID)
		if choice.Label.Empty() {
			c.missing(at(field, i)+".label", "the answer, such as {en: …}", "org.series.label-missing|Enter the words that people see.")
		}
		c.text(at(field, i)+".label", choice.Label, typed.LongestLine)
	}
}

// id checks the short name of a question or a choice among those before it.
func (c *checker) id(field, id string, before []string) {
	switch {
	case id == "":
		c.missing(field, "a short name such as needs", "org.series.id-missing|Enter a short name, such as needs.")
	case !typed.IsSlug(id):
		c.fault(field, yamlform.Quote(id), "small letters a-z, digits and single dashes",
			"org.series.slug-wrong|Use small letters a to z, digits and single dashes only, such as spring-school.")
	case slices.Contains(before, id):
		c.fault(field, yamlform.Quote(id)+" again", "another, since each is used once", "org.series.id-twice|This short name is used twice.")
	}
}

func (c *checker) tracks() {
	var letters []string
	if n := len(c.s.Tracks); n > MostTracks {
		c.fault("tracks", strconv.Itoa(n)+" of them", fmt.Sprintf("at most %d", MostTracks),
			"org.series.tracks-many|A series has at most {most} tracks.", "most", MostTracks)
	}
	for i, t := range c.s.Tracks {
		field := at("tracks", i)
		switch {
		case t.Letter == "":
			c.missing(field+".id", "a letter such as A", "org.series.track-missing|Enter a letter for the track, such as A.")
		case !isLetter(t.Letter):
			c.fault(field+".id", yamlform.Quote(t.Letter), "a letter such as A, or up to 12 letters and digits",
				"org.series.track-wrong|Use a letter such as A, or up to 12 letters a to z and digits.")
		case slices.ContainsFunc(letters, func(l string) bool { return strings.EqualFold(l, t.Letter) }):
			c.fault(field+".id", yamlform.Quote(t.Letter)+" again", "another letter, since each track has its own",
				"org.series.track-twice|Another track has this letter already.")
		}
		letters = append(letters, t.Letter)
		c.text(field+".title", t.Title, typed.LongestLine)
		c.languages(field+".languages", t.Languages, c.s.Languages)
		c.places(field+".places", t.Places)
	}
}

// isLetter tells whether a text can name a track.
func isLetter(s string) bool {
	return len(s) <= 12 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

func (c *checker) circles(circles *Circles) {
	size := circles.Size
	sizes := fmt.Sprintf("min %d, target %d, max %d", size.Min, size.Target, size.Max)
	switch {
	case size.Min < 2 || size.Max > mostCircle:
		c.fault("circles.size", sizes, fmt.Sprintf("2 to %d people in a circle", mostCircle),
			"org.series.circle-size|A circle has at least 2 people and at most {most}.", "most", mostCircle)
	case size.Min > size.Target || size.Target > size.Max:
		c.fault("circles.size", sizes, "min, target and max in this order",
			"org.series.circle-order|The best size cannot be smaller than the smallest, nor larger than the largest.")
	}
	oneOf(c, "circles.days", circles.Days, DaysFixed, DaysAny)
	if circles.Closes != nil {
		c.wall("circles.closes", *circles.Closes)
	}
	if circles.Facilitators < 0 || circles.Facilitators > max(size.Max, 0) {
		c.fault("circles.facilitators", strconv.Itoa(circles.Facilitators), fmt.Sprintf("0 to %d", size.Max),
			"org.series.facilitators-wrong|A circle cannot have more facilitators than people.")
	}
	if len(circles.Meetings) == 0 {
		c.missing("circles.meetings", "a meeting such as {date: 2027-02-11}", "org.series.meetings-missing|Enter the date of at least one meeting.")
	}
	for i := range circles.Meetings {
		c.meeting(circles, i)
	}
	c.weeks(circles.Meetings)
}

// toBe tells whether a meeting is still to be, as far as is noted of it.
func (x *Session) toBe() bool { return x.Status != CalledOff && x.Status != Held }

// weeks refuses two meetings in one week, of those that are still to be: every
// circle has one weekday and one hour, so that it would meet twice at once.
func (c *checker) weeks(list []Session) {
	seen := map[when.Date]when.Date{}
	for i := range list {
		m := &list[i]
		if !m.toBe() || m.Date.IsZero() {
			continue
		}
		monday := m.Date.Monday()
		if other, twice := seen[monday]; twice {
			c.fault(at("circles.meetings", i)+".date", fmt.Sprintf("%s, in the week of %s", m.Date, other), "a week without another meeting",
				"org.series.meetings-week|There is another meeting in this week already. A circle has one weekday and one hour, so it would meet twice at the same time. Choose another week.")
		}
		seen[monday] = m.Date
	}
}

// meeting checks one meeting of the circles. Its start is shown until circles
// are formed and binds nobody, so that it may be missing; the length counts.
func (c *checker) meeting(circles *Circles, i int) {
	m, field := &circles.Meetings[i], at("circles.meetings", i)
	c.session(field, m)
	if len(m.Starts) > 0 {
		c.fault(field+".starts", "times by track", "none, since circles have no tracks", "org.series.meeting-starts|Circles have no tracks.")
	}
	if m.Length == 0 && circles.Length == 0 {
		c.missing("circles.length", "how long a meeting takes, such as 90m", "org.series.length-missing|Enter how long it takes.", field+".length")
	}
	if m.Start != nil && !m.Date.IsZero() {
		c.hour(field+".start", c.s.Occurrence(m, ""))
	}
	first := m.Date
	if k := slices.IndexFunc(circles.Meetings, func(m Session) bool { return m.toBe() && !m.Date.IsZero() }); k >= 0 {
		first = circles.Meetings[k].Date
	}
	if circles.Days == DaysFixed && m.toBe() && !m.Date.IsZero() && m.Date.Weekday() != first.Weekday() {
		c.fault(field+".date", fmt.Sprintf("%s, a %s", m.Date, m.Date.Weekday()),
			fmt.Sprintf("a %s like the first meeting, or days: any", first.Weekday()),
			"org.series.weekdays-differ|All meetings must be on one weekday, {day}, since the day is fixed. Or let the day be found with the hour.",
			"day", i18n.Weekday(first.Weekday()))
	}
}
