package forms

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// Readable puts planned times in a sentence into the words of its reader; the
// room says them as a series file writes them.
func Readable(l *i18n.Locale, t errs.Text) errs.Text {
	t.Args = slices.Clone(t.Args)
	for i := 0; i+1 < len(t.Args); i += 2 {
		planned, ok := t.Args[i+1].(string)
		if !ok {
			continue
		}
		switch t.Args[i] {
		case "date", "time", "next":
			t.Args[i+1] = plannedIn(l, planned)
		}
	}
	return t
}

func plannedIn(l *i18n.Locale, s string) string {
	if d, err := when.ParseDate(s); err == nil {
		return l.Date(OnPaper(d.At(0)), i18n.Medium)
	}
	if c, err := when.ParseClock(s); err == nil {
		return l.Time(OnPaper(when.Date{Year: 2000, Month: time.January, Day: 1}.At(c)))
	}
	if w, err := when.ParseWall(s); err == nil {
		return l.DateTime(OnPaper(w), i18n.Medium)
	}
	return s
}

// OnPaper is a planned time as it stands on paper: no clock is ever set there.
func OnPaper(w when.Wall) time.Time {
	t, _ := w.In(time.UTC)
	return t
}
