package letters

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// answered registers people and lets their addresses answer.
func (h *house) answered(slug string, guests ...guest) []series.Registration {
	h.t.Helper()
	var list []series.Registration
	for _, g := range guests {
		r := h.register(slug, g)
		h.settle()
		h.answer(r)
		list = append(list, h.registrationOf(slug, g.address))
	}
	h.settle()
	h.mail()
	return list
}

func TestRemindersComeADayAndAnHourBeforeOnceForEachTrack(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina, jo)
		h.at("2027-03-09T08:59:00Z")
		h.none()
		h.at("2027-03-09T09:00:00Z")
		l := h.one()
		if l.kind != series.MailDayBefore || l.to != amina.address || l.method != "REQUEST" {
			t.Errorf("%s %s to %s", l.kind, l.method, l.to)
		}
		l.has(h.t, "Wed, 10 Mar, 2:30 pm Kolkata", "Theme: Why we organise", "To think about: What brought you here?", base+"/join/")
		h.at("2027-03-09T12:00:00Z")
		h.none()
		h.at("2027-03-09T18:00:00Z")
		if l := h.one(); l.to != jo.address {
			t.Errorf("to %s", l.to)
		}
		h.at("2027-03-10T08:00:00Z")
		l = h.one()
		if l.kind != series.MailHourBefore || l.to != amina.address || l.invitation != nil {
			t.Errorf("%s to %s", l.kind, l.to)
		}
		l.has(h.t, "At 2:30 pm Kolkata", base+"/join/")
		for range 10 {
			h.later(5 * time.Minute)
		}
		h.none()
	})
}

func TestADayBeforeMailSaysHowTheHourMovedAndWhatIsToBeDone(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina, guest{"Kim", "kim@mail.example", "America/New_York", "en", "A"}, guest{"Ola", "ola@mail.example", "Europe/Oslo", "en", "A"})
		h.at("2027-03-16T09:30:00Z") // New York set its clocks on the 14th
		for _, l := range h.mail() {
			if got := strings.Contains(l.text, "begins 1 hour later for you"); got != (l.to == "kim@mail.example") {
				t.Errorf("to %s:\n%s", l.to, l.text)
			}
		}
		h.at("2027-03-23T09:30:00Z")
		for _, l := range h.mail() {
			l.has(h.t, "To do: Name the natural leaders in one unit, until ")
			l.hasNot(h.t, "Mind the clock")
		}
		h.at("2027-03-30T08:30:00Z") // Europe on the 28th
		for _, l := range h.mail() {
			if got := strings.Contains(l.text, "begins 1 hour earlier for you"); got == (l.to == "ola@mail.example") {
				t.Errorf("to %s:\n%s", l.to, l.text)
			}
			l.hasNot(h.t, "To do:")
		}
	})
}

func TestNobodyIsRemindedOfWhatIsCancelledOver(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		list := h.answered("fundamentals", amina, jo, nour)
		h.change("fundamentals", 1, series.ThisOne, series.SessionChange{Status: series.CalledOff})
		h.later(3 * time.Minute)
		h.mail()
		h.at("2027-03-09T19:00:00Z")
		h.at("2027-03-10T09:30:00Z")
		h.none()
		h.as(list[0], func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
			return h.series.Cancel(tx.Context(), tx, v, s, r)
		})
		h.settle()
		h.mail()
		h.write(func(tx *store.Tx) error {
			_, err := h.series.SetReminders(tx.Context(), tx, h.series.StopKey(list[1]), false)
			return err
		})
		h.at("2027-03-16T18:30:00Z")
		if l := h.one(); l.to != nour.address { // neither Amina, who left, nor Jörg, who wants none
			t.Errorf("to %s", l.to)
		}
	})
}

func TestAServerThatWasDownSendsWhatStillMakesSense(t *testing.T) {
	for _, c := range []struct{ at, want string }{
		{"2027-03-09T20:00:00Z", series.MailDayBefore},
		{"2027-03-10T07:59:00Z", series.MailDayBefore},
		{"2027-03-10T08:30:00Z", series.MailHourBefore},
		{"2027-03-10T08:59:00Z", series.MailHourBefore},
		{"2027-03-10T09:00:00Z", ""},
		{"2027-03-10T15:00:00Z", ""},
	} {
		t.Run(c.at, func(t *testing.T) {
			each(t, func(h *house) {
				h.publish(roomy())
				h.answered("fundamentals", amina)
				h.at(c.at)
				if got := kinds(h.mail()); got != c.want {
					t.Errorf("sent %q", got)
				}
			})
		})
	}
}

func TestMailThatWaitedTooLongIsNotSent(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.clock.Set(instantOf(h.t, "2027-03-10T08:30:00Z"))
		if _, err := h.jobs.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.at("2027-03-10T09:00:00Z") // no mail server until then
		h.none()
	})
}

func TestAFreshConfirmationStandsForTheReminder(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.clock.Set(instantOf(h.t, "2027-03-09T07:00:00Z"))
		h.answered("fundamentals", nour)
		h.at("2027-03-09T09:00:00Z")
		if l := h.one(); l.to != amina.address {
			t.Errorf("to %s, who was told two hours ago", l.to)
		}
		h.at("2027-03-10T02:00:00Z")
		h.answered("fundamentals", guest{"Ola", "ola@mail.example", "Europe/Oslo", "en", "A"})
		h.none()
		h.at("2027-03-10T08:00:00Z")
		if got := h.mail(); len(got) != 3 {
			t.Errorf("an hour before: %v", subjects(got))
		}
	})
}

func TestASessionThatMovesIsRemindedOfAnew(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.at("2027-03-09T09:00:00Z")
		h.one()
		next := when.Date{Year: 2027, Month: 3, Day: 12}
		h.change("fundamentals", 1, series.ThisOne, series.SessionChange{Date: &next})
		h.later(3 * time.Minute)
		if l := h.one(); l.kind != series.MailChanged {
			t.Error(l.kind)
		}
		h.at("2027-03-10T08:30:00Z") // the former hour
		h.none()
		h.at("2027-03-11T09:00:00Z")
		if l := h.one(); l.kind != series.MailDayBefore {
			t.Error(l.kind)
		}
		// Within the day the notice is enough.
		at := when.Clock(9*60 + 30)
		h.change("fundamentals", 1, series.ThisOne, series.SessionChange{Start: &at})
		h.later(3 * time.Minute)
		h.one()
		h.at("2027-03-11T20:00:00Z")
		h.none()
		h.at("2027-03-12T07:30:00Z")
		if l := h.one(); l.kind != series.MailHourBefore {
			t.Error(l.kind)
		}
	})
}

// crowd registers many people, by SQL, with addresses that have answered.
func (h *house) crowd(slug string, n int) {
	h.t.Helper()
	s := h.bySlug(slug)
	for from := 0; from < n; from += 500 {
		h.write(func(tx *store.Tx) error {
			for i := from; i < min(n, from+500); i++ {
				id := fmt.Sprintf("p%07d", i)
				box, err := h.keys.Create(tx, id)
				if err != nil {
					return err
				}
				address := fmt.Sprintf("%s@mail.example", id)
				if _, err := tx.Exec(`INSERT INTO person (id, name, address, address_ix, zone, language, proven_at, made_at)
					VALUES ($1, $2, $3, $4, 'Europe/Berlin', 'en', $5, $5)`, id, box.Seal("person", "name", id, "P"),
					box.Seal("person", "address", id, address), []byte(id), tx.Now()); err != nil {
					return err
				}
				if _, err := tx.Exec(`INSERT INTO registration (id, series, track, person, state, zone, language, made_at)
					VALUES ($1, $2, $3, $4, 'registered', 'Europe/Berlin', 'en', $5)`, "r"+id, s.ID, s.Tracks[0].ID, id, tx.Now()); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func (h *house) waiting() (n int) {
	h.t.Helper()
	h.look(func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM outbox`).Scan(&n) })
	return n
}

func TestAMailingGoesOnWhereItWasKilled(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.crowd("fundamentals", 650)
		h.clock.Set(instantOf(h.t, "2027-03-09T09:00:00Z"))
		if err := h.series.Remind(t.Context(), h.db); err != nil {
			t.Fatal(err)
		}
		ctx, kill := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- h.series.WriteMailings(ctx, h.db) }()
		for running := true; running; {
			select {
			case <-done:
				running = false
			default:
				if h.waiting() >= 200 {
					kill()
				}
			}
		}
		kill()
		// Two processes go on at once.
		errs := make(chan error, 2)
		for range 2 {
			go func() { errs <- h.series.WriteMailings(t.Context(), h.db) }()
		}
		for range 2 {
			if err := <-errs; err != nil {
				t.Fatal(err)
			}
		}
		var rows, people int
		h.look(func(tx *store.Tx) error {
			return tx.Row(`SELECT COUNT(*), COUNT(DISTINCT person) FROM outbox WHERE kind = 'series.day-before'`).Scan(&rows, &people)
		})
		if rows != 650 || people != 650 {
			t.Errorf("%d letters to %d people", rows, people)
		}
	})
}

// BenchmarkRemind puts 30,000 reminders into the outbox: at least 5,000 a
// second, and with less than 20 ms for each slice of 100, its reading included,
// so that no write keeps the writer longer.
func BenchmarkRemind(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			const people = 30_000
			h, clock := benchHouse(b, engine)
			h.publish(roomy())
			h.crowd("fundamentals", people)
			start := clock.Now()
			for b.Loop() {
				b.StopTimer()
				clock.Set(start)
				h.write(func(tx *store.Tx) error {
					for _, table := range []string{"outbox", "announced", "mailing"} {
						if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
							return err
						}
					}
					return nil
				})
				clock.Set(instantOf(b, "2027-03-09T09:00:00Z"))
				b.StartTimer()
				if err := h.series.Remind(b.Context(), h.db); err != nil {
					b.Fatal(err)
				}
				if err := h.series.WriteMailings(b.Context(), h.db); err != nil {
					b.Fatal(err)
				}
			}
			if n := h.waiting(); n != people {
				b.Fatalf("%d rows", n)
			}
			rate := float64(people) * float64(b.N) / b.Elapsed().Seconds()
			slice := 1000 * 100 / rate
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(rate, "letters/s")
			b.ReportMetric(5000, "letters/s-limit")
			b.ReportMetric(slice, "ms/slice")
			b.ReportMetric(20, "ms/slice-limit")
			if rate < 5000 || slice > 20 {
				b.Errorf("%.0f letters/s, %.1f ms for a slice", rate, slice)
			}
		})
	}
}
