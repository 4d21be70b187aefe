package seriesweb

import (
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// circlesLine says what the circles of a series are.
func circlesLine(r *web.Request, c *series.Circles) string {
	return r.L.T("series.circles.text|Beside the sessions, small groups meet {n} time. People in each: {min} to {max}.|Beside the sessions, small groups meet {n} times. People in each: {min} to {max}.",
		"n", len(c.Meetings), "min", c.Size.Min, "max", c.Size.Max)
}

// meetings lists when circles meet: the day, since the hour is found for each
// circle when it is formed.
func meetings(r *web.Request, s *series.Series) []ui.ListingItem {
	var items []ui.ListingItem
	for _, x := range s.Circles.Meetings {
		theme, question := r.Pick(x.Theme), r.Pick(x.Question)
		item := ui.ListingItem{Title: theme.Text, Lang: theme.Lang, Text: question.Text, TextLang: question.Lang}
		at, _ := x.Date.At(when.Clock(12 * 60)).In(s.Location())
		item.Sub = r.L.Date(at, i18n.Medium)
		if item.Title == "" {
			item.Title, item.Sub = item.Sub, ""
		}
		switch {
		case x.Status == series.CalledOff:
			item.Tags = append(item.Tags, ui.Tag{Tone: ui.Bad, Word: r.L.T("ui.sessions.cancelled|Cancelled")})
		case x.Status == series.Tentative && at.After(r.Now):
			item.Tags = append(item.Tags, ui.Tag{Tone: ui.Info, Word: r.L.T("ui.sessions.tentative|Not yet certain")})
		}
		items = append(items, item)
	}
	return items
}

// circleDoor is the way from a series to its circles.
type circleDoor struct {
	Line   string    // what can be done, and until when
	Button ui.Button // to the form, or to the reader's own page
}

// circleDoor says what a reader can do about the circles of a series; nil if
// nothing. The form for those who have not said yes stands at yes.
func (p *Pages) circleDoor(tx *store.Tx, r *web.Request, s *series.Series, v auth.Viewer, yes string) (*circleDoor, error) {
	if s.Circles == nil || len(s.Circles.Meetings) == 0 {
		return nil, nil
	}
	if v.Person != "" {
		in, err := p.Circles.InterestOf(tx, v, s.ID, v.Person)
		if err == nil && in.State == circles.Yes {
			return &circleDoor{r.L.T("series.circles.said|You said yes to a circle."),
				ui.Button{Label: r.L.T("series.circles.mine|My circle"), Href: "/circle/" + p.Circles.Key(in)}}, nil
		}
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, err
		}
	}
	if err := p.Circles.MayCome(tx, v, s); errs.Is(err, errs.NotFound) {
		return nil, nil
	} else if err != nil && !errs.Is(err, errs.SignIn) {
		return nil, err
	}
	asking, err := p.Circles.Asking(tx, s)
	if err != nil {
		return nil, err
	}
	door := &circleDoor{Button: ui.Button{Label: r.L.T("circles.yes.heading|Say yes to a circle"), Href: yes}}
	switch asking {
	case circles.Open:
		if closes := circles.ClosesAt(s); !closes.IsZero() {
			door.Line = r.L.T("circles.yes.until|Say yes until {when}.", "when", bothTimes(r, s, closes.Add(-1)))
		}
	case circles.Forming:
		return &circleDoor{Line: r.L.T("circles.yes.forming|The circles are being formed now. Once they are published, you can ask for a place that is left.")}, nil
	case circles.Late:
		door.Line = r.L.T("series.circles.late|The circles have been formed. There may be a place left in one that fits you.")
	default:
		return nil, nil
	}
	return door, nil
}
