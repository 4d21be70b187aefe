package series

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

const asking = `{opens: 2027-01-04T09:00, for: anyone, group_min: 2, group_max: 50, waitlist: true}
questions:
  - {id: bring, label: {en: What do you bring?}, kind: text, required: true}
  - {id: needs, label: {en: Access needs}, kind: text}`

func TestWhoWasEnteredByAnotherOwesTheAnswersUntilSomebodyGivesThem(t *testing.T) {
	eachGroupHouse(t, asking, func(h *groupHouse) {
		h.register(groupForm("carla", 3))
		h.settle()
		owing := func() (list []Member) {
			for _, m := range h.roster("carla") {
				if m.Owes {
					list = append(list, m)
				}
			}
			return list
		}
		first := owing()
		if len(first) != 3 {
			t.Fatalf("%d owe their answers", len(first))
		}
		own, byContact := first[0].R, first[1].R
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			if c, err := h.room.Tally(tx.Context(), tx, v, s, d); err != nil || c.Owing != 3 {
				t.Errorf("%d counted: %v", c.Owing, err)
			}
			member := auth.Holder(LinkRegistration, own.ID, own.Person)
			if err := h.room.GiveAnswers(tx.Context(), tx, member, s, own, map[string]string{"needs": "a ramp"}); !hasField(err, "q.bring") {
				t.Errorf("what must be answered may be left out: %v", err)
			}
			if err := h.room.GiveAnswers(tx.Context(), tx, member, s, byContact, map[string]string{"bring": "x"}); !errs.Is(err, errs.NotFound) {
				t.Errorf("one member answers for another: %v", err)
			}
			if err := h.room.GiveMembersAnswers(tx.Context(), tx, auth.Holder(LinkGroup, d.ID, d.Contact), s, d, byContact.ID, map[string]string{"bring": "x"}); !errs.Is(err, errs.NotFound) {
				t.Errorf("a carried link answers for members: %v", err)
			}
			return h.room.GiveAnswers(tx.Context(), tx, member, s, own, map[string]string{"bring": " bread "})
		}))
		h.must(h.as("carla", func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error {
			v.Tier = auth.Mail
			if err := h.room.GiveMembersAnswers(tx.Context(), tx, v, s, d, own.ID, map[string]string{"bring": "stones"}); !errs.Is(err, errs.NotFound) {
				t.Errorf("what a member answered is replaced: %v", err)
			}
			if err := h.room.GiveMembersAnswers(tx.Context(), tx, v, s, d, byContact.ID, nil); !hasField(err, "q.bring") {
				t.Errorf("got %v", err)
			}
			return h.room.GiveMembersAnswers(tx.Context(), tx, v, s, d, byContact.ID, map[string]string{"bring": "salt"})
		}))
		if n := len(owing()); n != 1 {
			t.Errorf("%d owe their answers", n)
		}
		team := organiser(auth.SeeRegistrations, auth.TheNetwork())
		h.do(func(tx *store.Tx) error {
			s, err := h.room.BySlug(tx.Context(), tx, auth.Itself(), h.slug)
			if err != nil {
				return err
			}
			n, err := h.room.Numbers(tx.Context(), tx, team, s)
			if err != nil || n[s.ID].Owing != 1 {
				t.Errorf("%+v: %v", n[s.ID], err)
			}
			list, total, err := h.room.Entrants(tx.Context(), tx, team, s, Among{Owes: true})
			if err != nil || total != 1 || !list[0].Owes {
				t.Errorf("%d: %v", total, err)
			}
			for _, r := range []Registration{own, byContact} {
				a, err := h.room.Answers(tx, team, r)
				if err != nil || a["bring"] != map[string]string{own.ID: "bread", byContact.ID: "salt"}[r.ID] {
					t.Errorf("%v: %v", a, err)
				}
			}
			return nil
		})
	})
}

func TestWhoJoinsAGroupByItsLinkAnswersInTheForm(t *testing.T) {
	eachGroupHouse(t, asking, func(h *groupHouse) {
		h.register(groupForm("carla", 2))
		h.do(func(tx *store.Tx) error {
			d, _, _ := h.group(tx, "carla")
			form := JoinForm{Input: people.Input{Name: "Dee", Address: "dee@mail.example", Zone: "UTC", Language: "en"}}
			if _, err := h.room.JoinGroup(tx.Context(), tx, h.room.InviteKey(d), form); !hasField(err, "q.bring") {
				t.Errorf("got %v", err)
			}
			form.Answers = map[string]string{"bring": "tea"}
			_, err := h.room.JoinGroup(tx.Context(), tx, h.room.InviteKey(d), form)
			return err
		})
		for _, m := range h.roster("carla") {
			if m.Name == "Dee" && m.Owes {
				t.Error("was asked, and owes the answer")
			}
		}
	})
}

// hasField tells whether the error is about that field.
func hasField(err error, name string) bool {
	e := errs.Of(err)
	if e == nil {
		return false
	}
	for _, f := range e.Fields {
		if f.Name == name {
			return true
		}
	}
	return false
}
