package circles

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Letter is what mails of this room draw on.
type Letter struct {
	In       Interest
	Cohort   Cohort
	S        *series.Series
	Sequence int // of the receiver's invitations
	Placed   bool
	C        Circle // if Placed
	Seat     Placement
	Members  []Member // without names: mails are passed on
	M        *Meeting // that the letter is about; nil = none
}

// Letter returns what a mail draws on that speaks of an interest, or of one
// meeting of its circle. Only the house itself writes letters.
func (room *Room) Letter(ctx context.Context, tx *store.Tx, v auth.Viewer, about string) (x Letter, err error) {
	defer errs.Wrap(&err, "read what a letter says")
	if v.Kind != auth.System {
		return x, errs.NotThere()
	}
	id, n := CutMeeting(about)
	if x.In, err = room.interest(tx, id); err != nil {
		return x, err
	}
	if x.Cohort, err = room.cohort(tx, x.In.Cohort); err != nil {
		return x, err
	}
	if x.S, err = room.Series.ByID(ctx, tx, v, x.Cohort.Subject); err != nil {
		return x, err
	}
	if x.Sequence, err = room.sequence(tx, id); err != nil {
		return x, err
	}
	if x.Seat, x.Placed, err = room.placement(tx, id); err != nil || !x.Placed {
		return x, missing(n, err)
	}
	if x.C, err = room.circle(tx, x.Seat.Circle); err != nil {
		return x, err
	}
	if x.Members, err = room.members(tx, x.C.ID, false); err != nil || n == 0 {
		return x, err
	}
	x.M = x.C.Meeting(n)
	if x.M == nil {
		return x, errs.NotThere()
	}
	return x, nil
}

// missing is what is wrong with a letter about a meeting of somebody who has no
// circle.
func missing(n int, err error) error {
	if err == nil && n > 0 {
		return errs.NotThere()
	}
	return err
}

// Former returns a circle that somebody was in, for the letter that takes its
// meetings out of their calendar.
func (room *Room) Former(tx *store.Tx, v auth.Viewer, id string) (Circle, error) {
	if v.Kind != auth.System {
		return Circle{}, errs.NotThere()
	}
	return room.circle(tx, id)
}

// Asked tells whether the member who leads a meeting still asks the receiver of
// a letter to take it.
func (room *Room) Asked(tx *store.Tx, v auth.Viewer, meeting, interest string) (asked bool, err error) {
	if v.Kind != auth.System {
		return false, errs.NotThere()
	}
	err = tx.Row(`SELECT COUNT(*) > 0 FROM swap WHERE meeting = $1 AND state = 'asked' AND giver <> $2 AND taker IN ('', $2)`, meeting, interest).Scan(&asked)
	return asked, err
}

// Led tells whether anybody in the circle is ready to lead it.
func (x Letter) Led() bool {
	for _, m := range x.Members {
		if m.Leads {
			return true
		}
	}
	return false
}

// Entry is what the receiver's calendar entries need.
func (room *Room) Entry(x Letter, base string) Entry {
	return Entry{Base: base, Series: x.S, Sequence: x.Sequence, Way: func(n int) string { return base + "/meet/" + room.MeetKey(x.In, n) }}
}
