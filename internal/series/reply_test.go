package series

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/store"
)

// says lets somebody's calendar answer to an entry.
func (h *groupHouse) says(name, uid string, answer ical.Answer) error {
	key := h.room.ReplyKey(h.alone(name))
	return h.db.Write(h.t.Context(), func(tx *store.Tx) error {
		return h.room.TakeReply(tx.Context(), tx, key, events.Reply{From: name + "@mail.example", UID: uid, Answer: answer})
	})
}

// entry is the UID of a session in somebody's calendar.
func (h *groupHouse) entry(n int, letter string) (uid string) {
	h.do(func(tx *store.Tx) error {
		s, err := h.room.BySlug(tx.Context(), tx, auth.Itself(), h.slug)
		if err == nil {
			uid = ical.UID(s.Occurrence(s.Session(n), letter).entryID(), "https://x.example")
		}
		return err
	})
	return uid
}

const forAnyone = `{opens: 2027-01-04T09:00, for: anyone, waitlist: true}`

func TestAnAnswerAboutAnotherEntryChangesNothing(t *testing.T) {
	eachGroupHouse(t, forAnyone, func(h *groupHouse) {
		h.registersAlone("ada")
		h.clock.Set(time.Date(2027, 3, 11, 9, 0, 0, 0, time.UTC)) // one session is left
		last := h.entry(2, "A")
		bare, _, _ := strings.Cut(last, "@")
		for _, uid := range []string{"", "1", "@x.example", ical.UID(strings.Repeat("a", 26), "https://x.example"), ical.UID(bare+"a", "https://x.example")} {
			for _, answer := range []ical.Answer{ical.Declined, ical.Accepted, ical.MaybeComing} {
				err := h.says("ada", uid, answer)
				if is := h.alone("ada"); !errs.Is(err, errs.NotFound) || is.Standing != Registered || !is.AnsweredAt.IsZero() {
					t.Errorf("%s to %q: she is %s, answered %s: %v", answer, uid, is.Standing, is.AnsweredAt, err)
				}
			}
		}
	})
}

func TestOnlyANoToTheLastSessionOfOnesOwnHoursGivesThePlaceUp(t *testing.T) {
	eachGroupHouse(t, forAnyone, func(h *groupHouse) {
		h.registersAlone("ada")
		stays := func(why, uid string) {
			t.Helper()
			if err := h.says("ada", uid, ical.Declined); err != nil {
				t.Error(err)
			}
			if is := h.alone("ada"); is.Standing != Registered || is.AnsweredAt.IsZero() {
				t.Errorf("%s: she is %s, answered %s", why, is.Standing, is.AnsweredAt)
			}
		}
		stays("one of two", h.entry(2, "A"))
		h.clock.Set(time.Date(2027, 3, 11, 9, 0, 0, 0, time.UTC))
		stays("one that is over", h.entry(1, "A"))
		stays("the last one at others' hours", h.entry(2, "B"))
		if err := h.says("ada", h.entry(2, "A"), ical.Declined); err != nil {
			t.Error(err)
		}
		if is := h.alone("ada"); is.Standing != Withdrawn {
			t.Errorf("she said no to the last session and is %s", is.Standing)
		}
	})
}
