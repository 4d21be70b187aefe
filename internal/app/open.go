package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// App is one process with all its rooms.
type App struct {
	Config config.Config
	Log    *slog.Logger
	Clock  *store.Clock // nil unless --dev
	DB     *store.DB
	Keys   *seal.Keys
	Jobs   *jobs.Queue
	Outbox *mail.Outbox
	Caught *mail.Caught // nil unless mail is caught

	Auth     *auth.Room
	Files    *files.Room
	People   *people.Room
	Posts    *posts.Room
	Events   *events.Room
	Intake   *intake.Room
	Calendar *calendar.Room
	Series   *series.Room
	Circles  *circles.Room

	Community *community.Room

	Handler http.Handler
}

// Open opens the data, makes the rooms and wires them. The caller closes it.
// Tests may change how the store is opened.
func Open(ctx context.Context, cfg config.Config, log *slog.Logger, change ...func(*store.Options)) (_ *App, err error) {
	if !seal.Sealing && !cfg.Dev && !cfg.FollowClock {
		return nil, errors.New("this program was built without sealing, for tests: it runs with --dev only")
	}
	a := &App{Config: cfg, Log: log}
	now := store.SystemClock
	if cfg.Dev {
		start, err := cfg.Start()
		if err != nil {
			return nil, err
		}
		if start.IsZero() {
			start = store.SystemClock()
		}
		a.Clock = store.NewRunningClock(start)
		now = a.Clock.Now
	} else if cfg.FollowClock {
		now = followClock(cfg.Data)
	}
	if err := a.openKeys(); err != nil {
		return nil, err
	}
	options := store.Options{URL: cfg.Database(), Now: now, Log: log}
	for _, f := range change {
		f(&options)
	}
	if a.DB, err = store.Open(ctx, options); err != nil {
		return nil, err
	}
	a.makeRooms()
	if err := a.DB.Write(ctx, a.confirm); err != nil {
		return nil, errors.Join(err, a.DB.Close())
	}
	if err := a.openMail(); err != nil {
		return nil, errors.Join(err, a.DB.Close())
	}
	a.addJobs()
	if a.Handler, err = a.server().Handler(); err != nil {
		return nil, errors.Join(err, a.DB.Close())
	}
	return a, nil
}

// makeRooms makes the rooms from the ground up and tells each whom it may call.
func (a *App) makeRooms() {
	a.People = &people.Room{Keys: a.Keys}
	a.Files = files.New(a.Config.Uploads(), a.Keys, a.Log)
	a.Auth = &auth.Room{Keys: a.Keys, Find: a.People.Find, Prove: a.People.Prove, Rests: a.People.IsFrozen,
		Addresses: auth.Addresses{Of: a.People.AddressOf, Move: a.People.Move, Free: a.People.Free}, Trial: a.Config.Dev && !a.Config.StrictSignIn}
	a.Auth.Within = a.within
	a.Posts = &posts.Room{Keys: a.Keys, Note: a.Auth.Note, Acting: a.acting}
	a.People.Note = a.Auth.Note
	a.People.Subjects, a.People.Hiders = a.subjects(), a.hiders()
	a.Events = &events.Room{Keys: a.Keys, People: a.People, Posts: a.Posts, Note: a.Auth.Note}
	a.Events.OnChanged = append(a.Events.OnChanged, a.Events.NoteChanges)
	a.Series = &series.Room{Keys: a.Keys, People: a.People, Posts: a.Posts, Note: a.Auth.Note}
	a.Posts.Subjects = map[posts.AboutKind]posts.Subject{posts.Session: a.Series.WrittenUp(), posts.Date: a.Events.WrittenUp()}
	a.Series.KeepsElsewhere = append(a.Series.KeepsElsewhere, a.Events.Holds, a.Auth.HoldsRole)
	a.Intake = &intake.Room{Events: a.Events, People: a.People, Files: a.Files, Note: a.Auth.Note, As: a.viewerOf}
	a.Intake.Entries = append(a.Intake.Entries, a.Series.Entries)
	a.Calendar = &calendar.Room{People: a.People, Events: a.Events, Series: a.Series}
	a.Circles = &circles.Room{Keys: a.Keys, People: a.People, Series: a.Series, Note: a.Auth.Note, Acting: a.acting}
	a.Community = &community.Room{Sets: set.Sets{Keys: a.Keys}, People: a.People}
	a.Series.OnSessionsChanged = append(a.Series.OnSessionsChanged, a.Series.NoteChanges)
	a.Series.OnChanged = append(a.Series.OnChanged, a.Circles.NoteMeetings)
	a.Series.HasPeople = append(a.Series.HasPeople, a.Circles.HasPeople)
	a.Series.OnDeleted = append(a.Series.OnDeleted, a.Circles.ForgetSeries)
	a.People.KeepsPerson = append(a.People.KeepsPerson, a.Auth.Keeps, a.Events.Keeps, a.Series.Keeps, a.Circles.Keeps)
	a.Series.OnDeleted = append(a.Series.OnDeleted, a.forgetSeriesRoles)
	a.People.OnErased = append(a.People.OnErased, a.Auth.Forget, a.Circles.Forget, a.Community.Forget)
	a.People.OnMoved = append(a.People.OnMoved, a.Events.Relink, a.Series.Relink, a.Circles.Relink)
	a.People.OnProven = append(a.People.OnProven, a.Events.ConfirmRest, a.Series.ConfirmRest, a.Circles.ConfirmRest)
}

// Close ends what Open opened.
func (a *App) Close() error { return a.DB.Close() }

// openKeys loads the root key, or makes one where there is no data yet.
func (a *App) openKeys() error {
	if err := os.MkdirAll(a.Config.Data, 0o700); err != nil {
		return err
	}
	id, fresh, err := instanceID(a.Config.Data)
	if err != nil {
		return err
	}
	path := a.Config.KeyFile
	if path == "" {
		if path, err = usualKeyFile(id); err != nil {
			return err
		}
	}
	a.Config.KeyFile = path
	if err := seal.Apart(path, a.Config.Data); err != nil {
		return err
	}
	a.Keys, err = seal.Load(path, a.Config.Data)
	if errors.Is(err, fs.ErrNotExist) {
		if !fresh {
			return fmt.Errorf("the data in %s was sealed with a key that is not at %s; bring the key back, or name its file with --key-file", a.Config.Data, path)
		}
		if a.Keys, err = seal.Make(path); err == nil {
			a.Log.Info("made a new root key; keep a copy apart from the data", "file", path)
		}
	}
	return err
}

// instanceID returns the name of the instance in the data folder, and whether
// the folder was empty of it until now.
func instanceID(data string) (id string, fresh bool, err error) {
	path := instanceFile(data)
	text, err := os.ReadFile(path)
	if err == nil {
		return instanceIn(text), false, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", false, err
	}
	id = store.NewID()
	return id, true, os.WriteFile(path, []byte(id+"\n"), 0o600)
}

func instanceFile(data string) string { return filepath.Join(data, "instance") }

func instanceIn(text []byte) string { return strings.TrimSpace(string(text)) }

// Settle runs jobs and sends mail until nothing is due any more, and waits for
// what the server's own workers are doing. It is for commands, tests and the
// settable clock.
func (a *App) Settle(ctx context.Context) error {
	for idle := 0; idle < 6000; {
		n, err := a.Jobs.RunDue(ctx)
		if err != nil {
			return err
		}
		m, err := a.Outbox.SendDue(ctx)
		if err != nil {
			return err
		}
		if n+m > 0 {
			idle = 0
			continue
		}
		var busy int
		if err := a.DB.Read(ctx, func(tx *store.Tx) error {
			busy, _, err = jobs.Backlog(tx)
			return err
		}); err != nil || busy == 0 {
			return err
		}
		idle++
		pause := time.NewTimer(5 * time.Millisecond)
		select {
		case <-ctx.Done():
		case <-pause.C:
		}
		pause.Stop()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return errors.New("jobs do not come to an end")
}

// until is how long Close waits for requests that are being answered.
const until = 10 * time.Second
