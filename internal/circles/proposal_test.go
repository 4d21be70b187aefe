package circles_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/when"
)

// desk is a house with one series whose circles are formed. It stands at 9:00
// UTC on Monday 4 January 2027.
type desk struct {
	t      testing.TB
	db     *store.DB
	clock  *store.Clock
	people *people.Room
	series *series.Room
	room   *circles.Room
	queue  *jobs.Queue
	boss   auth.Viewer
	slug   string
}

func newDesk(t testing.TB, db *store.DB, clock *store.Clock) *desk {
	t.Helper()
	keys := seal.New(make([]byte, 32))
	d := &desk{t: t, db: db, clock: clock, people: &people.Room{Keys: keys}, slug: "lease"}
	d.series = &series.Room{Keys: keys, People: d.people, Posts: &posts.Room{}}
	d.room = &circles.Room{Keys: keys, People: d.people, Series: d.series}
	d.queue = jobs.New(db, slog.New(slog.DiscardHandler))
	d.queue.Handle(circles.JobForm, d.room.FormJob)
	d.queue.Handle(circles.JobPublish, d.room.PublishJob)
	d.boss = auth.Viewer{Kind: auth.Person, Person: "boss", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.FormCircles, Scope: auth.TheNetwork()}}}
	evening := when.Clock(19 * 60)
	s := &series.Series{Slug: d.slug, State: series.Published, Visibility: series.Public, Zone: "Europe/Berlin", Start: &evening, Length: 2 * time.Hour,
		Title: map[string]string{"en": "Know your lease"}, Description: map[string]string{"en": "Four evenings."}, Languages: []string{"en", "de"},
		Contact: series.Contact{Name: "Team", Email: "team@harbour.example"}, JoinURL: "https://meet.harbour.example/{series}-{n}",
		Window: series.Window{For: series.ForAnyone}}
	s.Circles = &series.Circles{Size: series.CircleSize{Min: 3, Target: 4, Max: 5}, Days: series.DaysFixed, Length: 90 * time.Minute, Facilitators: 1, Rota: true}
	for n := range 4 {
		s.Sessions = append(s.Sessions, series.Session{Date: when.Date{Year: 2027, Month: 2, Day: 10}.AddDays(7 * n), Theme: map[string]string{"en": "Theme"}})
		s.Circles.Meetings = append(s.Circles.Meetings, series.Session{Date: when.Date{Year: 2027, Month: 2, Day: 11}.AddDays(7 * n), Theme: map[string]string{"en": "Heart"}})
	}
	d.write(func(tx *store.Tx) error {
		_, err := d.series.Import(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
	return d
}

func eachDesk(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			clock := storetest.NewClock()
			test(t, newDesk(t, storetest.OpenWith(t, engine, store.Options{Now: clock.Now}), clock))
		})
	}
}

func (d *desk) write(fn func(*store.Tx) error) {
	d.t.Helper()
	if err := d.db.Write(d.t.Context(), fn); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) read(fn func(*store.Tx) error) {
	d.t.Helper()
	if err := d.db.Read(d.t.Context(), fn); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) load() (s *series.Series) {
	d.t.Helper()
	d.read(func(tx *store.Tx) (err error) {
		s, err = d.series.BySlug(tx.Context(), tx, auth.Itself(), d.slug)
		return err
	})
	return s
}

// yes lets somebody say yes, with hours such as "THU 18:00-21:00".
func (d *desk) yes(name, hours string, leads bool, languages ...string) {
	d.t.Helper()
	h, err := circles.ReadHours(hours)
	if err != nil {
		d.t.Fatal(err)
	}
	if len(languages) == 0 {
		languages = []string{"en"}
	}
	d.write(func(tx *store.Tx) error {
		_, err := d.room.SayYes(tx.Context(), tx, auth.Viewer{}, d.slug, circles.YesForm{Name: name, Address: name + "@mail.example",
			Answer: circles.Answer{Zone: "Europe/Berlin", Language: "en", Hours: h, Languages: languages, Leads: leads}})
		return err
	})
}

// many lets so many people say yes, of whom every fourth leads.
func (d *desk) many(n int) {
	d.t.Helper()
	for i := range n {
		d.yes(fmt.Sprintf("person%02d", i), "THU 18:00-21:00", i%4 == 0)
	}
}

// interest returns the interest of somebody.
func (d *desk) interest(name string) (in circles.Interest) {
	d.t.Helper()
	s := d.load()
	d.read(func(tx *store.Tx) error {
		person, err := d.people.Find(tx, name+"@mail.example")
		if err != nil {
			return err
		}
		in, err = d.room.InterestOf(tx, auth.Itself(), s.ID, person)
		return err
	})
	return in
}

// form forms circles and returns the proposal's board.
func (d *desk) form(base string) circles.Board {
	d.t.Helper()
	s := d.load()
	var p circles.Proposal
	d.write(func(tx *store.Tx) (err error) {
		p, err = d.room.Form(tx, d.boss, s, base, circles.Effort{Seed: 7, Steps: 300})
		return err
	})
	d.work()
	return d.board(p.ID)
}

func (d *desk) work() {
	d.t.Helper()
	for range 20 {
		n, err := d.queue.RunDue(d.t.Context())
		if err != nil {
			d.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func (d *desk) board(id string) (b circles.Board) {
	d.t.Helper()
	s := d.load()
	d.read(func(tx *store.Tx) (err error) {
		b, err = d.room.Board(tx.Context(), tx, d.boss, s, id)
		return err
	})
	return b
}

// change changes a proposal by hand.
func (d *desk) change(b circles.Board, c circles.Change) (circles.Board, error) {
	d.t.Helper()
	s := d.load()
	draft, err := d.room.Draft(d.t.Context(), d.db, d.boss, s, b.Proposal.ID, b.Proposal.Step, c)
	if err != nil {
		return b, err
	}
	err = d.db.Write(d.t.Context(), func(tx *store.Tx) error { return d.room.Write(tx, d.boss, s, draft) })
	if err != nil {
		return b, err
	}
	return d.board(b.Proposal.ID), nil
}

func (d *desk) must(b circles.Board, c circles.Change) circles.Board {
	d.t.Helper()
	b, err := d.change(b, c)
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}

// publish publishes a proposal and says whether that was taken up.
func (d *desk) publish(b circles.Board) (ok bool) {
	d.t.Helper()
	ok = d.begin(b)
	d.work()
	return ok
}

// begin begins to publish a proposal.
func (d *desk) begin(b circles.Board) (ok bool) {
	d.t.Helper()
	s := d.load()
	draft, err := d.room.Draft(d.t.Context(), d.db, d.boss, s, b.Proposal.ID, b.Proposal.Step, circles.Change{What: circles.Rechecked})
	if err != nil {
		d.t.Fatal(err)
	}
	d.write(func(tx *store.Tx) (err error) {
		ok, err = d.room.Publish(tx, d.boss, s, draft)
		return err
	})
	return ok
}

// kinds are the kinds of breaches of a board.
func kinds(b circles.Board) (list []circles.BreachKind) {
	for _, x := range b.A.Breaches {
		list = append(list, x.Kind)
	}
	return list
}

func TestCirclesAreFormedByAJob(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(12)
		d.yes("never", "FRI 07:00-09:00", false)
		b := d.form("")
		if b.Proposal.State != circles.Ready || b.Shown.Quality.Placed != 12 || b.Shown.Quality.People != 13 || b.Shown.Quality.AtMost != 12 {
			t.Fatalf("got %s with %+v", b.Proposal.State, b.Shown.Quality.Card)
		}
		if len(b.A.Unplaced) != 1 || b.A.Unplaced[0].Reason != form.ReasonNoSlot || b.A.Unplaced[0].Interest != d.interest("never").ID {
			t.Errorf("without a circle: %+v", b.A.Unplaced)
		}
		for _, c := range b.A.Circles {
			first := b.A.Meetings(&c)[0]
			if c.Day != "THU" || len(b.A.Meetings(&c)) != 4 || first.Format("2006-01-02") != "2027-02-11" {
				t.Errorf("%s meets %s, first on %s", c.Code, c.Day, first)
			}
		}
		if n := b.Shown.Quality.HeatIn(time.UTC, b.A.Weeks)[time.Thursday][18]; n != 12 {
			t.Errorf("%d people are free on Thursdays at 18:00 UTC, want 12", n)
		}
		var status jobs.Status
		d.read(func(tx *store.Tx) (err error) {
			status, err = jobs.StatusOf(tx, b.Proposal.Job)
			return err
		})
		if status.State != jobs.Done {
			t.Errorf("the job is %s", status.State)
		}
	})
}

func TestAChangeSaysAtOnceWhatItBreaks(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		d.yes("friday", "FRI 18:00-21:00", false)
		d.yes("deutsch", "THU 18:00-21:00", false, "de")
		b := d.form("")
		to := b.A.Circles[0]
		if len(b.A.Circles) != 2 || len(b.A.Breaches) != 0 {
			t.Fatalf("formed %+v with %+v", b.A.Circles, b.A.Breaches)
		}
		friday, deutsch := d.interest("friday").ID, d.interest("deutsch").ID
		b = d.must(b, circles.Change{What: circles.Move, Who: []string{friday}, To: to.Code})
		if want := []circles.Breach{{Kind: circles.CannotCome, Circle: to.Code, Who: friday}}; !slices.Equal(b.A.Breaches, want) {
			t.Errorf("got %+v, want %+v", b.A.Breaches, want)
		}
		if b.Shown.Quality.Placed != 9 || b.Shown.Quality.Breaches != 1 || b.Shown.Did != (circles.Did{What: circles.Move, N: 1, Circle: to.Code}) {
			t.Errorf("got %+v", b.Shown)
		}
		b = d.must(b, circles.Change{What: circles.TakeOut, Who: []string{friday}})
		b = d.must(b, circles.Change{What: circles.Move, Who: []string{deutsch}, To: to.Code})
		if got := kinds(b); !slices.Equal(got, []circles.BreachKind{circles.NotSpoken}) {
			t.Errorf("got %v", got)
		}
		b = d.must(b, circles.Change{What: circles.TakeOut, Who: append(slices.Clone(to.Members[:2]), deutsch)})
		if got := kinds(b); !slices.Contains(got, circles.TooFew) {
			t.Errorf("a circle with two members: %v", got)
		}
		b = d.must(b, circles.Change{What: circles.Dissolve, To: to.Code})
		if len(b.A.Circles) != 1 || len(b.A.Unplaced) != 6 || len(b.A.Breaches) != 0 {
			t.Errorf("after dissolving: %d circles, %d without, %v", len(b.A.Circles), len(b.A.Unplaced), b.A.Breaches)
		}
		b = d.must(b, circles.Change{What: circles.Gather, Who: to.Members})
		if len(b.A.Circles) != 2 || b.A.Circles[1].Day != "THU" || len(b.A.Breaches) != 0 {
			t.Errorf("the new circle is %+v, %v", b.A.Circles[1], b.A.Breaches)
		}
		if _, err := d.change(b, circles.Change{What: circles.Gather, Who: []string{friday, deutsch}}); !errs.Is(err, errs.Invalid) {
			t.Errorf("people without a common hour: %v", err)
		}
	})
}

func TestStepsAreUndone(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		first, s := b.A.Circles[0].Code, d.load()
		after := d.must(b, circles.Change{What: circles.Dissolve, To: first})
		d.write(func(tx *store.Tx) error {
			return d.room.GoTo(tx, d.boss, s, b.Proposal.ID, after.Proposal.Step, b.Proposal.Step)
		})
		undone := d.board(b.Proposal.ID)
		if undone.A.Of(first) == nil || undone.Proposal.Last != after.Proposal.Step {
			t.Errorf("after undoing: %+v", undone.Proposal)
		}
		if _, err := d.change(after, circles.Change{What: circles.Dissolve, To: after.A.Circles[0].Code}); !errs.Is(err, errs.Conflict) {
			t.Errorf("a change of a step that is not shown: %v", err)
		}
		d.write(func(tx *store.Tx) error {
			return d.room.GoTo(tx, d.boss, s, b.Proposal.ID, b.Proposal.Step, after.Proposal.Step)
		})
		if d.board(b.Proposal.ID).A.Of(first) != nil {
			t.Error("undoing is not undone")
		}
	})
}

func TestWhatIsPinnedStaysWhenTheRestIsFormedAgain(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(12)
		b := d.form("")
		kept, pinned := b.A.Circles[0], b.A.Circles[1]
		who := pinned.Members[0]
		b = d.must(b, circles.Change{What: circles.Keep, To: kept.Code})
		b = d.must(b, circles.Change{What: circles.Pin, Who: []string{who}})
		d.yes("late", "THU 18:00-21:00", false)
		again := d.form(b.Proposal.ID)
		if got := again.A.Of(kept.Code); got == nil || !slices.Equal(slices.Sorted(slices.Values(got.Members)), slices.Sorted(slices.Values(kept.Members))) || !got.Kept {
			t.Errorf("the kept circle is %+v, was %+v", got, kept)
		}
		if got := again.A.Where(who); got == nil || got.Code != pinned.Code || again.A.Pins[who] != pinned.Code {
			t.Errorf("the pinned person is in %+v", got)
		}
		if again.Shown.Quality.People != 13 || again.Proposal.Base != b.Proposal.ID {
			t.Errorf("got %+v", again.Shown.Quality.Card)
		}
	})
}

func TestWhatCannotStayIsNamedBeforeAnythingRuns(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		d.yes("friday", "FRI 18:00-21:00", false)
		b := d.form("")
		s := d.load()
		b = d.must(b, circles.Change{What: circles.Move, Who: []string{d.interest("friday").ID}, To: "C00002"})
		d.write(func(tx *store.Tx) error {
			_, err := d.room.Form(tx, d.boss, s, b.Proposal.ID, circles.Effort{Seed: 1, Steps: 10})
			return err
		})
		if _, err := d.queue.RunDue(t.Context()); !errs.Is(err, errs.Invalid) {
			t.Errorf("the job says %v", err)
		}
		d.read(func(tx *store.Tx) error {
			o, err := d.room.Overview(tx.Context(), tx, d.boss, s)
			if err != nil || len(o.Proposals) != 1 || o.Working == nil || o.Working.Proposal.State != circles.Failed {
				t.Fatalf("%v, %+v", err, o)
			}
			if got := i18n.For("en").Text(o.Working.Status.Text); got != "What is to stay in circle 2 cannot stay there. Let some of it go, then form the rest again." {
				t.Errorf("it says %q", got)
			}
			return nil
		})
		d.write(func(tx *store.Tx) error { // put away, and the next search may begin
			o, err := d.room.Overview(tx.Context(), tx, d.boss, s)
			if err != nil {
				return err
			}
			_, err = d.room.StopForming(tx, d.boss, s, o.Working.Proposal.ID, false)
			return err
		})
		d.form("")
	})
}

func TestNobodyElseSeesProposals(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		s := d.load()
		for name, v := range map[string]auth.Viewer{"nobody": {}, "a member": auth.Holder("", "", "someone"),
			"another organiser": {Kind: auth.Person, Person: "x", Tier: auth.Fresh, Grants: []auth.Grant{{Verb: auth.EditSeries, Scope: auth.TheNetwork()}}}} {
			d.read(func(tx *store.Tx) error {
				_, err := d.room.Board(tx.Context(), tx, v, s, b.Proposal.ID)
				_, err2 := d.room.Overview(tx.Context(), tx, v, s)
				_, err3 := d.room.Faces(tx, v, s, b.A.Circles[0].Members)
				if !errs.Is(err, errs.NotFound) || !errs.Is(err2, errs.NotFound) || !errs.Is(err3, errs.NotFound) {
					t.Errorf("%s: %v, %v, %v", name, err, err2, err3)
				}
				return nil
			})
			err := d.db.Write(t.Context(), func(tx *store.Tx) error {
				_, err := d.room.Form(tx, v, s, "", circles.Effort{Steps: 1})
				return err
			})
			_, err2 := d.room.Draft(t.Context(), d.db, v, s, b.Proposal.ID, 1, circles.Change{What: circles.Rechecked})
			if !errs.Is(err, errs.NotFound) || !errs.Is(err2, errs.NotFound) {
				t.Errorf("%s forms: %v, %v", name, err, err2)
			}
		}
	})
}

func TestAStoppedSearchChangesNothingOrGivesItsBest(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(12)
		s := d.load()
		begin := func() (p circles.Proposal) {
			d.write(func(tx *store.Tx) (err error) {
				p, err = d.room.Form(tx, d.boss, s, "", circles.Effort{Seed: 1})
				return err
			})
			return p
		}
		p := begin()
		if err := d.db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := d.room.Form(tx, d.boss, s, "", circles.Effort{})
			return err
		}); !errs.Is(err, errs.Conflict) {
			t.Errorf("a second search at once: %v", err)
		}
		d.write(func(tx *store.Tx) error { _, err := d.room.StopForming(tx, d.boss, s, p.ID, false); return err })
		d.work()
		var o circles.Overview
		look := func() {
			d.read(func(tx *store.Tx) (err error) {
				o, err = d.room.Overview(context.Background(), tx, d.boss, s)
				return err
			})
		}
		if look(); len(o.Proposals) != 0 || o.Working != nil {
			t.Errorf("after stopping without result: %+v", o)
		}
		p = begin()
		d.write(func(tx *store.Tx) error { _, err := d.room.StopForming(tx, d.boss, s, p.ID, true); return err })
		d.work()
		if look(); len(o.Proposals) != 1 || o.Proposals[0].Shown.Quality.Placed != 12 {
			t.Errorf("after asking for the best so far: %+v", o.Proposals)
		}
	})
}
