package calendar_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/when"
)

// house is a calendar over an empty database.
type house struct {
	t    testing.TB
	db   *store.DB
	room *calendar.Room
	now  time.Time
}

func over(t testing.TB, db *store.DB, now time.Time) *house {
	keys := seal.New(make([]byte, 32))
	crowd := &people.Room{Keys: keys}
	return &house{t: t, db: db, now: now, room: &calendar.Room{People: crowd, Events: &events.Room{Keys: keys, People: crowd}, Series: &series.Room{Keys: keys, People: crowd}}}
}

// onBoth runs a test on each engine.
func onBoth(t *testing.T, fn func(t *testing.T, h *house)) {
	clock := storetest.NewClock()
	clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) { fn(t, over(t, db, clock.Now())) })
}

func (h *house) write(fn func(ctx context.Context, tx *store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(context.Background(), func(tx *store.Tx) error { return fn(tx.Context(), tx) }); err != nil {
		h.t.Fatal(err)
	}
}

// has publishes events.
func (h *house) has(list ...*events.Event) {
	h.t.Helper()
	h.write(func(ctx context.Context, tx *store.Tx) error {
		for _, e := range list {
			if _, err := h.room.Events.Save(ctx, tx, auth.AtConsole(), e); err != nil {
				return err
			}
			if err := h.room.Events.SetState(ctx, tx, auth.AtConsole(), e.Slug, events.Published); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *house) chapter(slug, parent string) {
	h.t.Helper()
	h.write(func(ctx context.Context, tx *store.Tx) error {
		c := people.Chapter{Slug: slug, Name: i18n.Text{"en": slug}, Zone: "Europe/Berlin"}
		if parent != "" {
			above, err := h.room.People.ChapterBySlug(tx, parent)
			if err != nil {
				return err
			}
			c.Parent = above.ID
		}
		_, err := h.room.People.SaveChapter(ctx, tx, auth.AtConsole(), c)
		return err
	})
}

// evening is an event on one evening in a hall in a city.
func evening(slug, day, city string) *events.Event {
	date, err := when.ParseDate(day)
	if err != nil {
		panic(err) // a constant of this file
	}
	return &events.Event{Slug: slug, Kind: events.Meeting, Visibility: events.Public, Title: i18n.Text{"en": slug}, Zone: "Europe/Berlin", Languages: []string{"en"}, Start: 19 * 60, Length: 2 * time.Hour,
		Dates: []events.Date{{Day: date}}, Venue: &events.Place{Name: "Hall", City: city}, Entry: events.Entry{Registration: events.Optional}}
}

// finds are the slugs of what an address asks for.
func (h *house) finds(query string, span calendar.Span) (slugs []string, unplaced int) {
	h.t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.db.Read(context.Background(), func(tx *store.Tx) error {
		c, err := h.room.Read(tx, q)
		if err != nil {
			return err
		}
		found, err := h.room.Public(tx.Context(), tx, c, span)
		slugs, unplaced = nil, len(found.Unplaced)
		for _, d := range found.Dates {
			slugs = append(slugs, d.E.Slug)
		}
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return slugs, unplaced
}

func TestAChoiceFindsWhatItNames(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.chapter("north", "")
		h.chapter("docks", "north")
		docks, north, guest, talk := evening("docks", "2027-02-01", "Hamburg"), evening("north", "2027-02-02", "Kiel"), evening("guest", "2027-02-03", "Berlin"), evening("talk", "2027-02-04", "")
		docks.Chapter, north.Chapter, guest.Shared = "docks", "north", []string{"docks"}
		talk.Kind, talk.Venue, talk.Online, talk.Interpreted = events.Talk, nil, "https://meet.example/talk", []string{"ar"}
		lost := evening("lost", "2027-02-05", "Nirgendheim")
		secret := evening("secret", "2027-02-06", "Berlin")
		secret.Visibility = events.Members
		h.has(docks, north, guest, talk, lost, secret)
		for query, want := range map[string][]string{
			"": {"docks", "north", "guest", "talk", "lost"}, "chapter=north": {"docks", "north", "guest"}, "chapter=north&below=no": {"north"}, "chapter=docks": {"docks", "guest"},
			"kind=talk": {"talk"}, "kind=session": nil, "mode=online": {"talk"}, "mode=in-person": {"docks", "north", "guest", "lost"}, "language=ar": {"talk"}, "language=en&kind=meeting&chapter=docks": {"docks", "guest"},
			"near=Hamburg": {"docks"}, "near=Hamburg&within=100": {"docks", "north"}, "near=nowheresville": nil, "kind=nothing": {"docks", "north", "guest", "talk", "lost"},
		} {
			if query == "near=nowheresville" {
				want = []string{"docks", "north", "guest", "talk", "lost"} // not known: nothing is left out
			}
			if got, _ := h.finds(query, calendar.Span{}); !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", query, got, want)
			}
		}
		if _, n := h.finds("near=Hamburg", calendar.Span{}); n != 1 {
			t.Errorf("%d are nowhere", n)
		}
		err := h.db.Read(context.Background(), func(tx *store.Tx) error {
			_, err := h.room.Read(tx, url.Values{"chapter": {"south"}})
			return err
		})
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("a chapter that is not there: %v", err)
		}
	})
}

func TestASpanHasWhatIsOnInIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		long := evening("camp", "2027-01-25", "Berlin")
		long.Length = 14 * 24 * time.Hour
		h.has(long, evening("first", "2027-02-01", "Berlin"), evening("last", "2027-02-28", "Berlin"), evening("march", "2027-03-01", "Berlin"))
		berlin, err := when.Load("Europe/Berlin")
		if err != nil {
			t.Fatal(err)
		}
		first, last := calendar.MonthOf(when.Date{Year: 2027, Month: 2, Day: 10})
		if got, _ := h.finds("", calendar.SpanOf(first, last, berlin)); !slices.Equal(got, []string{"camp", "first", "last"}) {
			t.Errorf("in February there are %q", got)
		}
		far, err := when.Load("Pacific/Kiritimati") // where it is March already when it is evening in Berlin
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := h.finds("", calendar.SpanOf(first, last, far)); !slices.Equal(got, []string{"camp", "first"}) {
			t.Errorf("on the other side there are %q", got)
		}
	})
}

func TestNextAndBeforeComeInParts(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		var all []*events.Event
		for n := range 9 {
			all = append(all, evening(fmt.Sprintf("e%d", n), when.Date{Year: 2026, Month: 12, Day: 1}.AddDays(40*(n-3)).String(), "Berlin"))
		}
		h.has(all...)
		err := h.db.Read(context.Background(), func(tx *store.Tx) error {
			slugs := func(f calendar.Found) (list []string) {
				for _, d := range f.Dates {
					list = append(list, d.E.Slug)
				}
				return list
			}
			found, more, err := h.room.Next(tx.Context(), tx, auth.Viewer{}, calendar.Choice{}, h.now, 3)
			if got := slugs(found); !slices.Equal(got, []string{"e4", "e5", "e6"}) || !more || err != nil || len(found.Events) != 3 {
				t.Errorf("next are %q, more %t, %v", got, more, err)
			}
			if found, more, err = h.room.Next(tx.Context(), tx, auth.Viewer{}, calendar.Choice{}, h.now, 5); len(found.Dates) != 5 || more || err != nil {
				t.Errorf("%d are next, more %t, %v", len(found.Dates), more, err)
			}
			found, more, err = h.room.Before(tx.Context(), tx, auth.Viewer{}, calendar.Choice{}, h.now, 3)
			if got := slugs(found); !slices.Equal(got, []string{"e3", "e2", "e1"}) || !more {
				t.Errorf("before were %q, more %t", got, more)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// many fills a calendar with five thousand events over two years; every tenth
// repeats each week.
func many(b *testing.B) *house {
	clock := storetest.NewClock()
	clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
	h := over(b, storetest.OpenWith(b, store.SQLite, store.Options{Now: clock.Now}), clock.Now())
	cities := []string{"Berlin", "Hamburg", "Leipzig", "München", "Kassel", "Nirgendheim", "Halle"}
	var list []*events.Event
	for n := range 5000 {
		e := evening(fmt.Sprintf("event-%04d", n), when.Date{Year: 2026, Month: 7, Day: 1}.AddDays(n%730).String(), cities[n%len(cities)])
		e.Description = i18n.Text{"en": "An evening on rents, repairs and what to do about both.\n\nBring your **lease** and a neighbour."}
		if n%10 == 0 {
			rule := events.RuleFrom(e.Dates[0].Day, 1, events.Weeks)
			rule.Count, e.Dates = 20, nil
			e.Rule = &rule
		}
		list = append(list, e)
	}
	for part := range slices.Chunk(list, 250) {
		h.has(part...)
	}
	return h
}

// BenchmarkFind reads from five thousand events with fifteen thousand dates. A
// month, the first page of what comes and that of what was are to take less than
// 150 ms each.
func BenchmarkFind(b *testing.B) {
	h := many(b)
	month := calendar.Span{From: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}
	for name, q := range map[string]url.Values{"all": {}, "near": {"near": {"Berlin"}}, "kind": {"kind": {"talk"}}} {
		read := func(b *testing.B, find func(tx *store.Tx, c calendar.Choice) error) {
			for b.Loop() {
				if err := h.db.Read(context.Background(), func(tx *store.Tx) error {
					c, err := h.room.Read(tx, q)
					c.Brief = true
					if err != nil {
						return err
					}
					return find(tx, c)
				}); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.Run(name+"/month", func(b *testing.B) {
			read(b, func(tx *store.Tx, c calendar.Choice) error {
				_, err := h.room.Find(tx.Context(), tx, auth.Viewer{}, c, month)
				return err
			})
		})
		b.Run(name+"/next", func(b *testing.B) {
			read(b, func(tx *store.Tx, c calendar.Choice) error {
				_, _, err := h.room.Next(tx.Context(), tx, auth.Viewer{}, c, h.now, 240)
				return err
			})
		})
		b.Run(name+"/past", func(b *testing.B) {
			read(b, func(tx *store.Tx, c calendar.Choice) error {
				_, _, err := h.room.Before(tx.Context(), tx, auth.Viewer{}, c, h.now, 240)
				return err
			})
		})
	}
}
