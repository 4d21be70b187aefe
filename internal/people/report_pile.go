package people

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Piles that are about nothing in particular.
const (
	PileOther = "other" // of what only the words tell
	PileGone  = "gone"  // of what is not there, or never was
)

// Pile is the open reports about one thing. Whoever makes reports up makes a few
// piles higher, and hides no other: what names nothing that there is lies in one
// pile, however many names were made up.
type Pile struct {
	Name    string // such as post:rooms; see AboutFrom
	Kind    string
	Subject Subject
	Reports []string // ids, the oldest first
	Since   store.Time
}

// Piles lists what open reports are about, the one that has waited for longest
// first, and behind all that what is about nothing in particular. What is about
// the viewer is not among them.
func (room *Room) Piles(ctx context.Context, tx *store.Tx, v auth.Viewer) (piles []Pile, err error) {
	defer errs.Wrap(&err, "pile reports up")
	if !v.Can(auth.ModerateReports, auth.TheNetwork()) {
		return nil, errs.NotThere()
	}
	type open struct {
		id, kind, about string
		made            store.Time
	}
	all, err := store.All(tx, func(r *store.Rows) (o open, err error) {
		err = r.Scan(&o.id, &o.kind, &o.about, &o.made)
		return o, err
	}, `SELECT id, kind, about, made_at FROM report WHERE state = 'open' ORDER BY made_at, id`)
	if err != nil {
		return nil, err
	}
	at := map[string]int{} // in piles, by what a report says of itself
	vague := []Pile{{Name: PileOther, Kind: AboutOther}, {Name: PileGone, Kind: PileGone}}
	const other, gone, mine = -1, -2, -3
	for _, o := range all {
		says := o.kind + ":" + o.about
		i, seen := at[says]
		if !seen {
			s, err := room.SubjectOf(ctx, tx, Report{Kind: o.kind, About: o.about})
			if err != nil {
				return nil, err
			}
			switch {
			case o.kind == AboutOther:
				i = other
			case s.Title == "" && s.Person == "":
				i = gone
			case v.Is(s.Person):
				i = mine
			default:
				i = len(piles)
				piles = append(piles, Pile{Name: says, Kind: o.kind, Subject: s, Since: o.made})
			}
			at[says] = i
		}
		var pile *Pile
		switch i {
		case mine:
			continue
		case other:
			pile = &vague[0]
		case gone:
			pile = &vague[1]
		default:
			pile = &piles[i]
		}
		if len(pile.Reports) == 0 {
			pile.Since = o.made
		}
		pile.Reports = append(pile.Reports, o.id)
	}
	for _, p := range vague {
		if len(p.Reports) > 0 {
			piles = append(piles, p)
		}
	}
	return piles, nil
}

// ReportsOf reads some reports of a pile, to who may judge them.
func (room *Room) ReportsOf(ctx context.Context, tx *store.Tx, v auth.Viewer, ids []string) (list []Report, err error) {
	for _, id := range ids {
		r, _, err := room.ReportByID(ctx, tx, v, id)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}
