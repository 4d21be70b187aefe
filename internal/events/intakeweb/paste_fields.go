package intakeweb

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/when"
)

// fill puts what was found into the fields of the event.
func (f *found) fill(v url.Values) {
	e := f.draft.Event
	set := func(field, value string) { v.Set(f.key(field), value) }
	for _, field := range []string{"sure", "start", "end", "date", "dates", "repeat", "venue", "address", "online", "elsewhere", "places"} {
		v.Del(f.key(field))
	}
	set("take", "yes")
	set("title", e.Title[f.lang()])
	set("zone", e.Zone)
	set("kind", string(e.Kind))
	set("online", e.Online)
	set("elsewhere", e.Entry.Elsewhere)
	if e.Venue != nil {
		set("venue", e.Venue.Name)
		set("address", e.Venue.Address)
	}
	for _, n := range []*int{e.Entry.Places.Here, e.Entry.Places.Online} {
		if n != nil {
			set("places", itoa(*n))
		}
	}
	if len(e.Dates) == 0 {
		return
	}
	set("date", e.Dates[0].Day.String())
	set("start", e.Start.String())
	if e.Length > 0 {
		set("end", when.Clock((int(e.Start)+int(e.Length/time.Minute))%(24*60)).String())
	}
	set("dates", furtherDates(e))
	if e.Rule != nil {
		set("repeat", "yes")
	}
}

func (f *found) lang() string { return f.draft.Event.Languages[0] }

// furtherDates are the dates after the first, each in a line as one types them.
func furtherDates(e *events.Event) string {
	if len(e.Dates) == 0 {
		return ""
	}
	var lines []string
	for _, d := range e.Dates[1:] {
		line := d.Day.String()
		if d.Start != nil {
			line += " " + d.Start.String()
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// apply writes the fields over the draft and notes what is wrong with them.
func (f *found) apply(form *errs.Form, in forms.Entry) {
	e := f.draft.Event
	if len(f.doubts(in.L)) > 0 && in.Get(f.key("sure")) == "" {
		form.Add(f.key("sure"), "org.paste.sure-missing|Look at what is doubtful, and tick this once date, hour and zone are right.")
	}
	e.Title = i18n.Text{f.lang(): in.Get(f.key("title"))}
	e.Zone, e.Kind = in.Get(f.key("zone")), events.Kind(in.Get(f.key("kind")))
	e.Online = in.Get(f.key("online"))
	e.Entry.CallLater = e.Entry.CallLater && e.Online == ""
	f.applyEntry(form, in)
	e.Venue = nil
	if name := in.Get(f.key("venue")); name != "" || in.Get(f.key("address")) != "" {
		e.Venue = &events.Place{Name: name, Address: in.Get(f.key("address"))}
	}
	f.applyTimes(form, in)
	e.Clean()
	e.Slug = "x" // found when it is saved
	if wrong := errs.Of(e.Check()); wrong != nil {
		for _, field := range wrong.Fields {
			name := f.key(fieldOf(field.Name))
			if !form.Has(name) {
				form.Add(name, field.Text.Msg, field.Text.Args...)
			}
		}
	}
}

func (f *found) applyEntry(form *errs.Form, in forms.Entry) {
	e := f.draft.Event
	e.Entry.Elsewhere = in.Get(f.key("elsewhere"))
	switch {
	case e.Entry.Elsewhere != "":
		e.Entry.Registration = events.Elsewhere
	case e.Entry.Registration == events.Elsewhere:
		e.Entry.Registration = events.NoNeed
	}
	e.Entry.Places = events.Places{}
	if n := in.Number(form, f.key("places")); n != nil {
		if e.Entry.Registration == events.NoNeed {
			e.Entry.Registration = events.Optional
		}
		if e.Entry.Places.Here = n; in.Get(f.key("venue")) == "" && (e.Online != "" || e.Entry.CallLater) {
			e.Entry.Places = events.Places{Online: n}
		}
	}
}

// applyTimes reads the first date, the hours and what follows.
func (f *found) applyTimes(form *errs.Form, in forms.Entry) {
	e := f.draft.Event
	was := *e
	day, start, end := in.Date(form, f.key("date")), in.Clock(form, f.key("start")), in.Clock(form, f.key("end"))
	if day.IsZero() && !form.Has(f.key("date")) {
		form.Add(f.key("date"), "org.event.date|Enter a date.")
	}
	if start == nil {
		if !form.Has(f.key("start")) {
			form.Add(f.key("start"), "org.paste.start-missing|Enter when it starts.")
		}
		return
	}
	e.Start = *start
	e.Length = lengthTo(*start, end, &was)
	if e.Doors != nil && *e.Doors >= e.Start {
		e.Doors = nil
	}
	if e.Rule != nil && in.Get(f.key("repeat")) != "" {
		rule := events.RuleFrom(day, e.Rule.Every, e.Rule.Unit)
		rule.Count, rule.Until = e.Rule.Count, e.Rule.Until
		if day == e.Rule.From {
			rule = *e.Rule
		}
		e.Rule, e.Dates = &rule, []events.Date{{Day: day, RuleDay: day, Status: events.Scheduled}}
		return
	}
	e.Rule, e.Dates = nil, []events.Date{{Day: day, Status: events.Scheduled}}
	f.further(form, in)
}

// lengthTo is how long it takes until an hour, which may be on the next day. An
// end that was left as it was found may be days later.
func lengthTo(start when.Clock, end *when.Clock, was *events.Event) time.Duration {
	if end == nil {
		return intake.Lasts
	}
	minutes := (int(*end) - int(start) + 24*60) % (24 * 60)
	if minutes == 0 {
		minutes = 24 * 60
	}
	length := time.Duration(minutes) * time.Minute
	if was.Length > 24*time.Hour && start == was.Start && (was.Length-length)%(24*time.Hour) == 0 {
		return was.Length
	}
	return length
}

// further reads the dates after the first, each in a line of its own.
func (f *found) further(form *errs.Form, in forms.Entry) {
	e := f.draft.Event
	for line := range strings.Lines(i18n.Digits(in.Get(f.key("dates")))) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		day, err := when.ParseDate(words[0])
		d := events.Date{Day: day, Status: events.Scheduled}
		if err == nil && len(words) == 2 {
			var at when.Clock
			if at, err = when.ParseClock(words[1]); at != e.Start {
				d.Start = &at
			}
		}
		if err != nil || len(words) > 2 {
			form.Add(f.key("dates"), "org.paste.dates-wrong|“{line}” is no date. Write each in a line of its own, such as 2027-02-10, or 2027-02-10 18:30 where the hour differs.",
				"line", typed.Line(line))
			return
		}
		if !slices.ContainsFunc(e.Dates, func(x events.Date) bool { return x.Day == d.Day && x.Start == nil && d.Start == nil }) {
			e.Dates = append(e.Dates, d)
		}
	}
}

// fieldOf is the field of this page beside which a fault of the event stands.
func fieldOf(name string) string {
	first, rest, _ := strings.Cut(name, ".")
	switch first {
	case "title", "zone", "online", "elsewhere", "kind", "places":
		return first
	case "venue":
		if rest == "address" {
			return "address"
		}
		return "venue"
	case "length":
		return "end"
	case "dates":
		if strings.HasSuffix(rest, "start") {
			return "start"
		}
		return "date"
	case "rule":
		return "date"
	}
	return "title"
}
