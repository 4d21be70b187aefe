package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

// Calendar makes drafts of a calendar file (RFC 5545). Entries of one UID are
// one event: a rule, and dates that differ from it.
func Calendar(data []byte, set Settings, today when.Date) (*Batch, error) {
	file, err := ical.Read(data)
	if err != nil {
		return nil, err
	}
	b := &Batch{Format: ICalendar}
	for _, p := range file.Problems {
		b.Problems = append(b.Problems, Problem(p))
	}
	in := &reading{Settings: set, today: today}
	groups, order := map[string][]ical.Entry{}, []string{}
	for i, e := range file.Entries {
		uid := cmp.Or(e.UID, "line "+strconv.Itoa(e.Line))
		if e.UID == "" || groups[uid] == nil {
			order = append(order, uid)
		}
		groups[uid] = append(groups[uid], file.Entries[i])
	}
	dates := 0
	for _, uid := range order {
		d := draftOf(uid, groups[uid], in)
		if dates += d.comesTo(today); dates > mostDates {
			return nil, errs.New(errs.Invalid, "org.intake.dates|What is in this file repeats so often that it comes to more than {most} dates. Please split it, or give its rules an end.", "most", mostDates)
		}
		b.Drafts = append(b.Drafts, d)
	}
	return b, nil
}

// mostDates bounds to how many dates the events of one file may come: a line says
// each day, for ever.
const mostDates = 100_000

// comesTo is how many dates an event has as soon as it is kept.
func (d *Draft) comesTo(today when.Date) int {
	n := len(d.Event.Dates)
	if r := d.Event.Rule; r != nil {
		n += len(r.Days(today.AddDays(int(events.Ahead / (24 * time.Hour)))))
	}
	return n
}

// reading is what the events of one file have in common.
type reading struct {
	Settings
	today when.Date
	lost  int // rules that gave no dates
}

// draftOf makes one event of the entries that share a UID.
func draftOf(uid string, entries []ical.Entry, in *reading) Draft {
	slices.SortStableFunc(entries, func(a, b ical.Entry) int { // the one that the others differ from comes first
		return cmp.Or(boolFirst(a.Instead == nil, b.Instead == nil), cmp.Compare(b.Sequence, a.Sequence))
	})
	entries, older := newest(entries)
	main := entries[0]
	d := Draft{Source: uid, Line: main.Line}
	if older {
		d.remark("org.intake.older|The file has an older form of this event too. It is left out.")
	}
	if main.Instead != nil {
		d.remark("org.intake.no-rule|The file has single dates of something that repeats, and not the rule by which it does.")
	}
	if main.UID == "" {
		d.Source = "" // made of what it is
	}
	e := &events.Event{State: events.Draft, Kind: kindOf(main.Categories)}
	d.Event = e
	e.Zone = d.zoneOf(main.Start, in.Settings)
	lang := cmp.Or(in.Language, "en")
	e.Title = i18n.Text{lang: cmp.Or(main.Summary, typed.Line(uid))}
	e.Description = i18n.Text{lang: plain(main.Description)}
	e.Languages = []string{lang}
	e.Contact = people.Contact{Name: main.Organizer.Name}
	if people.IsAddress(main.Organizer.Address) {
		e.Contact.Email = main.Organizer.Address
	}
	where(e, main)
	first := wallIn(main.Start, e.Zone)
	e.Start, e.Length = first.Clock, lengthOf(main)
	if main.Start.AllDay {
		d.remark("org.intake.all-day|This stands for the whole day, without hours. Enter when it begins and how long it takes.")
	}
	switch {
	case e.Length > 0:
	case !main.End.Wall.IsZero():
		e.Length = Lasts
		d.remark("org.intake.end|Line {line}: the end “{time}” cannot be read, or is not after the start. One hour is assumed.", "line", main.Line, "time", main.End.Wall.String())
	default:
		e.Length = Lasts
		d.remark("org.intake.no-end|The file does not say when it ends. One hour is assumed.")
	}
	d.dates(main, entries[1:], first, in)
	if main.Status == ical.Cancelled {
		d.remark("org.intake.cancelled|In the file this event is cancelled.")
	}
	e.Clean()
	return d
}

// newest leaves out entries of which a newer form stands before them: of the event
// itself, and of one of its dates. Those of one age are dates beside each other.
func newest(entries []ical.Entry) (kept []ical.Entry, older bool) {
	seen := map[string]int{}
	for _, e := range entries {
		of := ""
		if e.Instead != nil {
			of = e.Instead.Wall.String() + e.Instead.Zone
		}
		if sequence, known := seen[of]; known && (e.Sequence < sequence || of != "") {
			older = true
			continue
		}
		seen[of] = e.Sequence
		kept = append(kept, e)
	}
	return kept, older
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// zoneOf is the zone in which the event's hours are meant.
func (d *Draft) zoneOf(t ical.Time, set Settings) string {
	switch {
	case t.Named != "":
		d.unknownZone(t.Named)
		return set.Zone
	case t.Zone == "" && !t.AllDay:
		d.Floating = true
		d.remark("org.intake.floating|The file does not say in which time zone these hours are meant. {city} is assumed.", "city", i18n.City(set.Zone))
		return set.Zone
	case t.Zone == "":
		return set.Zone
	case t.Zone == "UTC":
		if set.Zone != "UTC" {
			d.remark("org.intake.utc|The file gives these hours in UTC. They are shown as {city}’s.", "city", i18n.City(set.Zone))
		}
		return set.Zone
	}
	return t.Zone
}

// wallIn is a time as the clocks of a zone show it.
func wallIn(t ical.Time, zone string) when.Wall {
	if t.Zone == "" || t.Zone == zone || t.AllDay {
		return t.Wall
	}
	from, err := when.Load(t.Zone)
	to, err2 := when.Load(zone)
	if err != nil || err2 != nil {
		return t.Wall
	}
	at, _ := t.Wall.In(from)
	return when.WallOf(at, to)
}

// lengthOf is how long an entry takes, 0 if it does not say.
func lengthOf(e ical.Entry) time.Duration {
	if e.End.Wall.IsZero() {
		if e.Start.AllDay {
			return 24 * time.Hour
		}
		return 0
	}
	start, end := instant(e.Start), instant(e.End)
	if e.Start.Zone == e.End.Zone { // on the wall, so that a changed clock does not count
		start, _ = e.Start.Wall.In(time.UTC)
		end, _ = e.End.Wall.In(time.UTC)
	}
	return max(0, end.Sub(start))
}

func instant(t ical.Time) time.Time {
	loc, err := when.Load(cmp.Or(t.Zone, "UTC"))
	if err != nil {
		loc = time.UTC
	}
	at, _ := t.Wall.In(loc)
	return at
}

// dates gives the event its dates: of its rule, of the entries that differ from
// it, and those that are listed.
func (d *Draft) dates(main ical.Entry, others []ical.Entry, first when.Wall, in *reading) {
	e := d.Event
	e.Dates = []events.Date{{Day: first.Date, Status: statusOf(main.Status)}}
	if main.Rule != nil {
		d.rule(main, first, in)
	}
	for _, t := range main.Extra {
		if w := wallIn(t, e.Zone); !slices.ContainsFunc(e.Dates, func(x events.Date) bool { return x.Day == w.Date }) {
			x := dateAt(e, w)
			if t.Lasts != e.Length {
				x.Length = t.Lasts
			}
			e.Dates = append(e.Dates, x)
		}
	}
	for _, t := range main.Except {
		w := wallIn(t, e.Zone)
		if e.Rule == nil {
			e.Dates = slices.DeleteFunc(e.Dates, func(x events.Date) bool { return x.Day == w.Date })
			continue
		}
		e.Dates = append(e.Dates, events.Date{Day: w.Date, RuleDay: w.Date, Status: events.Skipped})
	}
	for _, o := range others[:min(len(others), events.MostDates)] { // more are dates too many
		d.instead(o)
	}
	if len(e.Dates) > events.MostDates {
		e.Dates = e.Dates[:events.MostDates]
		d.remark("org.intake.dates-many|The file has more than {most} dates of this event. The first ones are taken.", "most", events.MostDates)
	}
}

func dateAt(e *events.Event, w when.Wall) events.Date {
	x := events.Date{Day: w.Date, Status: events.Scheduled}
	if w.Clock != e.Start {
		x.Start = &w.Clock
	}
	return x
}

// has tells whether the event has a date at that hour.
func has(e *events.Event, w when.Wall) bool {
	return slices.ContainsFunc(e.Dates, func(x events.Date) bool {
		return x.Day == w.Date && (x.Start == nil && e.Start == w.Clock || x.Start != nil && *x.Start == w.Clock)
	})
}

// instead takes an entry that differs from the rule, or one more of its UID.
func (d *Draft) instead(o ical.Entry) {
	e := d.Event
	x := dateAt(e, wallIn(o.Start, e.Zone))
	x.Status = statusOf(o.Status)
	if length := lengthOf(o); length != 0 && length != e.Length {
		x.Length = length
	}
	if title := e.Title[e.Languages[0]]; o.Summary != "" && o.Summary != title {
		x.Theme = i18n.Text{e.Languages[0]: strings.TrimPrefix(strings.TrimPrefix(o.Summary, title), ": ")}
	}
	if place, _ := placeOf(o.Location); place != nil && (e.Venue == nil || *place != *e.Venue) {
		x.Venue = place
	}
	if o.Instead != nil {
		day := wallIn(*o.Instead, e.Zone).Date
		if e.Rule != nil && slices.Contains(e.Rule.Days(day), day) { // else it is one more
			x.RuleDay = day
		}
		e.Dates = slices.DeleteFunc(e.Dates, func(y events.Date) bool { return y.RuleDay == day && e.Rule != nil || e.Rule == nil && y.Day == day })
	}
	if o.Instead == nil {
		if o.Rule != nil {
			d.remark("org.intake.rules|The file has more than one rule for this event. Only the first is taken.")
		}
		if has(e, wallIn(o.Start, e.Zone)) {
			return
		}
	}
	e.Dates = append(e.Dates, x)
}

func statusOf(s ical.Status) events.Status {
	switch s {
	case ical.Cancelled:
		return events.CalledOff
	case ical.Tentative:
		return events.Tentative
	}
	return events.Scheduled
}

// kindOf is the first category that is one of our kinds.
func kindOf(categories []string) events.Kind {
	for _, c := range categories {
		k := events.Kind(strings.ReplaceAll(strings.ToLower(c), " ", "-"))
		if slices.Contains(events.Kinds(), k) {
			return k
		}
	}
	return events.Meeting
}

// where says where the event takes place: an address of the web is a call, other
// words are a place.
func where(e *events.Event, entry ical.Entry) {
	place, call := placeOf(entry.Location)
	e.Venue, e.Online = place, call
	if typed.IsURL(entry.URL) {
		e.Entry.Registration, e.Entry.Elsewhere = events.Elsewhere, entry.URL
	}
}

func placeOf(location string) (*events.Place, string) {
	location = typed.Line(plain(location))
	switch {
	case location == "":
		return nil, ""
	case typed.IsURL(location):
		return nil, location
	}
	name, address, _ := strings.Cut(location, ",")
	return &events.Place{Name: strings.TrimSpace(name), Address: strings.TrimSpace(address)}, ""
}
