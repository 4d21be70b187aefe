package deskweb

import (
	"context"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// preview is what would come of a series, shown before it is saved.
type preview struct {
	Ready    bool // there are dates and hours to show
	Table    ui.SessionTable
	Problems []string // hours that do not exist, said beside the table as well
	Remarks  []string
	Swings   []string // how the hours move, a sentence for each city
	Examples bool     // the cities beside are ours, none were named
}

// exampleZones are shown beside where no cities are named, so that a look at
// the times says something at all.
var exampleZones = [...]string{"America/New_York", "America/Sao_Paulo", "Africa/Cairo", "Asia/Kolkata"}

// preview returns it, and how many people saving it would tell.
func (p *Pages) preview(ctx context.Context, tx *store.Tx, page editPage, wrong *errs.Error) (v preview, told int, err error) {
	s, l := page.S, page.R.L
	v.Ready = len(s.Sessions) > 0 && timed(s)
	if wrong != nil {
		for _, f := range wrong.Fields {
			if strings.HasPrefix(f.Name, "sessions.") {
				v.Problems = append(v.Problems, l.Text(f.Text))
			}
		}
	}
	if !v.Ready {
		return v, 0, nil
	}
	for _, f := range s.Remarks() {
		v.Remarks = append(v.Remarks, l.Text(forms.Readable(l, f.Text)))
	}
	also := when.LoadAll(s.ShowZones)
	if v.Examples = len(also) == 0; v.Examples {
		also = when.LoadAll(exampleZones[:])
	}
	v.Table = sessionTable(page.R, s, s.Location(), also)
	v.Swings = swingLines(page.R, s, append([]*time.Location{page.R.Zone}, also...))
	if page.New {
		return v, 0, nil
	}
	c, err := p.Series.Consequences(ctx, tx, page.R.Viewer, page.Old, s)
	if len(c.Changed) == 0 {
		return v, 0, err
	}
	return v, c.People, err
}

// timed tells whether every session has a day and an hour in every track, and
// the series a zone.
func timed(s *series.Series) bool {
	if _, err := when.Load(s.Zone); err != nil {
		return false
	}
	for i := range s.Sessions {
		x := &s.Sessions[i]
		if x.Date.IsZero() {
			return false
		}
		for _, letter := range s.Letters() {
			if c, _ := s.Hour(x, letter); c == nil {
				return false
			}
		}
	}
	return true
}

// sessionTable shows every session on the clocks of a zone and of others.
func sessionTable(r *web.Request, s *series.Series, zone *time.Location, also []*time.Location) ui.SessionTable {
	t := ui.SessionTable{L: r.L, Label: r.L.T("series.sessions|Sessions"), Zone: r.Zone, Home: zone, Also: also}
	for i := range s.Sessions {
		x := &s.Sessions[i]
		row := ui.Session{N: x.N}
		var lang string
		row.Title, lang = x.Theme.Pick(r.L)
		if lang != r.L.Lang {
			row.Lang = lang
		}
		for _, letter := range s.Letters() {
			row.Times = append(row.Times, sessionTime(r, s, s.Occurrence(x, letter)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func sessionTime(r *web.Request, s *series.Series, o series.Occurrence) ui.SessionTime {
	moved, _ := s.Moved(o, r.Zone)
	at := ui.SessionTime{Track: o.Track, Start: o.Start, End: o.End, Moved: moved, Repeated: o.Kind == when.Repeated, State: stateOf(r, s, o)}
	if t := s.Track(o.Track); t != nil {
		at.TrackTitle = t.Title.In(r.L)
	}
	if o.Session.Place != nil {
		at.Place = o.Session.Place.Name
	}
	return at
}

// stateOf says how certain a session is, and whether it is on now or over.
func stateOf(r *web.Request, s *series.Series, o series.Occurrence) ui.SessionState {
	return ui.StateAt(r.Now, o.Start, o.End, s.StatusOf(o.Session) == series.CalledOff, o.Session.Status == series.Tentative)
}

// swingLines says for each city in one sentence how the hour moves there. Where
// it does not, nothing is said.
func swingLines(r *web.Request, s *series.Series, readers []*time.Location) []string {
	var lines, seen []string
	letter := s.Letters()[0]
	for _, reader := range readers {
		if name := when.Canonical(reader.String()); slices.Contains(seen, name) {
			continue
		} else {
			seen = append(seen, name)
		}
		if line := swingLine(r.L, s, s.Swings(letter, reader), reader); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func swingLine(l *i18n.Locale, s *series.Series, swing when.Swing, reader *time.Location) string {
	if swing.Shape == when.Steady || len(swing.Stretches) < 2 {
		return ""
	}
	at, city := swing.Stretches[1], l.City(reader.String())
	numbers := s.SwingNumbers(s.Letters()[0])
	if swing.Shape == when.Several || at.Last >= len(numbers) {
		return l.T("org.swing.several|{city}: the hour moves more than once.", "city", city)
	}
	from, to, amount := numbers[at.First], numbers[at.Last], ui.Moved(l, at.Moved)
	switch {
	case swing.Shape == when.Stays:
		return l.T("org.swing.stays|{city}: {amount} from session {n} on.", "city", city, "amount", amount, "n", from)
	case from == to:
		return l.T("org.swing.once|{city}: {amount} at session {n}.", "city", city, "amount", amount, "n", from)
	}
	return l.T("org.swing.returns|{city}: {amount} at sessions {n} to {m}.", "city", city, "amount", amount, "n", from, "m", to)
}
