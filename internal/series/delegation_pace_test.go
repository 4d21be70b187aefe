package series

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

const wideOpen = `{opens: 2027-01-04T09:00, closes: 2027-03-01T23:59, for: anyone, group_min: 3, group_max: 500}`

// many is a form for the series' late track, which has no limit.
func many(contact string, n int) GroupForm {
	f := groupForm(contact, n)
	f.Track = "B"
	return f
}

func (h *groupHouse) answer(contact string) {
	h.t.Helper()
	h.must(h.as(contact, func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
		return h.room.AnswerGroup(tx.Context(), tx, v, s, d)
	}))
	h.settle()
}

// refuse has the nth member of a list say that they know nothing of it.
func (h *groupHouse) refuse(contact string, n int) (ticket string) {
	h.t.Helper()
	h.do(func(tx *store.Tx) error {
		_, s, _ := h.group(tx, contact)
		id, err := h.room.People.Find(tx, fmt.Sprintf("%s-%d@mail.example", contact, n))
		if err != nil {
			return err
		}
		r, err := h.room.registrationOf(tx, s.ID, id)
		if err != nil {
			return err
		}
		v := auth.Holder(LinkRegistration, r.ID, id)
		if ticket, err = h.room.People.Refuse(tx.Context(), tx, v, id); err != nil {
			return err
		}
		return h.room.Remove(tx.Context(), tx, v, s, &r)
	})
	return ticket
}

func TestALongListIsToldInPortions(t *testing.T) {
	eachGroupHouse(t, wideOpen, func(h *groupHouse) {
		h.register(many("carla", 450))
		if n := h.mails(MailInvited); n != 0 {
			t.Errorf("%d strangers were told though nobody answered for them", n)
		}
		h.answer("carla")
		for i, want := range []int{200, 400, 450, 450} {
			if n := h.mails(MailInvited); n != want {
				t.Errorf("after %d hours %d were told, want %d", i, n, want)
			}
			h.clock.Add(time.Hour)
			h.settle()
		}
	})
}

func TestNobodyIsToldForANetworkThatEnteredManyStrangersBeforeTheContactPersonAnswers(t *testing.T) {
	eachGroupHouse(t, wideOpen, func(h *groupHouse) {
		f := many("carla", 10)
		f.Wary = true
		h.register(f)
		h.register(many("dora", 10))
		if n := h.mails(MailInvited); n != 10 {
			t.Errorf("%d were told, want the ten of the other group", n)
		}
		h.answer("carla")
		if n := h.mails(MailInvited); n != 20 {
			t.Errorf("%d were told once the contact person had answered", n)
		}
	})
}

func TestInvitationsStopWhenSeveralKnowNothingOfIt(t *testing.T) {
	eachGroupHouse(t, wideOpen, func(h *groupHouse) {
		noted := []string{}
		h.room.Note = func(_ *store.Tx, _ auth.Viewer, verb, _ string, _ int) error {
			noted = append(noted, verb)
			return nil
		}
		h.register(many("carla", 20))
		h.answer("carla")
		for n := range 3 {
			h.refuse("carla", n)
		}
		add := func(contact string, n int) error {
			return h.as(contact, func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
				_, err := h.room.AddPeople(tx.Context(), tx, v, s, d, groupForm("later-"+contact, n).People)
				return err
			})
		}
		h.must(add("carla", 5))
		h.settle()
		if n := h.mails(MailInvited); n != 17 { // what was to go to those who refused is dropped
			t.Errorf("%d letters wait, want those of the 17 who were told before", n)
		}
		if err := h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			_, err := h.room.Nudge(tx.Context(), tx, v, s, d)
			return err
		}); !errs.Is(err, errs.Conflict) {
			t.Errorf("reminding them: %v", err)
		}
		team := auth.Viewer{Kind: auth.Person, Person: "team", Tier: auth.Strong, Grants: []auth.Grant{
			{Verb: auth.SeeRegistrations, Scope: auth.TheNetwork()}, {Verb: auth.EditRegistrations, Scope: auth.TheNetwork()}}}
		h.do(func(tx *store.Tx) error {
			d, s, own := h.group(tx, "carla")
			pace, err := h.room.PaceOf(tx, team, s, &d)
			if err != nil || !pace.Stopped() || pace.Refused != 3 || pace.Told != 20 {
				t.Errorf("organisers are told %+v, %v", pace, err)
			}
			if err := h.room.LetGoOn(tx.Context(), tx, own, s, &d); !errs.Is(err, errs.NotFound) {
				t.Errorf("the contact person lets it go on: %v", err)
			}
			return h.room.LetGoOn(tx.Context(), tx, team, s, &d)
		})
		h.settle()
		if n := h.mails(MailInvited); n != 22 {
			t.Errorf("%d letters once organisers have looked into it", n)
		}
		if strings.Join(noted, " ") == "" || noted[len(noted)-1] != "group.go-on" {
			t.Errorf("noted %v", noted)
		}
	})
}

func TestAFewOfManyWhoKnowNothingOfItStopNobody(t *testing.T) {
	eachGroupHouse(t, wideOpen, func(h *groupHouse) {
		h.register(many("carla", 100))
		h.answer("carla")
		for n := range 4 {
			h.refuse("carla", n)
		}
		h.do(func(tx *store.Tx) error {
			d, _, _ := h.group(tx, "carla")
			pace, err := h.room.People.PaceOf(tx, d.Contact)
			if pace.Stopped() {
				t.Error("four of a hundred stop it")
			}
			return err
		})
	})
}

func TestAnAddressThatRefusedGetsNothingWhoeverEntersIt(t *testing.T) {
	eachGroupHouse(t, wideOpen, func(h *groupHouse) {
		h.register(many("carla", 5))
		ticket := h.refuse("carla", 0)
		f := many("dora", 0)
		f.People = many("carla", 5).People
		h.register(f)
		may := func() (ok bool) {
			h.do(func(tx *store.Tx) error {
				id, err := h.room.People.Find(tx, "carla-0@mail.example")
				if err != nil || id == "" {
					t.Fatalf("nobody was entered: %v", err)
				}
				ok, err = h.room.People.MayWrite(tx, mail.Row{Kind: MailInvited, Person: id}, MailClasses())
				return err
			})
			return ok
		}
		if may() {
			t.Error("it is written to")
		}
		h.do(func(tx *store.Tx) error {
			if err := h.room.People.Unrefuse(tx, "forged"); !errs.Is(err, errs.NotFound) {
				t.Errorf("a forged ticket: %v", err)
			}
			return h.room.People.Unrefuse(tx, ticket)
		})
		if !may() {
			t.Error("it is not written to though they took it back")
		}
	})
}
