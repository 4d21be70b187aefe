package deskweb

import (
	"codeberg.org/plenary/plenary/internal/events/askform"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/when"
)

// beside puts what is wrong with a series beside the fields of the form.
func (in entry) beside(wrong *errs.Error, s *series.Series) *errs.Error {
	return forms.Beside(in.L, wrong, func(f errs.Field) string { return in.fieldOf(f, s) })
}

func (in entry) fieldOf(f errs.Field, s *series.Series) string {
	key, _, _ := strings.Cut(f.Text.Msg, "|")
	list, n, part := partOf(f.Name)
	switch {
	case f.Name == "title":
		return "title." + in.Langs[0]
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
		return forms.Cell(list, n, "languages")
	case list == "circles":
		return circlesField(f.Name)
	case list == "questions":
		return askform.Field(in.Entry, n, part)
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
	if n, part, ok = forms.CutRow(name, list); ok {
		return list, n, part
	}
	return list, 0, strings.TrimPrefix(name, list+".")
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
	return forms.Cell("sessions", n, part)
}

// together joins what could not be read with what the room does not take.
// Without dates there is nothing to say of the sessions.
func together(first, then error) *errs.Error {
	return forms.Together(first, then, func(read *errs.Error, field string) bool {
		return strings.HasPrefix(field, "sessions") && (forms.HasField(read, "first") || forms.HasField(read, "count"))
	})
}
