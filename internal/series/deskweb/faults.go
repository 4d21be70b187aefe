package deskweb

import (
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/when"
)

// beside puts what is wrong with a series beside the fields of the form: the
// room names parts of a series, the form asks for some of them in another place
// or in several languages.
func (in entry) beside(wrong *errs.Error, s *series.Series) *errs.Error {
	if wrong == nil || len(wrong.Fields) == 0 {
		return wrong
	}
	placed := *wrong
	placed.Fields = nil
	for _, f := range wrong.Fields {
		f.Name, f.Text = in.fieldOf(f, s), readable(in.l, f.Text)
		if !slices.ContainsFunc(placed.Fields, func(other errs.Field) bool { return other.Name == f.Name }) {
			placed.Fields = append(placed.Fields, f)
		}
	}
	return &placed
}

func (in entry) fieldOf(f errs.Field, s *series.Series) string {
	key, _, _ := strings.Cut(f.Text.Msg, "|")
	list, n, part := partOf(f.Name)
	switch {
	case f.Name == "title":
		return "title." + in.langs[0]
	case f.Name == "sessions":
		return "count"
	case f.Name == "tracks":
		return "tracks.1.id"
	case list == "show_zones", list == "languages":
		return list
	case key == "org.series.length-missing":
		return "length"
	case key == "org.series.start-missing" && (list != "tracks"):
		return "tracks.1.start"
	case list == "tracks" && strings.HasPrefix(part, "languages."):
		return cell(list, n, "languages")
	case list == "circles":
		return circlesField(f.Name)
	case list == "questions":
		return in.questionField(n, part)
	case list == "sessions":
		return in.sessionField(n, part, key, s)
	}
	return f.Name
}

// partOf takes the name of a part of a list apart: "sessions.3.date".
func partOf(name string) (list string, n int, part string) {
	list, _, ok := strings.Cut(name, ".")
	if !ok {
		return name, 0, ""
	}
	if n, part, ok = cutRow(name, list); ok {
		return list, n, part
	}
	return list, 0, strings.TrimPrefix(name, list+".")
}

func (in entry) questionField(n int, part string) string {
	switch {
	case part == "label", part == "id":
		part = "label." + in.langs[0]
	case strings.HasPrefix(part, "choices"):
		part = "choices." + in.langs[0]
	}
	return cell("questions", n, part)
}

// sessionField finds the field of a session: its date, its theme, or the hour
// of the track that does not suit its date.
func (in entry) sessionField(n int, part, key string, s *series.Series) string {
	switch {
	case strings.HasPrefix(part, "theme."), part == "date":
	case key == "org.series.date-missing" && n == 1:
		return "first"
	case part == "start" && len(s.Tracks) > 0:
		part = "starts." + s.Tracks[0].Letter
		if x := s.Session(n); x != nil {
			for _, t := range s.Tracks {
				if s.Occurrence(x, t.Letter).Kind == when.Skipped {
					part = "starts." + t.Letter
					break
				}
			}
		}
	case part == "start", strings.HasPrefix(part, "starts."):
	default:
		part = "date"
	}
	return cell("sessions", n, part)
}

// together joins what could not be read with what the room does not take. What
// could not be read goes before, since the rest may follow from it.
func together(first, then error) *errs.Error {
	a, b := errs.Of(first), errs.Of(then)
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	joined := *a
	joined.Fields = slices.Clone(a.Fields)
	for _, f := range b.Fields {
		if strings.HasPrefix(f.Name, "sessions") && (hasField(a, "first") || hasField(a, "count")) {
			continue // without dates there is nothing to say of them
		}
		if !slices.ContainsFunc(joined.Fields, func(other errs.Field) bool { return other.Name == f.Name }) {
			joined.Fields = append(joined.Fields, f)
		}
	}
	return &joined
}

func hasField(e *errs.Error, name string) bool {
	return slices.ContainsFunc(e.Fields, func(f errs.Field) bool { return f.Name == name })
}

// readable puts planned times in a sentence into the words of its reader; the
// room says them as a series file writes them.
func readable(l *i18n.Locale, t errs.Text) errs.Text {
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
		return l.Date(onPaper(d.At(0)), i18n.Medium)
	}
	if c, err := when.ParseClock(s); err == nil {
		return l.Time(onPaper(when.Date{Year: 2000, Month: time.January, Day: 1}.At(c)))
	}
	if w, err := when.ParseWall(s); err == nil {
		return l.DateTime(onPaper(w), i18n.Medium)
	}
	return s
}

// onPaper is a planned time as it stands on paper: no clock is ever set there.
func onPaper(w when.Wall) time.Time {
	t, _ := w.In(time.UTC)
	return t
}
