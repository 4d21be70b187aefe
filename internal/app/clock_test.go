package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/config"
)

func TestACommandLivesInTheTimeOfTheDevProcessBesideIt(t *testing.T) {
	ctx, cfg := context.Background(), config.Default()
	cfg.Data, cfg.KeyFile = t.TempDir(), filepath.Join(t.TempDir(), "root.key")
	cfg.Dev, cfg.Now, cfg.BaseURL = true, "2023-02-01T10:00:00Z", "http://localhost"
	server, err := Open(ctx, cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	server.Clock.Add(25 * time.Hour)
	if err := server.noteClock(); err != nil {
		t.Fatal(err)
	}
	cfg.Dev, cfg.Now, cfg.FollowClock = false, "", true
	command, err := Open(ctx, cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer command.Close()
	if d := command.DB.Now().Sub(server.DB.Now()).Abs(); d > time.Minute {
		t.Errorf("the command lives %s apart", d)
	}
	if err := command.noteClock(); err != nil { // a process without --dev takes the note away
		t.Fatal(err)
	}
	if d := time.Until(followClock(cfg.Data)()).Abs(); d > time.Minute {
		t.Errorf("a left-over note moves the clock by %s", d)
	}
}
