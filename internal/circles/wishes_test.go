package circles_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"github.com/google/go-cmp/cmp"
)

// called lets somebody of another name than their address say yes.
func (d *desk) called(name, address string) circles.Interest {
	d.t.Helper()
	d.write(func(tx *store.Tx) error {
		_, err := d.room.SayYes(tx.Context(), tx, auth.Viewer{}, d.slug, circles.YesForm{Name: name, Address: address + "@mail.example", Answer: answer(d.t)})
		return err
	})
	return d.interest(address)
}

func (d *desk) wishes(in circles.Interest, w circles.Wishes) {
	d.t.Helper()
	d.write(func(tx *store.Tx) error { return d.room.SetWishes(tx.Context(), tx, named(in), &in, w) })
}

func sorted(ids ...string) []string {
	slices.Sort(ids)
	return ids
}

func TestWishesFindThoseWhoAreMeant(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		ada, maria, other := d.called("Ada", "ada"), d.called("María López", "maria"), d.called("maria lopez", "other")
		zoe, bob := d.called("Zoë", "zoe"), d.called("Bob", "bob")
		d.wishes(ada, circles.Wishes{Together: circles.NameThem("zoe\nnobody@mail.example\nAda\n"), Apart: circles.NameThem("Maria Lopez\n\nBob <bob@mail.example>\nunknown")})
		d.wishes(bob, circles.Wishes{Together: circles.NameThem("ada\nMaria Lopez")})
		said := d.said()
		x := said[ada.ID]
		if want := sorted(maria.ID, other.ID, bob.ID); !slices.Equal(sorted(x.Apart...), want) {
			t.Errorf("apart from %v, expected %v", x.Apart, want)
		}
		if !slices.Equal(x.Together, []string{zoe.ID}) {
			t.Errorf("together with %v", x.Together)
		}
		// Ada does not want to, and two are called Maria Lopez.
		if got := said[bob.ID].Together; len(got) != 0 {
			t.Errorf("Bob is together with %v", got)
		}
		if said[maria.ID].Apart != nil {
			t.Error("a wish shows at whom it is about")
		}
		// Whoever is named learns nothing, and who names them reads their own words.
		d.read(func(tx *store.Tx) error {
			w, err := d.room.WishesOf(tx, named(ada), ada)
			if w.ApartText() != "Maria Lopez\nBob <bob@mail.example>\nunknown" {
				t.Errorf("reads %q", w.ApartText())
			}
			return err
		})
	})
}

func TestTheLinkAloneNeitherShowsNorChangesWishes(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		ada := d.called("Ada", "ada")
		d.wishes(ada, circles.Wishes{Apart: circles.NameThem("Bob"), Needs: []string{"captions"}})
		for name, fn := range map[string]func(tx *store.Tx) error{
			"shows": func(tx *store.Tx) error { _, err := d.room.WishesOf(tx, holder(ada), ada); return err },
			"changes": func(tx *store.Tx) error {
				return d.room.SetWishes(tx.Context(), tx, holder(ada), &ada, circles.Wishes{})
			},
		} {
			if err := d.try(fn); !errs.Is(err, errs.NotFound) {
				t.Errorf("the link alone %s wishes: %v", name, err)
			}
		}
		d.read(func(tx *store.Tx) error {
			w, err := d.room.WishesOf(tx, named(ada), ada)
			if w.ApartText() != "Bob" || !slices.Equal(w.Needs, []string{"captions"}) {
				t.Errorf("kept %+v", w)
			}
			return err
		})
	})
}

func TestWishesThatCannotBeAreSaidBesideTheirField(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		ada := d.called("Ada", "ada")
		for name, c := range map[string]struct {
			w     circles.Wishes
			field string
		}{
			"too many":       {circles.Wishes{Apart: circles.NameThem(strings.Repeat("x\n", 21))}, "apart"},
			"a long name":    {circles.Wishes{Together: circles.NameThem(strings.Repeat("x", 201))}, "together"},
			"in both lists":  {circles.Wishes{Together: circles.NameThem("Zoë"), Apart: circles.NameThem("zoe")}, "apart"},
			"unknown access": {circles.Wishes{Needs: []string{"gold"}}, "needs"},
		} {
			err := d.try(func(tx *store.Tx) error { return d.room.SetWishes(tx.Context(), tx, named(ada), &ada, c.w) })
			if got := fields(err); !slices.Equal(got, []string{c.field}) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// contact names somebody as the safety contact.
func (d *desk) contact(name string) auth.Viewer {
	d.t.Helper()
	v := d.person(name)
	s := d.load()
	d.write(func(tx *store.Tx) error {
		return d.room.NameSafety(tx.Context(), tx, d.boss, s, "Auntie", name+"@mail.example")
	})
	return v
}

func TestWhoFormsCirclesIsNeverTheirSafetyContact(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		ada := d.called("Ada", "ada")
		d.wishes(ada, circles.Wishes{Apart: circles.NameThem("Bob")})
		before := d.person("boss") // signed in before they were given the role
		boss := before
		boss.Tier = auth.Strong
		boss.Grants = []auth.Grant{{Verb: auth.FormCircles, Scope: auth.TheNetwork()}}
		byMail := boss // who holds the role, and signed in by a mailed link
		byMail.Tier = auth.Mail
		if err := d.try(func(tx *store.Tx) error {
			return d.room.NameSafety(tx.Context(), tx, boss, d.seriesIn(tx), "Me", " Boss@mail.example")
		}); !slices.Equal(fields(err), []string{"email"}) {
			t.Errorf("they name themselves: %v", err)
		}
		d.contact("boss") // another who forms circles names them
		var c circles.Cohort
		d.read(func(tx *store.Tx) (err error) {
			var contact bool
			if _, c, contact, err = d.room.SafetyOf(tx.Context(), tx, boss, d.slug); contact {
				t.Error("they are the contact")
			}
			return err
		})
		if err := d.try(func(tx *store.Tx) error {
			_, _, _, err := d.room.SafetyOf(tx.Context(), tx, byMail, d.slug)
			return err
		}); !errs.Is(err, errs.StepUp) {
			t.Errorf("signed in by mail they are not asked for more: %v", err)
		}
		var ticket string
		d.write(func(tx *store.Tx) (err error) {
			ticket, err = d.room.OpenDistances(tx, before, c)
			return err
		})
		for how, v := range map[string]auth.Viewer{"in their role": boss, "signed in by mail": byMail} {
			for name, fn := range map[string]func(tx *store.Tx) error{
				"open the list": func(tx *store.Tx) error { _, err := d.room.OpenDistances(tx, v, c); return err },
				"see the list":  func(tx *store.Tx) error { _, err := d.room.Distances(tx.Context(), tx, v, c, ticket); return err },
				"settle":        func(tx *store.Tx) error { return d.room.Settle(tx.Context(), tx, v, c, ada.ID, "Bob", nil, nil) },
			} {
				if err := d.try(fn); !errs.Is(err, errs.NotFound) {
					t.Errorf("%s they %s: %v", how, name, err)
				}
			}
		}
	})
}

func TestTheSafetyContactSaysWhoIsMeant(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		var noted []string
		d.room.Note = func(tx *store.Tx, v auth.Viewer, verb, object string, count int) error {
			noted = append(noted, v.Person+" "+verb)
			return nil
		}
		ada, maria, other := d.called("Ada", "ada"), d.called("Maria Lopez", "maria"), d.called("Maria Lopez", "other")
		third := d.called("Maria", "third")
		d.wishes(ada, circles.Wishes{Apart: circles.NameThem("Maria Lopez")})
		grace := d.contact("grace")
		noted = nil
		var c circles.Cohort
		var list []circles.Distance
		var ticket string
		d.write(func(tx *store.Tx) (err error) {
			if c, err = d.room.CohortOf(tx, d.boss, d.seriesIn(tx).ID); err != nil {
				return err
			}
			ticket, err = d.room.OpenDistances(tx, grace, c)
			return err
		})
		d.read(func(tx *store.Tx) (err error) {
			list, err = d.room.Distances(tx.Context(), tx, grace, c, ticket)
			return err
		})
		for _, x := range list {
			slices.SortStableFunc(x.Wishes[0].Candidates, func(a, b circles.Candidate) int { return strings.Compare(a.Person, b.Person) })
		}
		candidates := []circles.Candidate{{Person: maria.Person, Name: "Maria Lopez", Meant: true}, {Person: other.Person, Name: "Maria Lopez", Meant: true}, {Person: third.Person, Name: "Maria"}}
		slices.SortStableFunc(candidates, func(a, b circles.Candidate) int { return strings.Compare(a.Person, b.Person) })
		d.read(func(tx *store.Tx) error { // not what the house knows of that address
			name, err := d.room.SafetyName(tx, grace, c)
			if name != "Auntie" {
				t.Errorf("the contact is called %q", name)
			}
			return err
		})
		want := []circles.Distance{{Interest: ada.ID, Name: "Ada", Wishes: []circles.DistanceWish{{Said: "Maria Lopez", Candidates: candidates}}}}
		if diff := cmp.Diff(want, list); diff != "" {
			t.Error(diff)
		}
		settle := func(v auth.Viewer, said string, persons ...string) error {
			return d.try(func(tx *store.Tx) error {
				return d.room.Settle(tx.Context(), tx, v, c, ada.ID, said, persons, []string{maria.Person, other.Person, third.Person})
			})
		}
		if err := settle(grace, "Maria Lopez", third.Person, "a-stranger"); err != nil {
			t.Fatal(err)
		}
		if got := d.said()[ada.ID].Apart; !slices.Equal(got, []string{third.ID}) {
			t.Errorf("apart from %v, expected %s", got, third.ID)
		}
		if !slices.Equal(noted, []string{grace.Person + " circles.safety-opened", grace.Person + " circles.safety-settled"}) {
			t.Errorf("noted %v", noted)
		}
		// Whoever comes later is not decided of.
		later := d.called("Maria Lopez", "later")
		if got := d.said()[ada.ID].Apart; !slices.Equal(sorted(got...), sorted(third.ID, later.ID)) {
			t.Errorf("apart from %v, expected %s and %s", got, third.ID, later.ID)
		}
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(later), &later) })

		// What was said of a name stays when other wishes change, and is seen by
		// nobody.
		d.wishes(ada, circles.Wishes{Apart: circles.NameThem("Somebody\nMaria López")})
		if got := d.said()[ada.ID].Apart; !slices.Equal(got, []string{third.ID}) {
			t.Errorf("after a change apart from %v", got)
		}
		if err := settle(grace, "Nobody", third.Person); !errs.Is(err, errs.Conflict) {
			t.Errorf("a wish that is gone: %v", err)
		}
		for name, v := range map[string]auth.Viewer{"who forms circles": d.boss, "who asked": holder(ada), "who is named": holder(third), "a link to the contact": auth.Holder("r", "x", grace.Person), "the house": auth.Itself()} {
			if err := settle(v, "Maria López"); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s settles: %v", name, err)
			}
			if err := d.try(func(tx *store.Tx) error { _, err := d.room.Distances(tx.Context(), tx, v, c, ticket); return err }); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s sees the list: %v", name, err)
			}
			if err := d.try(func(tx *store.Tx) error { _, err := d.room.OpenDistances(tx, v, c); return err }); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s opens the list: %v", name, err)
			}
		}
		if err := d.try(func(tx *store.Tx) error {
			return d.room.NameSafety(tx.Context(), tx, grace, d.seriesIn(tx), "X", "x@mail.example")
		}); !errs.Is(err, errs.NotFound) {
			t.Errorf("the contact names another: %v", err)
		}
		d.clock.Add(11 * time.Minute)
		for _, old := range []string{ticket, "", "forged"} {
			if err := d.try(func(tx *store.Tx) error { _, err := d.room.Distances(tx.Context(), tx, grace, c, old); return err }); !errs.Is(err, errs.NotFound) {
				t.Errorf("the list shows with the ticket %q: %v", old, err)
			}
		}
	})
}
