package eventsweb

import (
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// withoutDate is a date on which somebody who comes to all has no place.
type withoutDate struct {
	Says string
	Href string // where they see how far they are in its waiting list, "" = there is none
}

// without are the dates to come that were added when there was no place left for
// the person.
func (p *Pages) without(tx *store.Tx, r *web.Request, m *mine) (list []withoutDate, err error) {
	if !m.R.Standing.HasPlace() {
		return nil, nil
	}
	for _, o := range m.E.Coming(r.Now) {
		if !m.R.Lacks(o.Date) {
			continue
		}
		when := r.L.RangeStyle(o.Start.In(r.Zone), o.End.In(r.Zone), i18n.Day)
		one, err := p.Events.WaitingFor(tx, m.V, m.E, m.R, o.Date.ID)
		if errs.Is(err, errs.NotFound) {
			list = append(list, withoutDate{Says: r.L.T("events.mine.without.full|{when}: all places are taken.", "when", when)})
			continue
		}
		if err != nil {
			return nil, err
		}
		ahead, err := p.Events.Ahead(tx, one)
		if err != nil {
			return nil, err
		}
		list = append(list, withoutDate{Href: "/er/" + p.Events.Key(one),
			Says: r.L.T("events.mine.without.waiting|{when}: all places are taken, and you are number {n} on the waiting list.", "when", when, "n", ahead+1)})
	}
	return list, nil
}
