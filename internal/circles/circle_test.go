package circles_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// eachMet is eachDesk with circles of n people that meet already.
func eachMet(t *testing.T, n int, test func(t *testing.T, d *desk)) {
	t.Helper()
	eachDesk(t, func(t *testing.T, d *desk) {
		d.queue.Handle(circles.JobLate, d.room.LateJob)
		d.queue.Handle(circles.JobFill, d.room.FillJob)
		d.many(n)
		d.publish(d.form(""))
		d.told()
		test(t, d)
	})
}

// holder is who holds the link of an interest; named is them after the code.
func holder(in circles.Interest) auth.Viewer {
	return auth.Holder(circles.LinkCircle, in.ID, in.Person)
}

func named(in circles.Interest) auth.Viewer {
	v := holder(in)
	v.Tier = auth.Mail
	return v
}

// own returns somebody's circle as they see it after the code.
func (d *desk) own(in circles.Interest) (o circles.Own) {
	d.t.Helper()
	d.read(func(tx *store.Tx) error {
		var placed bool
		var err error
		if o, placed, err = d.room.OwnCircle(tx.Context(), tx, named(in), in); err == nil && !placed {
			d.t.Fatal("they have no circle")
		}
		return err
	})
	return o
}

// try does something in a write of its own and returns its error.
func (d *desk) try(fn func(tx *store.Tx) error) error {
	return d.db.Write(context.Background(), fn)
}

// reload reads an interest again.
func (d *desk) reload(in circles.Interest) circles.Interest {
	d.t.Helper()
	s := d.load()
	d.read(func(tx *store.Tx) (err error) {
		in, err = d.room.InterestOf(tx, auth.Itself(), s.ID, in.Person)
		return err
	})
	return in
}

func TestNamesAndNotesShowToWhoAnsweredFromTheirMail(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		in := d.interest("person01")
		var o circles.Own
		d.read(func(tx *store.Tx) (err error) {
			o, _, err = d.room.OwnCircle(tx.Context(), tx, holder(in), in)
			return err
		})
		if o.Named || len(o.Members) != 4 || slices.ContainsFunc(o.Members, func(m circles.Member) bool { return m.Name != "" }) {
			t.Errorf("the link alone shows %v", o.Members)
		}
		if err := d.try(func(tx *store.Tx) error {
			return d.room.WriteNotes(tx.Context(), tx, holder(in), in, circles.Notes{Text: "x"})
		}); !errs.Is(err, errs.NotFound) {
			t.Errorf("the link alone writes notes: %v", err)
		}
		o = d.own(in)
		if !o.Named || slices.ContainsFunc(o.Members, func(m circles.Member) bool { return m.Name == "" }) {
			t.Errorf("after the code it shows %v", o.Members)
		}
		stranger := d.interest("person02")
		if err := d.try(func(tx *store.Tx) error {
			_, _, err := d.room.OwnCircle(tx.Context(), tx, named(stranger), in)
			return err
		}); !errs.Is(err, errs.NotFound) {
			t.Errorf("another link opens the circle: %v", err)
		}
	})
}

func TestTheCodeOpensNamesInOneBrowserForAWhile(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		in := d.interest("person01")
		const browser = "0123456789abcdefghij"
		d.write(func(tx *store.Tx) error { return d.room.SendCode(tx.Context(), tx, holder(in), in, browser) })
		if got := d.told(); got[circles.MailCode] != 1 {
			t.Errorf("told %v", got)
		}
		d.write(func(tx *store.Tx) error {
			ticket, ok, err := d.room.Unlock(tx.Context(), tx, holder(in), &in, browser, "wrong")
			if ok || ticket != "" {
				t.Error("a wrong code opens")
			}
			return err
		})
		if v := d.room.Raise(holder(in), in, browser, "no ticket", d.clock.Now()); v.Tier != auth.NoTier {
			t.Errorf("without a ticket the tier is %d", v.Tier)
		}
	})
}

func TestNotesAreWrittenTogether(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		a, b := d.interest("person01"), d.interest("person02")
		write := func(in circles.Interest, text string, version int) error {
			return d.try(func(tx *store.Tx) error {
				return d.room.WriteNotes(tx.Context(), tx, named(in), in, circles.Notes{Text: text, Version: version})
			})
		}
		if err := write(a, "Bring tea.\r\nAnd cake.", 0); err != nil {
			t.Fatal(err)
		}
		if err := write(b, "Something else", 0); !errs.Is(err, errs.Invalid) {
			t.Errorf("what the first wrote is lost: %v", err)
		}
		if got := d.own(b).Notes; got.Text != "Bring tea.\nAnd cake." || got.Version != 1 {
			t.Errorf("the notes are %+v", got)
		}
		if err := write(a, "Bring tea.\nAnd cake.", 0); err != nil || d.own(a).Notes.Version != 1 {
			t.Errorf("saved by two taps, they are refused: %v", err)
		}
		if err := write(b, "", 1); err != nil || d.own(a).Notes.Text != "" {
			t.Errorf("they cannot be emptied: %v", err)
		}
	})
}

func TestTheWayInNotesWhoCame(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		in := d.interest("person01")
		var key string
		d.read(func(*store.Tx) error { key = d.room.MeetKey(in, 1); return nil })
		join := func() (call string, err error) {
			err = d.try(func(tx *store.Tx) (err error) { call, err = d.room.Join(tx.Context(), tx, key); return err })
			return call, err
		}
		o := d.own(in)
		start := o.Circle.Begins(o.Circle.Meetings[0])
		d.clock.Set(start.Add(-31 * time.Minute))
		if _, err := join(); !errs.Is(err, errs.Closed) {
			t.Errorf("the way in is open too early: %v", err)
		}
		d.clock.Set(start.Add(-30 * time.Minute))
		one, err := join()
		if err != nil {
			t.Fatal(err)
		}
		again, err := join()
		if err != nil || again != one {
			t.Errorf("a second time leads to %q: %v", again, err)
		}
		d.read(func(tx *store.Tx) error {
			noted, err := d.room.WasThere(tx, holder(in), in)
			if !noted[1] || len(noted) != 1 {
				t.Errorf("noted %v", noted)
			}
			return err
		})
		d.clock.Set(start.Add(2 * time.Hour))
		if _, err := join(); !errs.Is(err, errs.Closed) {
			t.Errorf("the way in is open when all is over: %v", err)
		}
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		if _, err := join(); !errs.Is(err, errs.NotFound) {
			t.Errorf("who left still gets in: %v", err)
		}
	})
}

func TestEachCircleHasACallOfItsOwn(t *testing.T) {
	eachMet(t, 8, func(t *testing.T, d *desk) {
		calls := map[string]string{} // by circle
		for _, name := range []string{"person00", "person01", "person02", "person03", "person04", "person05", "person06", "person07"} {
			in := d.interest(name)
			d.read(func(tx *store.Tx) error {
				w, err := d.room.WayIn(tx.Context(), tx, d.room.MeetKey(in, 1))
				if was, ok := calls[w.C.ID]; ok && was != w.Call {
					t.Errorf("two of one circle are led to %s and %s", was, w.Call)
				}
				calls[w.C.ID] = w.Call
				return err
			})
		}
		seen := map[string]bool{}
		for _, call := range calls {
			seen[call] = true
		}
		if len(seen) != len(calls) || len(calls) < 2 {
			t.Errorf("%d circles have %d calls: %v", len(calls), len(seen), calls)
		}
	})
}

func TestThoseWhoLeadNoteWhoWasThereAndHowItWent(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		leads, other, missed := d.interest("person00"), d.interest("person01"), d.interest("person02")
		o := d.own(leads)
		record := func(in circles.Interest, v auth.Viewer, r circles.Record) error {
			return d.try(func(tx *store.Tx) error { return d.room.Record(tx.Context(), tx, v, in, 1, r) })
		}
		all := circles.Record{There: map[string]bool{leads.ID: true, other.ID: true}, Pulse: 4, Note: "Two were late."}
		if err := record(leads, named(leads), all); !errs.Is(err, errs.Closed) {
			t.Errorf("a meeting is recorded before it is: %v", err)
		}
		d.clock.Set(o.Circle.Begins(o.Circle.Meetings[0]).Add(time.Hour))
		if err := record(other, named(other), all); !errs.Is(err, errs.NotFound) {
			t.Errorf("who does not lead records: %v", err)
		}
		if err := record(leads, holder(leads), all); !errs.Is(err, errs.NotFound) {
			t.Errorf("the link alone records: %v", err)
		}
		if err := record(leads, named(leads), all); err != nil {
			t.Fatal(err)
		}
		d.read(func(tx *store.Tx) error {
			_, _, r, err := d.room.RecordOf(tx.Context(), tx, named(leads), leads, 1)
			if len(r.There) != 4 || !r.There[other.ID] || r.There[missed.ID] || r.Pulse != 4 || r.Note != "Two were late." {
				t.Errorf("noted %+v", r)
			}
			return err
		})
		if err := record(leads, named(leads), circles.Record{Pulse: 9}); !errs.Is(err, errs.Invalid) {
			t.Errorf("a pulse of nine is taken: %v", err)
		}
	})
}

func TestAMeetingIsRemindedOfTwice(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		quiet := d.interest("person03")
		d.write(func(tx *store.Tx) error {
			_, err := d.room.SetReminders(tx.Context(), tx, d.room.StopKey(quiet), false)
			return err
		})
		remind := func() map[string]int {
			if err := d.room.Remind(t.Context(), d.db); err != nil {
				t.Fatal(err)
			}
			return d.told()
		}
		o := d.own(quiet)
		start := o.Circle.Begins(o.Circle.Meetings[0])
		for _, x := range []struct {
			before time.Duration
			want   map[string]int
		}{
			{25 * time.Hour, nil}, {24 * time.Hour, map[string]int{circles.MailDayBefore: 3}}, {23 * time.Hour, nil},
			{time.Hour, map[string]int{circles.MailHourBefore: 3}}, {time.Minute, nil}, {-time.Minute, nil},
		} {
			d.clock.Set(start.Add(-x.before))
			if got := remind(); len(got) != len(x.want) || got[circles.MailDayBefore] != x.want[circles.MailDayBefore] || got[circles.MailHourBefore] != x.want[circles.MailHourBefore] {
				t.Errorf("%v before: told %v, want %v", x.before, got, x.want)
			}
		}
		next := o.Circle.Begins(o.Circle.Meetings[1])
		d.clock.Set(next.Add(-50 * time.Minute)) // after a pause
		if got := remind(); got[circles.MailHourBefore] != 3 || len(got) != 1 {
			t.Errorf("after a pause told %v", got)
		}
	})
}

func TestLeavingPlansTheRotaAnew(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) { // of five, person00 and person04 lead
		leaves, stays := d.interest("person00"), d.interest("person04")
		count := func(o circles.Own) map[string]int {
			n := map[string]int{}
			for _, m := range o.Circle.Meetings {
				n[m.Lead]++
			}
			return n
		}
		if n := count(d.own(stays)); n[leaves.ID] != 2 || n[stays.ID] != 2 {
			t.Errorf("they lead %v", n)
		}
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(leaves), &leaves) })
		if n := count(d.own(stays)); n[stays.ID] != 4 {
			t.Errorf("they lead %v", n)
		}
		if got := d.told(); got[circles.MailWithdrawn] != 1 || got[circles.MailTurns] != 1 || len(got) != 2 {
			t.Errorf("told %v", got)
		}
		d.write(func(tx *store.Tx) error { return d.room.Lead(tx.Context(), tx, holder(stays), &stays, false) })
		if n := count(d.own(stays)); n[""] != 4 {
			t.Errorf("they lead %v", n)
		}
		if got := d.told(); got[circles.MailLeaderless] != 4 || len(got) != 1 {
			t.Errorf("told %v", got)
		}
		helper := d.interest("person02")
		d.write(func(tx *store.Tx) error { return d.room.Lead(tx.Context(), tx, holder(helper), &helper, true) })
		if n := count(d.own(stays)); n[helper.ID] != 4 {
			t.Errorf("they lead %v", n)
		}
	})
}

func TestAskingToMoveIsSeenByThoseWhoFormCircles(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		in := d.interest("person01")
		asks := func(v auth.Viewer) (list []circles.Ask, err error) {
			err = d.try(func(tx *store.Tx) (err error) { list, err = d.room.Asks(tx.Context(), tx, v, in.Cohort); return err })
			return list, err
		}
		d.write(func(tx *store.Tx) error {
			return d.room.AskMove(tx.Context(), tx, holder(in), in, "Thursdays are hard")
		})
		list, err := asks(d.boss)
		if err != nil || len(list) != 1 || list[0].Why != "Thursdays are hard" || list[0].Interest != in.ID {
			t.Errorf("they see %+v: %v", list, err)
		}
		if _, err := asks(holder(in)); !errs.Is(err, errs.NotFound) {
			t.Errorf("anybody sees who asks: %v", err)
		}
		d.write(func(tx *store.Tx) error { return d.room.AskNoMove(tx.Context(), tx, holder(in), in) })
		if list, _ := asks(d.boss); len(list) != 0 {
			t.Errorf("it is still asked: %v", list)
		}
	})
}

func TestTheFeedHoldsTheMeetings(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		in := d.interest("person01")
		d.read(func(tx *store.Tx) error {
			list, err := d.room.Feed(tx.Context(), tx, holder(in), in.Person, "https://plenary.example", i18n.For("en"))
			if len(list) != 4 {
				t.Errorf("%d meetings, want 4", len(list))
			}
			return err
		})
	})
}
