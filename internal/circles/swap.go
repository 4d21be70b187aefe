package circles

import (
	"context"
	"errors"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Swap is that somebody asks to pass a meeting that they lead on to another
// member.
type Swap struct {
	ID      string
	Meeting string
	Giver   string // interest
	Taker   string // interest; "" = whoever can
	State   SwapState
	MadeAt  time.Time
}

// SwapState is how far a swap is.
type SwapState string

// The states of a swap.
const (
	SwapAsked     SwapState = "asked"
	SwapTaken     SwapState = "taken"
	SwapDeclined  SwapState = "declined"
	SwapWithdrawn SwapState = "withdrawn"
)

const swapColumns = `w.id, w.meeting, w.giver, w.taker, w.state, w.made_at`

func scanSwap[R scanner](row R) (w Swap, err error) {
	var made store.Time
	err = row.Scan(&w.ID, &w.Meeting, &w.Giver, &w.Taker, (*string)(&w.State), &made)
	w.MadeAt = made.Time
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return w, err
}

// openSwaps are those of a circle that nobody has answered yet.
func (room *Room) openSwaps(tx *store.Tx, circle string) ([]Swap, error) {
	return store.All(tx, scanSwap,
		`SELECT `+swapColumns+` FROM swap w JOIN meeting m ON m.id = w.meeting WHERE m.circle = $1 AND w.state = 'asked' ORDER BY m.n, w.made_at`, circle)
}

// toSwap returns the circle of a member and the meeting of that number, if it
// is still to come.
func (room *Room) toSwap(tx *store.Tx, v auth.Viewer, in Interest, n int) (Circle, *Meeting, error) {
	if !v.Is(in.Person) {
		return Circle{}, nil, errs.NotThere()
	}
	p, placed, err := room.placement(tx, in.ID)
	if err == nil && !placed {
		err = errs.NotThere()
	}
	if err != nil {
		return Circle{}, nil, err
	}
	if err = tx.Lock("circle", p.Circle); err != nil {
		return Circle{}, nil, err
	}
	c, err := room.circle(tx, p.Circle)
	if err != nil {
		return c, nil, err
	}
	m := c.Meeting(n)
	switch {
	case m == nil:
		return c, nil, errs.NotThere()
	case !m.TakesPlace() || !c.Begins(*m).After(tx.Now()):
		return c, nil, errs.New(errs.Closed, "circles.swap.over|This meeting has begun, or does not take place.")
	}
	return c, m, nil
}

// AskSwap asks others to take a meeting that the member leads: one of them, or,
// with taker "", everybody who is ready to lead. The asked are told.
func (room *Room) AskSwap(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, n int, taker string) (err error) {
	defer errs.Wrap(&err, "ask for a swap")
	c, m, err := room.toSwap(tx, v, in, n)
	if err != nil {
		return err
	}
	if m.Lead != in.ID {
		return errs.New(errs.Closed, "circles.swap.not-yours|Somebody else leads this meeting by now.")
	}
	asked, err := room.couldTake(tx, c, in, taker)
	if err != nil {
		return err
	}
	if len(asked) == 0 {
		return errs.New(errs.Closed, "circles.swap.nobody|Nobody else in your circle is ready to lead at the moment.")
	}
	var pressed bool // twice
	if err = tx.Row(`SELECT COUNT(*) > 0 FROM swap WHERE meeting = $1 AND giver = $2 AND taker = $3 AND state = 'asked'`,
		m.ID, in.ID, taker).Scan(&pressed); err != nil || pressed {
		return err
	}
	if err = room.endSwaps(tx, m.ID, SwapWithdrawn); err != nil {
		return err
	}
	w := Swap{ID: store.NewID(), Meeting: m.ID, Giver: in.ID, Taker: taker}
	if _, err = tx.Exec(`INSERT INTO swap (id, meeting, giver, taker, state, made_at) VALUES ($1, $2, $3, $4, 'asked', $5)`,
		w.ID, w.Meeting, w.Giver, w.Taker, store.At(tx.Now())); err != nil {
		return err
	}
	for _, other := range asked {
		if err = room.tellMeeting(tx, MailSwapAsked, other, *m, in.ID); err != nil {
			return err
		}
	}
	return nil
}

// couldTake are the members who may be asked to take a meeting: those who are
// ready to lead, or the one who is named among them.
func (room *Room) couldTake(tx *store.Tx, c Circle, giver Interest, taker string) ([]Interest, error) {
	return store.All(tx, scanInterest,
		`SELECT `+interestColumns+` FROM placement p JOIN interest i ON i.id = p.interest
		WHERE p.circle = $1 AND i.leads AND i.state = 'yes' AND i.id <> $2 AND ($3 = '' OR i.id = $3) ORDER BY i.id`, c.ID, giver.ID, taker)
}

// endSwaps closes what is asked about a meeting.
func (room *Room) endSwaps(tx *store.Tx, meeting string, as SwapState) error {
	_, err := tx.Exec(`UPDATE swap SET state = $1, settled_at = $2 WHERE meeting = $3 AND state = 'asked'`, string(as), store.At(tx.Now()), meeting)
	return err
}

// endStale ends what is asked in a circle and can lead to nothing any more:
// where another leads the meeting by now, and where the one who was asked by
// name is gone or does not lead any more. Whoever asked those is told, as after
// a no.
func (room *Room) endStale(tx *store.Tx, circle string) error {
	if _, err := tx.Exec(`UPDATE swap SET state = 'withdrawn', settled_at = $1 WHERE state = 'asked' AND EXISTS
		(SELECT 1 FROM meeting m WHERE m.id = swap.meeting AND m.circle = $2 AND m.lead <> swap.giver)`, store.At(tx.Now()), circle); err != nil {
		return err
	}
	list, err := store.All(tx, scanSwap, `SELECT `+swapColumns+`
		FROM swap w JOIN meeting m ON m.id = w.meeting WHERE m.circle = $1 AND w.state = 'asked' AND w.taker <> ''
		AND NOT EXISTS (SELECT 1 FROM placement p JOIN interest i ON i.id = p.interest WHERE p.circle = m.circle AND i.id = w.taker AND i.leads AND i.state = 'yes')`, circle)
	if err != nil || len(list) == 0 {
		return err
	}
	c, err := room.circle(tx, circle)
	if err != nil {
		return err
	}
	for _, w := range list {
		if err = room.endSwaps(tx, w.Meeting, SwapDeclined); err != nil {
			return err
		}
		i := slices.IndexFunc(c.Meetings, func(m Meeting) bool { return m.ID == w.Meeting })
		if !c.Begins(c.Meetings[i]).After(tx.Now()) {
			continue
		}
		asker, err := room.interest(tx, w.Giver)
		if err == nil {
			err = room.tellMeeting(tx, MailDeclined, asker, c.Meetings[i], w.Taker)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// TakeBack ends what the member asked about a meeting.
func (room *Room) TakeBack(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, n int) (err error) {
	defer errs.Wrap(&err, "take a swap back")
	_, m, err := room.toSwap(tx, v, in, n)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE swap SET state = 'withdrawn', settled_at = $1 WHERE meeting = $2 AND giver = $3 AND state = 'asked'`,
		store.At(tx.Now()), m.ID, in.ID)
	return err
}

// Take has the member lead a meeting that its facilitator asked to pass on, or
// that nobody leads. All are told. Of two who take it at once the second is
// told that it is taken.
func (room *Room) Take(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Interest, n int) (err error) {
	defer errs.Wrap(&err, "take a meeting")
	c, m, err := room.toSwap(tx, v, *in, n)
	if err != nil || m.Lead == in.ID {
		return err
	}
	if m.Lead != "" {
		asks, asked := "", 0 // whoever is ready to lead, or this one by name
		if !in.Leads {
			asks = in.ID
		}
		if err = tx.Row(`SELECT COUNT(*) FROM swap WHERE meeting = $1 AND state = 'asked' AND giver = $2 AND taker IN ($3, $4)`,
			m.ID, m.Lead, asks, in.ID).Scan(&asked); err != nil {
			return err
		}
		if asked == 0 {
			return errs.New(errs.Closed, "circles.swap.taken|This meeting is led by somebody else by now.")
		}
	}
	if err = room.leads(tx, in, true); err != nil {
		return err
	}
	if _, err = tx.Exec(`UPDATE swap SET state = 'taken', taker = $1, settled_at = $2 WHERE meeting = $3 AND state = 'asked'`,
		in.ID, store.At(tx.Now()), m.ID); err != nil {
		return err
	}
	second := m.Second
	if second == in.ID {
		second = m.Lead
	}
	if _, err = tx.Exec(`UPDATE meeting SET lead = $1, second = $2 WHERE id = $3`, in.ID, second, m.ID); err != nil {
		return err
	}
	if err = room.replan(tx, c.ID); err != nil { // who leads nothing so far may be the only one
		return err
	}
	return room.tellCircle(tx, MailSwapped, *m, m.Lead)
}

// Decline says no to a swap that the member alone was asked for.
func (room *Room) Decline(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, n int) (err error) {
	defer errs.Wrap(&err, "decline a swap")
	_, m, err := room.toSwap(tx, v, in, n)
	if err != nil {
		return err
	}
	var giver string
	err = tx.Row(`UPDATE swap SET state = 'declined', settled_at = $1 WHERE meeting = $2 AND taker = $3 AND state = 'asked' RETURNING giver`,
		store.At(tx.Now()), m.ID, in.ID).Scan(&giver)
	if errors.Is(err, store.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	asker, err := room.interest(tx, giver)
	if err != nil {
		return err
	}
	return room.tellMeeting(tx, MailDeclined, asker, *m, in.ID)
}

// Lead says whether the member is ready to lead meetings of their circle. The
// rota is planned again from the next meeting on.
func (room *Room) Lead(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Interest, ready bool) (err error) {
	defer errs.Wrap(&err, "offer to lead")
	if !v.Is(in.Person) {
		return errs.NotThere()
	}
	p, placed, err := room.placement(tx, in.ID)
	if err != nil {
		return err
	}
	if !placed {
		return room.leads(tx, in, ready)
	}
	if err = tx.Lock("circle", p.Circle); err != nil {
		return err
	}
	if err = room.leads(tx, in, ready); err != nil {
		return err
	}
	return room.replan(tx, p.Circle)
}

func (room *Room) leads(tx *store.Tx, in *Interest, ready bool) error {
	in.Leads = ready
	_, err := tx.Exec(`UPDATE interest SET leads = $1, changed_at = $2 WHERE id = $3 AND leads <> $1`, ready, store.At(tx.Now()), in.ID)
	return err
}
