package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// offerGroup keeps the places just taken for a group until the deadline, and
// tells its contact person.
func (room *Room) offerGroup(ctx context.Context, tx *store.Tx, s *Series, delegation string, until time.Time) error {
	if _, err := tx.Exec(`UPDATE delegation SET state = 'offered', offer_until = $1 WHERE id = $2`, store.At(until), delegation); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE registration SET state = 'offered' WHERE delegation = $1 AND state = 'waitlisted'`, delegation)
	return err
}
