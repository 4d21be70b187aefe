package web

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// stepPage is the page with one more step. It carries the form as it was sent,
// and sends it by itself where scripts run; elsewhere one click does, as long
// as there are few.
type stepPage struct {
	R      *Request
	Action string
	Fields [][2]string
	Ticket string
	Seed   string
	Click  bool
	Later  string // when clicks are taken again
	Script ui.Asset
}

func (p stepPage) puzzles() string { return strconv.Itoa(puzzles) }
func (p stepPage) bits() string    { return strconv.Itoa(zeroBits) }

func (g *guarded) stepPage(r *Request, c challenge, now time.Time, click bool) Page {
	ticket := g.srv.issue(c, now)
	action := url.URL{Path: r.Path, RawQuery: r.Query.Encode()}
	page := stepPage{R: r, Action: action.String(), Ticket: ticket, Seed: seed(ticket), Click: click, Script: ui.WorkScript(),
		Later: r.L.DateTime(now.Truncate(time.Hour).Add(time.Hour).In(r.Zone), i18n.Day)}
	names := make([]string, 0, len(r.Form))
	for name := range r.Form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range r.Form[name] {
			page.Fields = append(page.Fields, [2]string{name, value})
		}
	}
	for name, file := range r.Files {
		page.Fields = append(page.Fields, [2]string{fieldFile + name, packFile(file)})
	}
	return Page{Status: statusStep, Title: r.L.T("step.title|One more step"), Body: stepBody(page), Hidden: true}
}

// statusStep says that the form was read and not yet taken, as contracts has it
// for forms that come back.
const statusStep = 422
