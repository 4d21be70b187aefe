package eventdeskweb

import (
	"context"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// sheetPage is a sheet to sign in on. It lies open on a table, so it holds no
// more of a name than tells two people apart, and nothing else of anybody.
type sheetPage struct {
	R     *web.Request
	E     *events.Event
	O     events.Occurrence
	Names []string
	Blank int
	Whole bool // names are not shortened
}

// blankRows are how many empty rows a sheet has for who is not on it.
const blankRows = 8

func (p *Pages) sheet(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	list, err := p.Events.AttendanceOf(ctx, tx, r.Viewer, r.Param("slug"), r.Param("date"), events.Here, "")
	if err != nil {
		return nil, err
	}
	r.SupposeOrganisers(list.E.Location())
	page := sheetPage{R: r, E: list.E, O: list.O, Blank: blankRows, Whole: r.Query.Get("names") == "whole"}
	for _, a := range list.People {
		if a.Name != "" {
			page.Names = append(page.Names, a.Name)
		}
	}
	r.Saw(r.Viewer, auth.ReadAttendance, list.E.ID, len(list.People))
	if !page.Whole {
		page.Names = shortNames(page.Names)
	}
	return web.Page{Title: r.L.T("org.event.sheet.title|Sign-in sheet: {event}", "event", titleOf(r, list.E)), Body: sheetBody(page), Wide: true, Here: "desk"}, nil
}

// shortNames leaves of each name its first word and the first letter of its
// last one. Where that does not tell two people apart, theirs stay whole.
func shortNames(names []string) []string {
	short, seen := make([]string, len(names)), map[string]int{}
	for i, name := range names {
		short[i] = shortName(name)
		seen[people.FoldName(short[i])]++
	}
	for i, name := range names {
		if seen[people.FoldName(short[i])] > 1 {
			short[i] = name
		}
	}
	return short
}

func shortName(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return name
	}
	last := []rune(words[len(words)-1])
	return words[0] + " " + string(last[:1]) + "."
}

// other is the address of the sheet with names of the other length.
func (p sheetPage) other() string {
	if p.Whole {
		return at(p.E, p.O.Date) + "/sheet"
	}
	return at(p.E, p.O.Date) + "/sheet?names=whole"
}

// when is the date on the clock of the hall, in which the sheet lies.
func (p sheetPage) when() string { return p.R.L.RangeStyle(p.O.Start, p.O.End, i18n.Medium) }

// where is the place.
func (p sheetPage) where() string {
	if venue := p.E.VenueOn(p.O.Date); venue != nil {
		return venue.Line()
	}
	return ""
}
