package circles

import (
	"context"

	"codeberg.org/plenary/plenary/internal/store"
)

// leaveCircle takes somebody who withdrew out of the circle they are in, and
// tells them.
func (room *Room) leaveCircle(ctx context.Context, tx *store.Tx, in Interest) error {
	was, err := room.takeOut(tx, in)
	if err != nil {
		return err
	}
	return room.tellFormer(tx, MailWithdrawn, in, was)
}

// lateYes looks for a place for somebody who says yes, or can at more hours,
// after circles were published.
func (room *Room) lateYes(ctx context.Context, tx *store.Tx, in Interest) error {
	return room.seekPlace(tx, in)
}
