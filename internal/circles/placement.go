package circles

import (
	"errors"

	"codeberg.org/plenary/plenary/internal/store"
)

const placementColumns = `p.interest, p.circle, p.reminders, p.asked_at, p.placed_at, p.told_at, p.former`

func scanPlacement[R scanner](row R) (p Placement, err error) {
	var asked, placed, told store.Time
	err = row.Scan(&p.Interest, &p.Circle, &p.Reminders, &asked, &placed, &told, &p.Former)
	p.AskedAt, p.PlacedAt, p.ToldAt = asked.Time, placed.Time, told.Time
	return p, err
}

// placement returns in which circle somebody is; placed is false if in none.
func (room *Room) placement(tx *store.Tx, interest string) (p Placement, placed bool, err error) {
	p, err = scanPlacement(tx.Row(`SELECT `+placementColumns+` FROM placement p WHERE p.interest = $1`, interest))
	if errors.Is(err, store.ErrNoRow) {
		return p, false, nil
	}
	return p, err == nil, err
}

// placementsIn returns who is in a circle, in the order in which they came.
func (room *Room) placementsIn(tx *store.Tx, circle string) ([]Placement, error) {
	return store.All(tx, scanPlacement,
		`SELECT `+placementColumns+` FROM placement p WHERE p.circle = $1 ORDER BY p.placed_at, p.interest`, circle)
}

// placementsOf returns who of a cohort is in which circle.
func (room *Room) placementsOf(tx *store.Tx, cohort string) ([]Placement, error) {
	return store.All(tx, scanPlacement,
		`SELECT `+placementColumns+` FROM placement p JOIN circle c ON c.id = p.circle WHERE c.cohort = $1 ORDER BY p.circle, p.placed_at, p.interest`, cohort)
}

// place puts somebody into a circle, from wherever they are. The rota and the
// letters are the caller's.
func (room *Room) place(tx *store.Tx, p Placement) error {
	n, err := tx.Exec(`INSERT INTO placement (interest, circle, placed_at, told_at, former) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (interest) DO UPDATE SET circle = excluded.circle, placed_at = excluded.placed_at, ask = NULL, asked_at = NULL,
			told_at = excluded.told_at, former = excluded.former
		WHERE placement.circle <> excluded.circle`, p.Interest, p.Circle, store.At(tx.Now()), store.At(p.ToldAt), p.Former)
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec(`UPDATE interest SET sequence = sequence + 1 WHERE id = $1`, p.Interest)
	return err
}

// unplace takes somebody out of their circle.
func (room *Room) unplace(tx *store.Tx, interest string) error {
	n, err := tx.Exec(`DELETE FROM placement WHERE interest = $1`, interest)
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec(`UPDATE interest SET sequence = sequence + 1 WHERE id = $1`, interest)
	return err
}

// placeSeveral puts people into a circle who are in none, those of them who
// still say yes. The rota and the letters are the caller's.
func (room *Room) placeSeveral(tx *store.Tx, circle string, who []string) error {
	if len(who) == 0 {
		return nil
	}
	in, args := store.In(tx, "id", 1, who)
	if _, err := tx.Exec(`UPDATE interest SET sequence = sequence + 1 WHERE state = 'yes' AND `+in, args...); err != nil {
		return err
	}
	in, args = store.In(tx, "id", 3, who)
	_, err := tx.Exec(`INSERT INTO placement (interest, circle, placed_at) SELECT id, CAST($1 AS TEXT), CAST($2 AS BIGINT) FROM interest WHERE state = 'yes' AND `+in,
		append([]any{circle, store.At(tx.Now())}, args...)...)
	return err
}
