package i18n

import (
	"strings"
	"time"
)

// Length prints how long something takes: "1 hour, 30 minutes", "3 days".
func (l *Locale) Length(d time.Duration) string { return l.length(d, false) }

// ShortLength prints the same for narrow places: "1 hr, 30 min".
func (l *Locale) ShortLength(d time.Duration) string { return l.length(d, true) }

func (l *Locale) length(d time.Duration, short bool) string {
	if d < 0 {
		d = -d
	}
	s := &l.speech.Spans
	minutes := int(d.Round(time.Minute) / time.Minute)
	var parts []string
	add := func(n int, u *unit) {
		if n == 0 {
			return
		}
		if short {
			parts = append(parts, l.counted(n, u.Short))
		} else {
			parts = append(parts, l.counted(n, u.Long))
		}
	}
	days := minutes / (24 * 60)
	if days > 1 { // "24 hours" and "36 hours" say more than days do
		add(days, &s.Day)
		minutes -= days * 24 * 60
	}
	add(minutes/60, &s.Hour)
	if minutes%60 > 0 || len(parts) == 0 {
		if minutes%60 == 0 {
			return l.counted(0, s.Minute.Long)
		}
		add(minutes%60, &s.Minute)
	}
	return l.join(parts, l.speech.Unit)
}

// Days says how far off a day is: "today", "tomorrow", "in 3 days",
// "2 days ago".
func (l *Locale) Days(n int) string {
	s := &l.speech.Spans
	switch n {
	case 0:
		return s.Today
	case 1:
		return s.Tomorrow
	case -1:
		return s.Yesterday
	}
	return l.distance(n, &s.Day)
}

// Relative says how far off a moment is, in its largest sensible unit:
// "in 20 minutes", "3 hours ago", "in 5 days", "in 3 weeks". Under half a
// minute it is "now".
func (l *Locale) Relative(d time.Duration) string {
	s := &l.speech.Spans
	for _, step := range []struct {
		unit  *unit
		is    time.Duration
		below time.Duration
	}{
		{&s.Minute, time.Minute, time.Hour},
		{&s.Hour, time.Hour, 24 * time.Hour},
		{&s.Day, 24 * time.Hour, 14 * 24 * time.Hour},
	} {
		r := d.Round(step.is)
		if r.Abs() < step.below {
			if r == 0 {
				return s.Now
			}
			return l.distance(int(r/step.is), step.unit)
		}
	}
	const week = 7 * 24 * time.Hour
	return l.distance(int(d.Round(week)/week), &s.Week)
}

func (l *Locale) distance(n int, u *unit) string {
	if n < 0 {
		return l.counted(-n, u.Past)
	}
	return l.counted(n, u.Future)
}

// counted says a number of something.
func (l *Locale) counted(n int, forms counted) string {
	form, ok := forms[l.Plural(n)]
	if !ok {
		form = forms["other"]
	}
	return strings.Replace(form, "{n}", l.Number(n), 1)
}
