package series

import (
	"context"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestTheContactPersonsAnswerAloneHoldsTheGroupsPlaces(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		h.register(groupForm("dora", 10))
		h.register(groupForm("emil", 10))
		member := h.roster("carla")[0]
		h.do(func(tx *store.Tx) error { // a member's answer does not count for the group
			return h.room.Answer(tx.Context(), tx, auth.Holder(LinkRegistration, member.R.ID, member.R.Person), &member.R)
		})
		h.lapse(time.Hour)
		h.must(h.as("dora", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.AnswerGroup(tx.Context(), tx, v, s, d)
		}))
		h.lapse(47*time.Hour + time.Minute)
		if h.standing("carla").Standing != Withdrawn || h.standing("dora").Standing != Registered || h.standing("emil").Standing != Offered {
			t.Errorf("got %s, %s, %s", h.standing("carla").Standing, h.standing("dora").Standing, h.standing("emil").Standing)
		}
		if h.mails(MailGroupLapsed) != 1 {
			t.Error("nobody was told")
		}
		h.check(t)
		h.lapse(49 * time.Hour) // nobody accepts
		if h.standing("emil").Standing != Withdrawn {
			t.Errorf("got %s", h.standing("emil").Standing)
		}
		h.must(h.as("emil", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.UndoGroup(tx.Context(), tx, v, s, d)
		}))
		if h.standing("emil").Standing != Registered {
			t.Errorf("got %s", h.standing("emil").Standing)
		}
		h.check(t)
	})
}

func TestACancelledGroupComesBackWithThoseWhoWereInIt(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 12))
		list := h.roster("carla")
		h.do(func(tx *store.Tx) error { // one goes by themselves
			r := list[0].R
			_, s, _ := h.group(tx, "carla")
			return h.room.Cancel(tx.Context(), tx, auth.Holder(LinkRegistration, r.ID, r.Person), s, &r)
		})
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.RemoveMember(tx.Context(), tx, v, s, d, list[1].R.ID)
		}))
		change := func(f func(context.Context, *store.Tx, auth.Viewer, *Series, *Delegation) error) error {
			return h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error { return f(tx.Context(), tx, v, s, d) })
		}
		h.must(change(h.room.CancelGroup))
		h.must(change(h.room.CancelGroup)) // pressed twice
		h.settle()
		if d := h.standing("carla"); d.Standing != Withdrawn || h.mails(MailGroupCancelled) != 1 {
			t.Errorf("got %+v, %d letters", d, h.mails(MailGroupCancelled))
		}
		if n := h.mails(MailCancelled); n != 12 { // the one who went, the one who was removed, and ten with the group
			t.Errorf("%d members are told", n)
		}
		h.check(t)
		h.must(change(h.room.UndoGroup))
		if d := h.standing("carla"); d.Standing != Registered || d.Size != 10 {
			t.Errorf("got %+v", d)
		}
		h.check(t)
		h.must(change(h.room.CancelGroup))
		h.clock.Add(UndoFor + time.Second)
		if err := change(h.room.UndoGroup); !errs.Is(err, errs.Closed) {
			t.Errorf("got %v", err)
		}
	})
}

func TestWhoLeftIsNotBroughtBackByTheirContactPerson(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 12))
		r := h.roster("carla")[0].R
		h.do(func(tx *store.Tx) error {
			_, s, _ := h.group(tx, "carla")
			return h.room.Cancel(tx.Context(), tx, auth.Holder(LinkRegistration, r.ID, r.Person), s, &r)
		})
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			out, err := h.room.AddPeople(tx.Context(), tx, v, s, d, groupForm("carla", 12).People)
			if out.Added != 0 || out.Ignored != 12 {
				t.Errorf("got %+v", out)
			}
			return err
		}))
		h.do(func(tx *store.Tx) error { // but may come back by themselves
			_, s, _ := h.group(tx, "carla")
			return h.room.Undo(tx.Context(), tx, auth.Holder(LinkRegistration, r.ID, r.Person), s, &r)
		})
		if d := h.standing("carla"); d.Size != 12 {
			t.Errorf("got %+v", d)
		}
		h.check(t)
	})
}

func TestWhoIsTakenOffTheListCanBePutBackAndIsToldOnce(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 12))
		id := h.roster("carla")[0].R.ID
		for _, f := range []func(context.Context, *store.Tx, auth.Viewer, *Series, *Delegation, string) error{h.room.RemoveMember, h.room.RestoreMember, h.room.RemoveMember} {
			h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
				return f(tx.Context(), tx, v, s, d, id)
			}))
		}
		if d := h.standing("carla"); d.Size != 11 || len(h.roster("carla")) != 11 {
			t.Errorf("got %+v", d)
		}
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			_, err := h.room.AddPeople(tx.Context(), tx, v, s, d, groupForm("carla", 1).People)
			return err
		}))
		h.settle()
		if d := h.standing("carla"); d.Size != 12 || h.mails(MailInvited) != 12 {
			t.Errorf("got %+v, %d letters", d, h.mails(MailInvited))
		}
		h.check(t)
	})
}

func TestPeopleOfAnotherGroupAreNobodysToChange(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		h.register(groupForm("dora", 10))
		id := h.roster("dora")[0].R.ID
		err := h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.RemoveMember(tx.Context(), tx, v, s, d, id)
		})
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("got %v", err)
		}
		h.do(func(tx *store.Tx) error { // nor is a group anybody's but its contact person's
			_, _, v := h.group(tx, "carla")
			d, s, _ := h.group(tx, "dora")
			for _, f := range []func(context.Context, *store.Tx, auth.Viewer, *Series, *Delegation) error{
				h.room.CancelGroup, h.room.UndoGroup, h.room.AcceptGroup, h.room.AnswerGroup, h.room.RenewInvitation, h.room.TakeEffect} {
				if err := f(tx.Context(), tx, v, s, &d); !errs.Is(err, errs.NotFound) {
					t.Errorf("got %v", err)
				}
			}
			return nil
		})
	})
}

func TestTheWholeGroupChangesItsHoursOrNobodyDoes(t *testing.T) {
	eachGroupHouse(t, `{opens: 2027-01-04T09:00, for: anyone, group_min: 10, waitlist: true}`, func(h *groupHouse) {
		move := func(who, letter string) error {
			return h.as(who, func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
				return h.room.ChangeGroupTrack(tx.Context(), tx, v, s, d, letter)
			})
		}
		h.register(groupForm("carla", 65)) // of 70 in track A
		late := groupForm("dora", 10)
		late.Track = "B"
		h.register(late)
		if err := move("dora", "A"); !errs.Is(err, errs.Conflict) {
			t.Errorf("got %v", err)
		}
		h.must(move("carla", "B"))
		h.must(move("dora", "A"))
		h.settle()
		for _, m := range h.roster("dora") {
			if m.R.Track != h.standing("dora").Track {
				t.Error("a member stays behind")
			}
		}
		if h.mails(MailGroupMoved) != 2 {
			t.Errorf("%d letters", h.mails(MailGroupMoved))
		}
		h.check(t)
	})
}

func TestMembersWhoHaveNotAnsweredAreRemindedSparingly(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		nudge := func() (n int) {
			h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) (err error) {
				n, err = h.room.Nudge(tx.Context(), tx, v, s, d)
				return err
			}))
			h.settle()
			return n
		}
		list := h.roster("carla")
		h.do(func(tx *store.Tx) error {
			if err := h.room.Answer(tx.Context(), tx, auth.Holder(LinkRegistration, list[0].R.ID, list[0].R.Person), &list[0].R); err != nil {
				return err
			}
			return h.room.People.Prove(tx, list[1].R.Person) // known from elsewhere, has not answered here
		})
		if n := nudge(); n != 9 || h.mails(MailNudge) != 9 {
			t.Errorf("%d are reminded, %d letters", n, h.mails(MailNudge))
		}
		if n := nudge(); n != 0 {
			t.Errorf("%d are reminded twice on a day", n)
		}
		h.clock.Add(25 * time.Hour)
		if n := nudge(); n != 1 || h.mails(MailNudge) != 10 {
			t.Errorf("%d are reminded on the next day", n)
		}
	})
}

func TestMembersAreLeftAloneWhereTheContactPersonGetsTheMail(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		f := groupForm("carla", 10)
		f.Receives = ReceivesContact
		h.register(f)
		if h.mails(MailInvited) != 10 {
			t.Error("whoever is entered by another is told in any case")
		}
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			return h.room.CancelGroup(tx.Context(), tx, v, s, d)
		}))
		h.settle()
		if h.mails(MailCancelled) != 0 || h.mails(MailGroupCancelled) != 1 {
			t.Errorf("%d and %d letters", h.mails(MailCancelled), h.mails(MailGroupCancelled))
		}
	})
}

func TestANewInvitationLinkRevokesTheOld(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		var old string
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			old = h.room.InviteKey(*d)
			return h.room.RenewInvitation(tx.Context(), tx, v, s, d)
		}))
		err := h.db.Write(context.Background(), func(tx *store.Tx) error {
			in := people.Input{Name: "Lea", Zone: "UTC", Language: "en"}
			_, err := h.room.JoinGroup(tx.Context(), tx, old, JoinForm{Input: in})
			return err
		})
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("got %v", err)
		}
		h.join("carla", "lea")
		if h.standing("carla").Size != 11 {
			t.Error("the new link does not work")
		}
	})
}

func TestJoiningTellsNobodyWhoIsKnown(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		var got [2]Outcome
		for i, who := range []string{"carla-3", "unknown"} {
			h.do(func(tx *store.Tx) (err error) {
				d, _, _ := h.group(tx, "carla")
				in := people.Input{Name: who, Address: who + "@mail.example", Zone: "UTC", Language: "en"}
				got[i], err = h.room.JoinGroup(tx.Context(), tx, h.room.InviteKey(d), JoinForm{Input: in})
				return err
			})
		}
		if got[0] != got[1] || h.standing("carla").Size != 11 || h.mails(MailAlready) != 1 {
			t.Errorf("got %+v, %d letters", got, h.mails(MailAlready))
		}
	})
}

func TestAFullGroupRefusesEverybodyAlike(t *testing.T) {
	eachGroupHouse(t, strings.Replace(forTwenty, "group_max: 60", "group_max: 10", 1), func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		for _, who := range []string{"carla-3", "unknown"} {
			err := h.db.Write(context.Background(), func(tx *store.Tx) error {
				d, _, _ := h.group(tx, "carla")
				in := people.Input{Name: who, Address: who + "@mail.example", Zone: "UTC", Language: "en"}
				_, err := h.room.JoinGroup(tx.Context(), tx, h.room.InviteKey(d), JoinForm{Input: in})
				return err
			})
			if !errs.Is(err, errs.Conflict) {
				t.Errorf("%s: got %v", who, err)
			}
		}
	})
}

func TestWhatAContactPersonLeavesBehindWhenErased(t *testing.T) {
	eachGroupHouse(t, forTwenty, func(h *groupHouse) {
		h.register(groupForm("carla", 10))
		d := h.standing("carla")
		h.do(func(tx *store.Tx) error { return h.room.People.Erase(tx.Context(), tx, auth.Itself(), d.Contact) })
		h.lapse(49 * time.Hour)
		h.settle()
		h.do(func(tx *store.Tx) error {
			d, s, err := h.room.GroupByID(tx.Context(), tx, auth.Itself(), d.ID)
			if err != nil {
				return err
			}
			f, err := h.room.Facts(tx.Context(), tx, s, d)
			if f.Organisation != "" || f.Contact.Name != "" || d.Standing != Withdrawn {
				t.Errorf("got %+v", f)
			}
			return err
		})
		h.check(t)
	})
}

func TestTheLineOfAGroupCountsWhoWaitsBeforeIt(t *testing.T) {
	eachGroupHouse(t, `{opens: 2027-01-04T09:00, for: anyone, group_min: 10, group_max: 50, waitlist: true, places: 20}`, func(h *groupHouse) {
		for _, g := range []GroupForm{groupForm("carla", 15), groupForm("dee", 10), groupForm("eve", 12), groupForm("fay", 4)} {
			h.register(g)
			h.clock.Add(time.Minute)
		}
		h.do(func(tx *store.Tx) error {
			s, err := h.room.BySlug(tx.Context(), tx, auth.Itself(), h.slug)
			if err != nil {
				return err
			}
			lines, err := h.room.GroupLines(tx.Context(), tx, organiser(auth.SeeRegistrations, auth.TheNetwork()), s)
			if len(lines) != 4 {
				t.Fatalf("%d lines: %v", len(lines), err)
			}
			for i, want := range []struct{ count, missing, place int }{{15, 0, 0}, {10, 0, 1}, {12, 0, 2}, {4, 6, 0}} {
				if g := lines[i]; g.Count() != want.count || g.Missing != want.missing || g.Place != want.place || g.Name() != "Harbour" || g.Contact.Name == "" {
					t.Errorf("line %d: %s, %d people, %d missing, place %d", i+1, g.Contact.Name, g.Count(), g.Missing, g.Place)
				}
			}
			return err
		})
	})
}
