package circles

import (
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// outdated returns which of the circles of a cohort would be led by others if
// their rota were planned now: because the rules are others, or dates.
func (room *Room) outdated(tx *store.Tx, cohort string, s *series.Series, rules Rules) (ids []string, err error) {
	list, err := room.circlesOf(tx, cohort)
	if err != nil {
		return nil, err
	}
	willing := map[string][]string{}
	if err = tx.Each(func(r *store.Rows) error {
		var circle, interest string
		err := r.Scan(&circle, &interest)
		willing[circle] = append(willing[circle], interest)
		return err
	}, `SELECT p.circle, i.id FROM placement p JOIN interest i ON i.id = p.interest WHERE i.cohort = $1 AND i.leads AND i.state = 'yes' ORDER BY i.id`, cohort); err != nil {
		return nil, err
	}
	agreed, err := room.agreed(tx, `c.cohort = $1`, cohort)
	if err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		turns, which := planTurns(c, willing[c.ID], agreed, s, rules, tx.Now())
		for n, t := range turns {
			if t.lead != which[n].Lead || t.second != which[n].Second {
				ids = append(ids, c.ID)
				break
			}
		}
	}
	return ids, nil
}
