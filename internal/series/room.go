package series

import (
	"context"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Room is this capability with what it stands on.
type Room struct {
	Keys   *seal.Keys
	People *people.Room

	// OnSessionsChanged is what happens, in the same transaction, when sessions
	// of a published series are moved, cancelled, reinstated or added. App
	// builds the list.
	OnSessionsChanged []func(ctx context.Context, tx *store.Tx, s *Series, changed []Changed) error
}
