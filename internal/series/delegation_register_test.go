package series

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

const forTwenty = `{opens: 2027-01-04T09:00, closes: 2027-02-01T23:59, for: anyone, group_min: 10, group_max: 60, places: 20, waitlist: true}`

func TestAGroupTakesItsPlacesWhole(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		f := groupForm("carla", 12)
		f.People[3].Address, f.People[4].Address = "", ""
		out := h.register(f)
		if out.Standing != Registered || out.People != 12 {
			t.Errorf("got %+v", out)
		}
		d := h.standing("carla")
		if d.Standing != Registered || d.Size != 12 || d.Adding != 0 {
			t.Errorf("got %+v", d)
		}
		list := h.roster("carla")
		for _, m := range list {
			if m.R.Standing != Registered || (m.Address != "") != (m.State == Told) {
				t.Errorf("%s: %s, %d", m.Name, m.R.Standing, m.State)
			}
		}
		if len(list) != 12 || h.mails(MailGroup) != 1 || h.mails(MailInvited) != 10 {
			t.Errorf("%d members, %d and %d letters", len(list), h.mails(MailGroup), h.mails(MailInvited))
		}
		h.check(t)
	})
}

func TestTheContactPersonCountsOnlyIfTheySaySo(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		also := groupForm("dora", 9)
		also.TakesPart = true
		h.register(also)
		listed := groupForm("emil", 10)
		listed.TakesPart = true
		listed.People[0] = Listed{Name: "Emil", Address: "EMIL@mail.example", Status: ListReady}
		h.register(listed)
		for who, n := range map[string]int{"carla": 10, "dora": 10, "emil": 10} {
			if d := h.standing(who); d.Size != n {
				t.Errorf("%s: %d", who, d.Size)
			}
		}
		h.check(t)
	})
}

func TestAContactPersonWhoTakesPartIsConfirmedWhenTheyAnswer(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		f := groupForm("carla", 10)
		f.TakesPart = true
		h.register(f)
		if h.mails(MailRegistered) != 0 || h.mails(MailGroup) != 1 {
			t.Errorf("an address that has not answered gets %d and %d letters", h.mails(MailRegistered), h.mails(MailGroup))
		}
		for range 2 {
			h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
				return h.room.AnswerGroup(tx.Context(), tx, v, s, d)
			}))
			h.settle()
		}
		if h.mails(MailRegistered) != 1 || h.mails(MailInvited) != 10 {
			t.Errorf("%d are confirmed, %d invited", h.mails(MailRegistered), h.mails(MailInvited))
		}
	})
}

func TestAGroupThatDoesNotFitWaitsWhole(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 12))
		if out := h.register(groupForm("dora", 12)); out.Standing != Waitlisted {
			t.Errorf("got %+v", out)
		}
		h.register(groupForm("emil", 13))
		if h.standing("dora").Rank != 1 || h.standing("emil").Rank != 2 {
			t.Error("ranks are not in order")
		}
		if h.mails(MailInvited) != 37 {
			t.Errorf("%d are told", h.mails(MailInvited))
		}
		// Four go: twelve places are free, and the first in line fits.
		for _, m := range h.roster("carla")[:4] {
			h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
				return h.room.RemoveMember(tx.Context(), tx, v, s, d, m.R.ID)
			}))
		}
		if h.standing("dora").Standing != Offered || h.standing("emil").Standing != Waitlisted || h.mails(MailGroupOffered) != 1 {
			t.Errorf("got %s and %s", h.standing("dora").Standing, h.standing("emil").Standing)
		}
		h.must(h.as("dora", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.AcceptGroup(tx.Context(), tx, v, s, d)
		}))
		if d := h.standing("dora"); d.Standing != Registered || d.Rank != 0 {
			t.Errorf("got %+v", d)
		}
		h.check(t)
	})
}

func TestASmallerGroupPassesOnlyWhatDoesNotFit(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 20))
		h.register(groupForm("dora", 15))
		h.register(groupForm("emil", 10))
		cancel := func(n int) {
			for _, m := range h.roster("carla")[:n] {
				h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
					return h.room.RemoveMember(tx.Context(), tx, v, s, d, m.R.ID)
				}))
			}
		}
		cancel(10)
		if h.standing("dora").Standing != Waitlisted || h.standing("emil").Standing != Offered {
			t.Fatalf("got %s and %s", h.standing("dora").Standing, h.standing("emil").Standing)
		}
		var facts GroupFacts
		h.must(h.as("dora", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (err error) {
			facts, err = h.room.Facts(tx.Context(), tx, s, *d)
			return err
		}))
		if facts.D.Rank != 1 || facts.Entries != 0 || facts.D.Size != 15 {
			t.Errorf("got %+v", facts)
		}
		h.check(t)
	})
}

func TestADraftTakesEffectWhenItIsComplete(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		if out := h.register(groupForm("carla", 8)); out.Standing != InDraft || out.Missing != 2 {
			t.Errorf("got %+v", out)
		}
		if h.mails(MailInvited) != 0 {
			t.Error("members of a draft are told")
		}
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			_, err := h.room.AddPeople(tx.Context(), tx, v, s, d, []Listed{{Name: "Ana", Status: ListReady}})
			return err
		}))
		if d := h.standing("carla"); d.Standing != InDraft || d.Size != 9 {
			t.Errorf("got %+v", d)
		}
		h.join("carla", "lea")
		h.settle()
		if d := h.standing("carla"); d.Standing != Registered || d.Size != 10 {
			t.Errorf("got %+v", d)
		}
		if h.mails(MailInvited) != 8 || h.mails(MailRegistered) != 1 {
			t.Errorf("%d are told and %d confirmed", h.mails(MailInvited), h.mails(MailRegistered))
		}
		h.check(t)
	})
}

// join lets somebody come in by the invitation link.
func (h *groupHouse) join(contact, who string) {
	h.t.Helper()
	h.do(func(tx *store.Tx) error {
		d, _, _ := h.group(tx, contact)
		in := people.Input{Name: who, Address: who + "@mail.example", Zone: "UTC", Language: "en"}
		_, err := h.room.JoinGroup(tx.Context(), tx, h.room.InviteKey(d), JoinForm{Input: in})
		return err
	})
}

func TestTheSameContactPersonAgainAddsNothing(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		again := groupForm("carla", 0)
		again.People = groupForm("other", 11).People
		out := h.register(again)
		stranger := h.preview(again, "stranger")
		if out != stranger {
			t.Errorf("got %+v, a stranger gets %+v", out, stranger)
		}
		if d := h.standing("carla"); d.Size != 10 || h.mails(MailGroupAlready) != 1 {
			t.Errorf("%d members, %d letters", d.Size, h.mails(MailGroupAlready))
		}
		h.check(t)
	})
}

// preview is what somebody unknown would get with the same list.
func (h *groupHouse) preview(f GroupForm, who string) (out GroupOutcome) {
	h.t.Helper()
	f.Address = who + "@mail.example"
	h.do(func(tx *store.Tx) (err error) {
		_, out, err = h.room.PreviewGroup(tx.Context(), tx, auth.Viewer{}, h.slug, f.Clean())
		return err
	})
	return out
}

func TestWhoHasAPlaceAlreadyKeepsItAndCounts(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.do(func(tx *store.Tx) error {
			f := Form{Track: "B"}
			f.Input = people.Input{Name: "Own", Address: "carla-0@mail.example", Zone: "UTC", Language: "en"}
			_, err := h.room.Register(tx.Context(), tx, auth.Viewer{}, h.slug, f)
			return err
		})
		out := h.register(groupForm("carla", 10))
		if want := h.preview(groupForm("carla", 10), "stranger"); out != want {
			t.Errorf("got %+v, a stranger gets %+v", out, want)
		}
		d := h.standing("carla")
		if d.Standing != Registered || d.Size != 9 {
			t.Errorf("got %+v", d)
		}
		i := slices.IndexFunc(h.roster("carla"), func(m Member) bool { return m.Also })
		if i < 0 {
			t.Fatal("nobody is listed as in already")
		}
		if m := h.roster("carla")[i]; m.Name != "Own" || m.R.Delegation != "" || m.R.Track == d.Track {
			t.Errorf("their own place was touched: %+v", m)
		}
		h.check(t)
	})
}

func TestOneSecondAfterClosingNobodyIsRegistered(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		h.clock.Set(time.Date(2027, 2, 1, 22, 59, 59, 0, time.UTC)) // the last second of 23:59 in Berlin
		h.register(groupForm("dora", 10))
		h.clock.Add(time.Second)
		err := h.db.Write(context.Background(), func(tx *store.Tx) error {
			_, err := h.room.RegisterGroup(tx.Context(), tx, auth.Viewer{}, h.slug, groupForm("emil", 10))
			return err
		})
		if !errs.Is(err, errs.Closed) {
			t.Errorf("got %v", err)
		}
		err = h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			_, err := h.room.AddPeople(tx.Context(), tx, v, s, d, []Listed{{Name: "Ana", Status: ListReady}})
			return err
		})
		if !errs.Is(err, errs.Closed) {
			t.Errorf("got %v", err)
		}
	})
}

func TestFormsOfGroupsAreChecked(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		for field, change := range map[string]func(*GroupForm){
			"name":         func(f *GroupForm) { f.Name = " " },
			"email":        func(f *GroupForm) { f.Address = "carla@" },
			"zone":         func(f *GroupForm) { f.Zone = "Mars/Olympus" },
			"track":        func(f *GroupForm) { f.Track = "" },
			"organisation": func(f *GroupForm) { f.Organisation = strings.Repeat("x", 201) },
			"receives":     func(f *GroupForm) { f.Receives = "nobody" },
			"people":       func(f *GroupForm) { f.People = groupForm("many", 61).People },
		} {
			f := groupForm("carla", 10)
			change(&f)
			err := h.db.Write(context.Background(), func(tx *store.Tx) error {
				_, err := h.room.RegisterGroup(tx.Context(), tx, auth.Viewer{}, h.slug, f)
				return err
			})
			e := errs.Of(err)
			if e == nil || e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != field {
				t.Errorf("%s: got %v", field, err)
			}
		}
	})
}

func TestWithoutAWaitingListAGroupThatDoesNotFitIsRefused(t *testing.T) {
	registration := strings.Replace(forTwenty, "waitlist: true", "waitlist: false", 1)
	eachGroupHouse(t, registration, func(h *groupHouse) {
		h.register(groupForm("carla", 12))
		err := h.db.Write(context.Background(), func(tx *store.Tx) error {
			_, err := h.room.RegisterGroup(tx.Context(), tx, auth.Viewer{}, h.slug, groupForm("dora", 10))
			return err
		})
		if !errs.Is(err, errs.Conflict) {
			t.Fatalf("got %v", err)
		}
		// A draft that becomes complete without room stays one, and takes effect
		// when there is room and its contact person asks.
		h.register(groupForm("emil", 9))
		h.join("emil", "lea")
		if d := h.standing("emil"); d.Standing != InDraft || d.Size != 10 {
			t.Fatalf("got %+v", d)
		}
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.CancelGroup(tx.Context(), tx, v, s, d)
		}))
		h.must(h.as("emil", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.TakeEffect(tx.Context(), tx, v, s, d)
		}))
		if d := h.standing("emil"); d.Standing != Registered {
			t.Errorf("got %+v", d)
		}
		h.check(t)
	})
}

func TestTheLastPlacesAskedForByManyGroupsAtOnce(t *testing.T) {
	eachGroupHouse(t, `{opens: 2027-01-04T09:00, for: groups, group_min: 10, places: 35, waitlist: true}`, func(h *groupHouse) {
		var group sync.WaitGroup
		for i := range 20 {
			group.Go(func() {
				f := groupForm("c"+string(rune('a'+i)), 10)
				f.Track = "B"
				if err := h.db.Write(context.Background(), func(tx *store.Tx) error {
					_, err := h.room.RegisterGroup(tx.Context(), tx, auth.Viewer{}, h.slug, f)
					return err
				}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		h.settle()
		in := 0
		for i := range 20 {
			if h.standing("c"+string(rune('a'+i))).Standing == Registered {
				in++
			}
		}
		if in != 3 {
			t.Errorf("%d groups have places", in)
		}
		h.check(t)
	})
}

func TestALongListTakesItsPlacesAtOnceAndIsWrittenDownInSlices(t *testing.T) {
	eachGroupHouse(t, `{opens: 2027-01-04T09:00, for: anyone, group_min: 10, group_max: 5000, places: 5000, waitlist: true}`, func(h *groupHouse) {
		const n = 300
		f := groupForm("carla", n)
		f.Track = "B"
		h.do(func(tx *store.Tx) error { // one of them is in already
			own := Form{Track: "A"}
			own.Input = people.Input{Name: "Own", Address: "carla-7@mail.example", Zone: "UTC", Language: "en"}
			_, err := h.room.Register(tx.Context(), tx, auth.Viewer{}, h.slug, own)
			return err
		})
		h.do(func(tx *store.Tx) error {
			_, err := h.room.RegisterGroup(tx.Context(), tx, auth.Viewer{}, h.slug, f)
			return err
		})
		if d := h.standing("carla"); d.Standing != Registered || d.Size != n || d.Adding != n {
			t.Errorf("got %+v", d)
		}
		h.check(t)
		h.settle()
		if d := h.standing("carla"); d.Size != n-1 || d.Adding != 0 || len(h.roster("carla")) != n {
			t.Errorf("got %+v and %d people", d, len(h.roster("carla")))
		}
		if h.mails(MailInvited) != 0 {
			t.Error("hundreds are written to in the name of an address that has not answered")
		}
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.AnswerGroup(tx.Context(), tx, v, s, d)
		}))
		h.settle()
		if told := h.mails(MailInvited); told != 200 {
			t.Errorf("%d are told in the first hour", told)
		}
		h.clock.Add(59 * time.Minute)
		h.settle()
		if told := h.mails(MailInvited); told != 200 {
			t.Errorf("%d are told before the hour is over", told)
		}
		h.clock.Add(time.Minute)
		h.settle()
		if told := h.mails(MailInvited); told != n-1 { // all but who was in already, and nobody twice
			t.Errorf("%d are told in the second hour", told)
		}
		h.clock.Add(time.Hour)
		h.settle()
		if told := h.mails(MailInvited); told != n-1 {
			t.Errorf("%d letters once everybody was told", told)
		}
		h.check(t)
	})
}
