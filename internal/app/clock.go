package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// A --dev process notes in its data folder how far its clock is from the
// machine's, so that commands beside it live in the same time: what they
// change must be told to people whose registrations lie in another year.

func clockFile(data string) string { return filepath.Join(data, "dev-clock") }

// noteClock writes the distance down. A process on the machine's own clock
// takes away what one before it left.
func (a *App) noteClock() error {
	if a.Clock == nil {
		err := os.Remove(clockFile(a.Config.Data))
		if os.IsNotExist(err) {
			return nil
		}
		return err
	}
	ahead := a.Clock.Now().Sub(store.SystemClock())
	return os.WriteFile(clockFile(a.Config.Data), []byte(ahead.String()+"\n"), 0o600)
}

// followClock returns the clock of the --dev process beside, or the machine's.
func followClock(data string) func() time.Time {
	text, err := os.ReadFile(clockFile(data))
	if err != nil {
		return store.SystemClock
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil {
		return store.SystemClock
	}
	return func() time.Time { return store.SystemClock().Add(ahead) }
}

// settleAt is Settle for a clock that was just set.
func (a *App) settleAt(ctx context.Context) error {
	if err := a.noteClock(); err != nil {
		return err
	}
	return a.Settle(ctx)
}
