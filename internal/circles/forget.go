package circles

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Forget takes a person who leaves the network out of all circles, with their
// hours and wishes. It belongs in the people room's OnErased.
func (room *Room) Forget(ctx context.Context, tx *store.Tx, person string) (err error) {
	defer errs.Wrap(&err, "forget a person's circles")
	list, err := room.InterestsOf(tx, auth.Itself(), person)
	if err != nil {
		return err
	}
	for _, in := range list {
		if in.State == Yes {
			if _, err = room.takeOut(tx, in); err != nil {
				return err
			}
		}
	}
	for _, statement := range []string{
		`UPDATE interest SET state = 'withdrawn', wishes = NULL, generation = generation + 1 WHERE person = $1`,
		`DELETE FROM availability WHERE person = $1`,
		`UPDATE cohort SET safety = '', safety_name = NULL WHERE safety = $1`,
	} {
		if _, err = tx.Exec(statement, person); err != nil {
			return err
		}
	}
	return nil
}

// Keeps tells whether a person says yes to a circle. It belongs in the series
// room's KeepsPerson.
func (room *Room) Keeps(tx *store.Tx, person string) (kept bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM interest WHERE person = $1 AND state = 'yes')`, person).Scan(&kept)
	return kept, err
}

// HasPeople tells whether anybody says yes to the circles of a series. It belongs in
// the series room's HasPeople.
func (room *Room) HasPeople(tx *store.Tx, series string) (asked bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM interest i JOIN cohort c ON c.id = i.cohort
		WHERE c.kind = $1 AND c.subject = $2 AND i.state = 'yes')`, string(OfSeries), series).Scan(&asked)
	return asked, err
}

// Exported is what a person gets of one circle in the file of their data.
type Exported struct {
	Series    string    `json:"series"`
	State     State     `json:"status"`
	Since     time.Time `json:"said_yes_at"`
	Languages []string  `json:"languages"`
	Track     string    `json:"track,omitempty"`
	Leads     bool      `json:"ready_to_facilitate"`
	Zone      string    `json:"zone"`
	Language  string    `json:"language"`
	OwnGroup  OwnGroup  `json:"own_group,omitempty"`
	Together  []string  `json:"together,omitempty"`
	Apart     []string  `json:"apart,omitempty"`
	Needs     []string  `json:"needs,omitempty"`
	Offers    []string  `json:"offers,omitempty"`
	Circle    string    `json:"circle,omitempty"`
}

// Export returns what this room holds of a person, to that person: the hours
// they entered, and each circle that they said yes to.
func (room *Room) Export(ctx context.Context, tx *store.Tx, v auth.Viewer, person string) (hours Availability, list []Exported, err error) {
	defer errs.Wrap(&err, "export a person's circles")
	if hours, err = room.HoursOf(tx, v, person); err != nil {
		return hours, nil, err
	}
	said, err := room.InterestsOf(tx, v, person)
	if err != nil {
		return hours, nil, err
	}
	list = []Exported{}
	for _, in := range said {
		x, err := room.export(tx, v, in)
		if err != nil {
			return hours, nil, err
		}
		list = append(list, x)
	}
	return hours, list, nil
}

func (room *Room) export(tx *store.Tx, v auth.Viewer, in Interest) (x Exported, err error) {
	s, err := room.SeriesOf(tx, in)
	if err != nil {
		return x, err
	}
	w, err := room.WishesOf(tx, v, in)
	if err != nil {
		return x, err
	}
	x = Exported{Series: s.Slug, State: in.State, Since: in.MadeAt, Languages: in.Languages, Track: in.Track, Leads: in.Leads, Zone: in.Zone,
		Language: in.Language, OwnGroup: w.OwnGroup, Together: namesIn(w.Together), Apart: namesIn(w.Apart), Needs: w.Needs, Offers: w.Offers}
	p, placed, err := room.placement(tx, in.ID)
	if err != nil || !placed {
		return x, err
	}
	c, err := room.circle(tx, p.Circle)
	x.Circle = c.Code
	return x, err
}

func namesIn(list []Other) (names []string) {
	for _, x := range list {
		names = append(names, x.Said)
	}
	return names
}
