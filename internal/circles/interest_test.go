package circles_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
	"github.com/google/go-cmp/cmp"
)

func hours(t testing.TB, s string) circles.Hours {
	t.Helper()
	h, err := circles.ReadHours(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// answer is what somebody says who can on Thursday evenings.
func answer(t testing.TB) circles.Answer {
	return circles.Answer{Zone: "Europe/Berlin", Language: "de", Hours: hours(t, "THU 18:00-21:00"), Languages: []string{"de", "en"}}
}

// person makes somebody known and returns them as signed in.
func (d *desk) person(name string) (v auth.Viewer) {
	d.t.Helper()
	d.write(func(tx *store.Tx) error {
		p, _, err := d.people.Meet(tx.Context(), tx, auth.AtConsole(), people.Input{Name: name, Address: name + "@mail.example", Zone: "Europe/Berlin", Language: "en"})
		v = auth.Viewer{Kind: auth.Person, Person: p.ID, Tier: auth.Mail}
		return err
	})
	return v
}

func (d *desk) hoursOf(person string) (a circles.Availability) {
	d.t.Helper()
	d.read(func(tx *store.Tx) (err error) {
		a, err = d.room.HoursOf(tx, auth.Itself(), person)
		return err
	})
	return a
}

// said returns what the engine is given of somebody.
func (d *desk) said() map[string]circles.Said {
	d.t.Helper()
	all := map[string]circles.Said{}
	s := d.load()
	d.read(func(tx *store.Tx) error {
		c, err := d.room.CohortOf(tx, d.boss, s.ID)
		if err != nil {
			return err
		}
		list, err := d.room.Said(tx.Context(), tx, c.ID)
		for _, x := range list {
			all[x.Interest] = x
		}
		return err
	})
	return all
}

func fields(err error) (names []string) {
	if e := errs.Of(err); e != nil {
		for _, f := range e.Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

func TestAYesCountsAtOnceAndOnce(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.yes("ada", "THU 18:00-21:00", true, "en", "de")
		in := d.interest("ada")
		if in.State != circles.Yes || !in.Leads || !in.AnsweredAt.IsZero() || d.told()[circles.MailYes] != 1 {
			t.Errorf("got %+v", in)
		}
		x := d.said()[in.ID]
		want := circles.Said{Interest: in.ID, Person: in.Person, Zone: "Europe/Berlin", Hours: hours(t, "THU 18:00-21:00"), Languages: []string{"en", "de"}, Leads: true, Mark: x.Mark}
		if diff := cmp.Diff(want, x); diff != "" {
			t.Error(diff)
		}

		// Somebody types the same address: nothing changes but a letter.
		d.yes("ada", "SUN 08:00-10:00;THU 06:00-08:00", false, "de")
		if again := d.interest("ada"); again.ID != in.ID || !again.Leads || d.told()[circles.MailAlready] != 1 {
			t.Errorf("a second yes made %+v of it", again)
		}
		if h := d.hoursOf(in.Person).Hours; h.String() != "THU 18:00-21:00" {
			t.Errorf("a stranger changed the hours to %s", h)
		}
	})
}

func TestHoursEnteredBeforeAreNotReplacedFromOutside(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		v := d.person("ada")
		d.write(func(tx *store.Tx) error {
			_, err := d.room.SayYes(tx.Context(), tx, v, d.slug, circles.YesForm{Answer: answer(t)})
			return err
		})
		first := d.interest("ada")
		other := d.announce("other")
		d.write(func(tx *store.Tx) error {
			_, err := d.room.SayYes(tx.Context(), tx, auth.Viewer{}, other.Slug, circles.YesForm{Name: "Mallory", Address: "ada@mail.example",
				Answer: circles.Answer{Zone: "Asia/Kolkata", Language: "en", Hours: hours(t, "THU 06:00-08:00"), Languages: []string{"en"}}})
			return err
		})
		if a := d.hoursOf(first.Person); a.Zone != "Europe/Berlin" || a.Hours.String() != "THU 18:00-21:00" {
			t.Errorf("got %v", a)
		}
		d.read(func(tx *store.Tx) error {
			list, err := d.room.InterestsOf(tx, v, v.Person)
			if len(list) != 2 || list[0].Zone == list[1].Zone {
				t.Errorf("they said yes to %v", list)
			}
			return err
		})
		// They themselves do replace them, for both.
		d.write(func(tx *store.Tx) error {
			a := answer(t)
			a.Hours = hours(t, "THU 20:00-22:00")
			return d.room.Change(tx.Context(), tx, holder(first), d.seriesIn(tx), &first, a)
		})
		if a := d.hoursOf(first.Person); a.Hours.String() != "THU 20:00-22:00" {
			t.Errorf("got %v", a)
		}
	})
}

// announce makes another series with circles on Thursdays.
func (d *desk) announce(slug string) *series.Series {
	d.t.Helper()
	s := d.load()
	s.Slug = slug
	d.write(func(tx *store.Tx) error {
		_, err := d.series.Import(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
	was := d.slug
	d.slug = slug
	s = d.load()
	d.slug = was
	return s
}

func TestWhoIsSignedInOrCameByALinkTypesNoAddress(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		v := d.person("ada")
		var key string
		d.write(func(tx *store.Tx) (err error) {
			key, err = d.room.SayYes(tx.Context(), tx, v, d.slug, circles.YesForm{Answer: answer(t)})
			return err
		})
		d.read(func(tx *store.Tx) error {
			in, c, s, who, err := d.room.Mine(tx.Context(), tx, key)
			if in.Person != v.Person || in.AnsweredAt.IsZero() || c.Subject != s.ID || who.Person != v.Person || who.Link.ID != in.ID {
				t.Errorf("the key opens %+v for %+v", in, who)
			}
			if _, _, _, _, err := d.room.Mine(tx.Context(), tx, key[:len(key)-1]+"a"); err != nil && !errs.Is(err, errs.NotFound) {
				t.Errorf("a forged key: %v", err)
			}
			proven, fault := d.people.Proven(tx, v.Person)
			if !proven || fault != nil {
				t.Error("their address is not proven")
			}
			return err
		})
	})
}

func TestWhatCannotBeUsedIsSaidBesideItsField(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		good := circles.YesForm{Name: "Ada", Address: "ada@mail.example", Answer: answer(t)}
		for name, c := range map[string]struct {
			change func(*circles.YesForm)
			field  string
		}{
			"no name":                   {func(f *circles.YesForm) { f.Name = "" }, "name"},
			"no address":                {func(f *circles.YesForm) { f.Address = "ada@" }, "email"},
			"no zone":                   {func(f *circles.YesForm) { f.Zone = "Mars/Base" }, "zone"},
			"no hours":                  {func(f *circles.YesForm) { f.Hours = nil }, "hours"},
			"an hour is too short":      {func(f *circles.YesForm) { f.Hours = hours(t, "THU 18:00-19:00;THU 20:00-21:00") }, "hours"},
			"the wrong day":             {func(f *circles.YesForm) { f.Hours = hours(t, "MON 08:00-22:00") }, "hours"},
			"a line was not understood": {func(f *circles.YesForm) { f.Unread = []string{"evenings"} }, "hours"},
			"no language":               {func(f *circles.YesForm) { f.Languages = nil }, "languages"},
			"a language not offered":    {func(f *circles.YesForm) { f.Languages = []string{"en", "ru"} }, "languages"},
			"a track that is none":      {func(f *circles.YesForm) { f.Track = "Q" }, "track"},
		} {
			f := good
			c.change(&f)
			err := d.try(func(tx *store.Tx) error {
				_, err := d.room.SayYes(tx.Context(), tx, auth.Viewer{}, d.slug, f)
				return err
			})
			if got := fields(err); !slices.Equal(got, []string{c.field}) {
				t.Errorf("%s: %v (%v)", name, got, err)
			}
		}
		d.read(func(tx *store.Tx) error {
			c, err := d.room.CohortOf(tx, d.boss, d.seriesIn(tx).ID)
			if c.ID != "" {
				t.Error("a refused yes left a cohort behind")
			}
			return err
		})
	})
}

func TestPeopleAreAskedUntilTheLastOpenMinute(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		s := d.load()
		closes, err := when.ParseWall("2027-01-05T23:59") // Berlin
		if err != nil {
			t.Fatal(err)
		}
		s.Circles.Closes = &closes
		d.write(func(tx *store.Tx) error {
			_, err := d.series.Import(tx.Context(), tx, auth.AtConsole(), s)
			return err
		})
		yes := func(name string) error {
			return d.try(func(tx *store.Tx) error {
				_, err := d.room.SayYes(tx.Context(), tx, auth.Viewer{}, d.slug, circles.YesForm{Name: name, Address: name + "@mail.example", Answer: answer(t)})
				return err
			})
		}
		d.clock.Set(time.Date(2027, 1, 5, 22, 59, 59, 0, time.UTC))
		for i := range 4 {
			d.yes(fmt.Sprintf("in%d", i), "THU 18:00-21:00", i == 0)
		}
		d.clock.Set(time.Date(2027, 1, 5, 23, 0, 0, 0, time.UTC))
		if err := yes("late"); !errs.Is(err, errs.Closed) {
			t.Errorf("while circles are being formed: %v", err)
		}
		in := d.interest("in1") // who said yes before may still change it
		d.write(func(tx *store.Tx) error {
			a := answer(t)
			a.Hours = hours(t, "THU 17:00-22:00")
			return d.room.Change(tx.Context(), tx, holder(in), d.seriesIn(tx), &in, a)
		})
		d.publish(d.form(""))
		if err := yes("late"); err != nil {
			t.Errorf("after circles were published: %v", err)
		}
		d.clock.Set(time.Date(2027, 3, 5, 0, 0, 0, 0, time.UTC))
		if err := yes("later"); !errs.Is(err, errs.Closed) {
			t.Errorf("after the last meeting: %v", err)
		}
	})
}

func TestWithdrawingTakesOutAndComingBackCountsAgain(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		in := d.interest("person01")
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		if _, in := d.said()[in.ID]; in {
			t.Error("the engine still gets them")
		}
		if d.told()[circles.MailWithdrawn] != 1 || d.seats()["person01"] != "" {
			t.Error("they were not taken out, or not told")
		}
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		if got := d.told(); len(got) != 0 {
			t.Errorf("pressed twice tells %v", got)
		}
		d.yes("person01", "SUN 08:00-10:00;THU 06:00-08:00", true, "en", "de") // by whoever knows the address
		d.work()
		if again := d.reload(in); again.State != circles.Withdrawn || again.Language != in.Language || again.Leads != in.Leads || d.seats()[in.ID] != "" {
			t.Errorf("a stranger made %+v of it", again)
		}
		if got := d.told(); got[circles.MailAlready] != 1 || len(got) != 1 {
			t.Errorf("a stranger's yes tells %v", got)
		}
		d.write(func(tx *store.Tx) error { return d.room.Return(tx.Context(), tx, holder(in), d.seriesIn(tx), &in) })
		if got := d.said()[in.ID].Hours.String(); got != "THU 18:00-21:00" || d.reload(in).State != circles.Yes {
			t.Errorf("came back with %q", got)
		}
		stranger := d.interest("person02")
		for name, fn := range map[string]func(tx *store.Tx) error{
			"withdraws": func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(stranger), &in) },
			"changes": func(tx *store.Tx) error {
				return d.room.Change(tx.Context(), tx, holder(stranger), d.seriesIn(tx), &in, answer(t))
			},
			"reads hours":  func(tx *store.Tx) error { _, err := d.room.HoursOf(tx, d.boss, in.Person); return err },
			"reads wishes": func(tx *store.Tx) error { _, err := d.room.WishesOf(tx, d.boss, in); return err },
		} {
			if err := d.try(fn); !errs.Is(err, errs.NotFound) {
				t.Errorf("somebody else %s: %v", name, err)
			}
		}
	})
}

func TestCirclesAreForWhomTheirSeriesIs(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		ada, bob := d.person("ada"), d.person("bob")
		s := d.load()
		d.write(func(tx *store.Tx) error {
			_, err := tx.Exec(`INSERT INTO registration (id, series, person, state, zone, language, made_at) VALUES ('r', $1, $2, 'registered', 'UTC', 'en', 1)`, s.ID, ada.Person)
			return err
		})
		for _, c := range []struct {
			opens              series.OpenFor
			nobody, bobs, adas errs.Kind
		}{
			{series.ForMembers, errs.SignIn, errs.Internal, errs.Internal},
			{series.ForInvited, errs.NotFound, errs.NotFound, errs.Internal},
			{series.ForGroups, errs.Internal, errs.Internal, errs.Internal},
		} {
			s.Window.For = c.opens
			d.write(func(tx *store.Tx) error {
				_, err := d.series.Import(tx.Context(), tx, auth.AtConsole(), s)
				return err
			})
			for _, x := range []struct {
				who  string
				v    auth.Viewer
				kind errs.Kind
			}{{"nobody", auth.Viewer{}, c.nobody}, {"bob", bob, c.bobs}, {"ada", ada, c.adas}} {
				err := d.try(func(tx *store.Tx) error {
					_, err := d.room.SayYes(tx.Context(), tx, x.v, d.slug, circles.YesForm{Name: "X", Address: "x@mail.example", Answer: answer(t)})
					return err
				})
				if (err == nil) != (x.kind == errs.Internal) || err != nil && !errs.Is(err, x.kind) {
					t.Errorf("for %s: %s says yes: %v", c.opens, x.who, err)
				}
			}
		}
		s.Circles = nil // taken out of the series
		d.write(func(tx *store.Tx) error {
			_, err := d.series.Import(tx.Context(), tx, auth.AtConsole(), s)
			return err
		})
		in := d.interest("ada")
		if err := d.try(func(tx *store.Tx) error {
			return d.room.Change(tx.Context(), tx, holder(in), d.seriesIn(tx), &in, answer(t))
		}); !errs.Is(err, errs.Closed) {
			t.Errorf("a series without circles any more: %v", err)
		}
	})
}

func TestOnlyWhoFormsCirclesSeesTheCohort(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.yes("ada", "THU 18:00-21:00", true)
		id := d.load().ID
		d.read(func(tx *store.Tx) error {
			for _, v := range []auth.Viewer{{}, {Kind: auth.Person, Person: "x"}, holder(d.interestIn(tx, "ada")),
				{Kind: auth.Person, Person: "x", Tier: auth.Fresh, Grants: []auth.Grant{{Verb: auth.SeeRegistrations, Scope: auth.TheNetwork()}}}} {
				if _, err := d.room.CohortOf(tx, v, id); !errs.Is(err, errs.NotFound) {
					t.Errorf("%v sees it: %v", v.Kind, err)
				}
			}
			return nil
		})
	})
}

func (d *desk) interestIn(tx *store.Tx, name string) circles.Interest {
	person, err := d.people.Find(tx, name+"@mail.example")
	if err != nil {
		d.t.Fatal(err)
	}
	in, err := d.room.InterestOf(tx, auth.Itself(), d.seriesIn(tx).ID, person)
	if err != nil {
		d.t.Fatal(err)
	}
	return in
}

func (d *desk) seriesIn(tx *store.Tx) *series.Series {
	s, err := d.series.BySlug(tx.Context(), tx, auth.Itself(), d.slug)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func TestWhoComesWithAGroupIsKnownToHave(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		v := d.person("ada")
		s := d.load()
		d.write(func(tx *store.Tx) error {
			if _, err := tx.Exec(`INSERT INTO delegation (id, series, contact, state, size, receives, zone, language, made_at)
				VALUES ('g', $1, $2, 'registered', 1, 'both', 'UTC', 'en', 1)`, s.ID, v.Person); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO registration (id, series, person, delegation, state, zone, language, made_at) VALUES ('r', $1, $2, 'g', 'registered', 'UTC', 'en', 1)`, s.ID, v.Person); err != nil {
				return err
			}
			_, err := d.room.SayYes(tx.Context(), tx, v, d.slug, circles.YesForm{Answer: answer(t)})
			return err
		})
		in := d.interest("ada")
		d.write(func(tx *store.Tx) error {
			return d.room.SetWishes(tx.Context(), tx, named(in), &in, circles.Wishes{OwnGroup: circles.WithoutGroup, Needs: []string{"captions"}, Offers: []string{"sign"}})
		})
		x := d.said()[in.ID]
		if x.Delegation != "g" || x.OwnGroup != circles.WithoutGroup || !slices.Equal(x.Needs, []string{"captions"}) || !slices.Equal(x.Offers, []string{"sign"}) {
			t.Errorf("got %+v", x)
		}
		if !strings.Contains(fmt.Sprint(d.changedSince(in.ChangedAt.Add(-time.Second)), d.changedSince(d.clock.Now())), "1 0") {
			t.Error("changes are not counted")
		}
	})
}

// A group may be registered after its people said yes to a circle, and may leave.
func TestAGroupThatComesOrGoesLaterIsKnown(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		v := d.person("ada")
		s := d.load()
		d.write(func(tx *store.Tx) error {
			_, err := d.room.SayYes(tx.Context(), tx, v, d.slug, circles.YesForm{Answer: answer(t)})
			return err
		})
		group := func() string { in := d.interest("ada"); return in.Delegation + d.said()[in.ID].Delegation }
		if got := group(); got != "" {
			t.Errorf("they came with %q", got)
		}
		d.write(func(tx *store.Tx) error {
			if _, err := tx.Exec(`INSERT INTO delegation (id, series, contact, state, size, receives, zone, language, made_at)
				VALUES ('g', $1, $2, 'registered', 1, 'both', 'UTC', 'en', 1)`, s.ID, v.Person); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO registration (id, series, person, delegation, state, zone, language, made_at) VALUES ('r', $1, $2, 'g', 'registered', 'UTC', 'en', 1)`, s.ID, v.Person)
			return err
		})
		if got := group(); got != "gg" {
			t.Errorf("registered with a group, they came with %q", got)
		}
		in := d.interest("ada")
		d.write(func(tx *store.Tx) error {
			return d.room.SetWishes(tx.Context(), tx, named(in), &in, circles.Wishes{OwnGroup: circles.WithGroup})
		})
		if x := d.said()[in.ID]; x.OwnGroup != circles.WithGroup {
			t.Errorf("their wish is %q", x.OwnGroup)
		}
		d.write(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE registration SET state = 'cancelled' WHERE id = 'r'`)
			return err
		})
		if got := group(); got != "" {
			t.Errorf("the group left, and they came with %q", got)
		}
	})
}

func (d *desk) changedSince(since time.Time) (n int) {
	d.t.Helper()
	s := d.load()
	d.read(func(tx *store.Tx) error {
		c, err := d.room.CohortOf(tx, d.boss, s.ID)
		if err != nil {
			return err
		}
		n, err = d.room.ChangedSince(tx, c.ID, since)
		return err
	})
	return n
}

func TestMovingHouseLeavesTheHoursWhereTheyWereMeant(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.yes("ada", "THU 18:00-21:00", false)
		in := d.interest("ada")
		d.write(func(tx *store.Tx) error {
			if err := d.room.Relocate(tx, d.boss, in.Person, "Asia/Kolkata", "hi"); !errs.Is(err, errs.NotFound) {
				t.Errorf("somebody else: %v", err)
			}
			return d.room.Relocate(tx, holder(in), in.Person, "Asia/Kolkata", "hi")
		})
		if in = d.interest("ada"); in.Zone != "Asia/Kolkata" || in.Language != "hi" || d.hoursOf(in.Person).Zone != "Europe/Berlin" {
			t.Errorf("got %+v, hours of %s", in, d.hoursOf(in.Person).Zone)
		}
	})
}
