package deskweb

import (
	"codeberg.org/plenary/plenary/internal/web/forms"
	"net/url"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// meetings is the list of the circles' meetings in the form.
const meetings = "circles.meetings"

// keepMeetings drops the rows that say nothing.
func keepMeetings(v url.Values) {
	forms.KeepRows(v, meetings, func(n int) bool {
		return !v.Has(forms.Cell(meetings, n, "drop")) && (v.Get(forms.Cell(meetings, n, "key")) != "" || !forms.Blank(v, meetings, n, "date", "theme.", "question.", "activity."))
	})
}

// circles reads what the series says of its circles. A form without these
// fields leaves it as it is.
func (in entry) circles(form *errs.Form, was *series.Circles) *series.Circles {
	if !in.Values.Has("circles") {
		return was
	}
	if in.Get("circles.on") == "" {
		return nil
	}
	number := func(name string) (n int) {
		if got := in.Number(form, name); got != nil {
			n = *got
		}
		return n
	}
	c := &series.Circles{Size: series.CircleSize{Min: number("circles.size.min"), Target: number("circles.size.target"), Max: number("circles.size.max")},
		Days: in.Get("circles.days"), Closes: in.Wall(form, "circles.closes"), Length: in.Length(form, "circles.length"),
		Facilitators: number("circles.facilitators"), Rota: in.Values.Has("circles.rota")}
	var old []series.Session
	if was != nil {
		old = was.Meetings
	}
	for i := 1; i <= forms.RowCount(in.Values, meetings); i++ {
		at := func(field string) string { return forms.Cell(meetings, i, field) }
		m := series.Session{Kind: series.KindMeeting}
		if k := slices.IndexFunc(old, func(m series.Session) bool { return strconv.Itoa(m.N) == in.Get(at("key")) }); k >= 0 {
			m = old[k]
		}
		m.Date, m.Start = in.Date(form, at("date")), in.Clock(form, at("start"))
		m.Status = series.Status(in.Get(at("status")))
		m.Theme, m.Question, m.Activity = in.Text(at("theme"), m.Theme), in.Text(at("question"), m.Question), in.Text(at("activity"), m.Activity)
		c.Meetings = append(c.Meetings, m)
	}
	return c
}

func fillCircles(v url.Values, c *series.Circles) {
	v.Set("circles", "1")
	if c == nil {
		c = &series.Circles{Size: series.CircleSize{Min: 6, Target: 8, Max: 10}, Days: series.DaysFixed, Facilitators: 1, Rota: true}
	} else {
		v.Set("circles.on", "yes")
	}
	v.Set("circles.size.min", strconv.Itoa(c.Size.Min))
	v.Set("circles.size.target", strconv.Itoa(c.Size.Target))
	v.Set("circles.size.max", strconv.Itoa(c.Size.Max))
	v.Set("circles.days", c.Days)
	v.Set("circles.facilitators", strconv.Itoa(c.Facilitators))
	if c.Closes != nil {
		v.Set("circles.closes", c.Closes.String())
	}
	if c.Length > 0 {
		v.Set("circles.length", when.FormatLength(c.Length))
	}
	if c.Rota {
		v.Set("circles.rota", "yes")
	}
	for i, m := range c.Meetings {
		at := func(field string) string { return forms.Cell(meetings, i+1, field) }
		v.Set(at("key"), strconv.Itoa(m.N))
		v.Set(at("date"), m.Date.String())
		v.Set(at("status"), string(m.Status))
		if m.Start != nil {
			v.Set(at("start"), m.Start.String())
		}
		forms.FillText(v, at("theme"), m.Theme)
		forms.FillText(v, at("question"), m.Question)
		forms.FillText(v, at("activity"), m.Activity)
	}
}

// circlesField puts what is wrong with the circles beside a field of the form.
func circlesField(name string) string {
	switch name {
	case "circles.size":
		return "circles.size.min"
	case meetings:
		return forms.Cell(meetings, 1, "date")
	}
	return name
}

// circlesLine sums up the part that is folded away.
func (p editPage) circlesLine() string {
	if p.S.Circles == nil {
		return p.R.L.T("org.circles.part.none|Small circles between the sessions: none")
	}
	return p.R.L.T("org.circles.part.some|Small circles of {min} to {max}, meeting {n} time|Small circles of {min} to {max}, meeting {n} times", "n", len(p.S.Circles.Meetings),
		"min", p.S.Circles.Size.Min, "max", p.S.Circles.Size.Max)
}

func (p editPage) circleDays() []ui.Option {
	l := p.R.L
	return []ui.Option{{Value: series.DaysFixed, Label: l.T("org.circles.part.fixed|The weekday of these dates holds; the hour is found")},
		{Value: series.DaysAny, Label: l.T("org.circles.part.any|Weekday and hour are found")}}
}

func (p editPage) meetingStatuses() []ui.Option {
	return statusOptions(p.R.L, series.Scheduled, series.Tentative, series.CalledOff, series.Held)
}
