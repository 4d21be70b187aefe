package events

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/store"
)

// Calendars say no to an entry that their person throws away, also to one that
// was told to go because its person comes on another date now.
func TestANoToADateThatWasLeftGivesNoOtherUp(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first, second, third := e.Dates[0].ID, e.Dates[1].ID, e.Dates[2].ID
		one, all := b.registers(e, "ada", first, Remote), b.registers(e, "bea", "", Remote)
		b.do(func(tx *store.Tx) error { return b.room.Change(tx.Context(), tx, holder(one), e, &one, second, Remote) })
		says := func(r Registration, date string, answer ical.Answer) Standing {
			b.do(func(tx *store.Tx) error {
				from := map[string]string{one.ID: "ada", all.ID: "bea"}[r.ID] + "@mail.example"
				return b.room.TakeReply(tx.Context(), tx, b.room.ReplyKey(r), Reply{from, ical.UID(date, "https://x.example"), answer})
			})
			return b.stands(r).Standing
		}
		if is := says(one, first, ical.Declined); is != Registered {
			t.Errorf("who said no to the date that she left is %s", is)
		}
		if is := says(one, second, ical.Declined); is != Withdrawn {
			t.Errorf("who said no to her date is %s", is)
		}
		b.clock.Set(e.Occurrence(&e.Dates[1]).End)
		if is := says(all, first, ical.Declined); is != Registered {
			t.Errorf("who throws away an entry of what is over is %s", is)
		}
		if is := says(all, third, ical.Declined); is != Withdrawn {
			t.Errorf("who says no to the last date is %s", is)
		}
	})
}

// Calendars answer at the address that they find in an entry, whatever else was
// changed in it.
func TestAnAnswerAboutSomethingElseChangesNothing(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		r := b.registers(e, "ada", e.Dates[0].ID, Remote)
		for _, uid := range []string{"", "1", "@x.example", ical.UID(e.ID, "https://x.example"), ical.UID(strings.Repeat("a", 26), "https://x.example")} {
			for _, answer := range []ical.Answer{ical.Declined, ical.Accepted, ical.MaybeComing} {
				err := b.try(func(tx *store.Tx) error {
					return b.room.TakeReply(tx.Context(), tx, b.room.ReplyKey(r), Reply{"ada@mail.example", uid, answer})
				})
				if is := b.stands(r); !errs.Is(err, errs.NotFound) || is.Standing != Registered || !is.AnsweredAt.IsZero() {
					t.Errorf("%s to %q: she is %s, answered %s: %v", answer, uid, is.Standing, is.AnsweredAt, err)
				}
			}
		}
	})
}
