package posts_test

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func wall(t *testing.T, s string) when.Wall {
	t.Helper()
	if s == "" {
		return when.Wall{}
	}
	w, err := when.ParseWall(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (h *house) plan(name, id, at, zone string) error {
	return h.try(func(tx *store.Tx) error { return h.room.PlanFor(h.ctx, tx, h.who[name], id, wall(h.T, at), zone) })
}

// due does what the job does at its hour.
func (h *house) due(id string) {
	h.Helper()
	h.write(func(tx *store.Tx) error { return h.room.PublishPlanned(h.ctx, tx, id) })
}

func TestAnHourToGoOutIsOneThatComes(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		for _, x := range []struct {
			at, zone string
			field    string // that is wrong; "" = none
		}{
			{"2027-01-04T10:00", "Europe/Berlin", "goes_out"}, // it is 10:00 in Berlin now
			{"2027-01-04T10:00", "Atlantic/Reykjavik", ""},
			{"2026-12-31T10:00", "Europe/Berlin", "goes_out"},
			{"2027-03-28T02:30", "Europe/Berlin", "goes_out"}, // the clocks skip it
			{"2027-03-28T02:30", "Africa/Tunis", ""},
			{"2027-10-31T02:30", "Europe/Berlin", ""}, // it comes twice, the first is meant
			{"2027-02-01T10:00", "Nowhere/Land", "zone"},
			{"", "Europe/Berlin", "goes_out"},
		} {
			err := h.plan("ada", p.ID, x.at, x.zone)
			e := errs.Of(err)
			if x.field == "" && err != nil || x.field != "" && (e == nil || len(e.Fields) != 1 || e.Fields[0].Name != x.field) {
				t.Errorf("%s in %s: %v", x.at, x.zone, err)
			}
		}
		if got := h.latest(p.ID).GoesOut.At; !got.Equal(time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC)) {
			t.Errorf("it goes out at %s", got)
		}
	})
}

func TestAPlannedTextGoesOutAtItsHourAndNotBefore(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		if err := h.plan("ada", p.ID, "2027-01-05T08:00", "Europe/Berlin"); err != nil {
			t.Fatal(err)
		}
		h.due(p.ID)
		if _, err := h.read("one"); err == nil {
			t.Error("it is out already")
		}
		h.change("ada", p.ID, "What is said in the end.")
		h.clock.Set(time.Date(2027, 1, 5, 7, 0, 0, 0, time.UTC))
		h.due(p.ID)
		got, err := h.read("one")
		if err != nil || got.Body["en"] != "What is said in the end." || !got.GoesOut.IsZero() {
			t.Errorf("got %+v, %v", got, err)
		}
		h.due(p.ID) // a job may run twice
		if again, _ := h.read("one"); !again.PublishedAt.Equal(got.PublishedAt) {
			t.Error("it went out twice")
		}
	})
}

// TestATextIsNotPlannedForAnotherAge: a year that was typed by mistake is asked about.
func TestATextIsNotPlannedForAnotherAge(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		for wall, refused := range map[string]bool{"9999-01-05T08:00": true, "2201-01-01T00:00": true, "2200-12-31T23:59": false, "2027-01-05T08:00": false} {
			e := errs.Of(h.plan("ada", p.ID, wall, "Europe/Berlin"))
			if refused != (e != nil && len(e.Fields) == 1 && e.Fields[0].Name == "goes_out" && strings.HasPrefix(e.Fields[0].Text.Msg, "org.event.year|")) || !refused && e != nil {
				t.Errorf("%s: %v", wall, e)
			}
		}
	})
}

func TestAPlanThatMayNotBeCarriedOutAnyMoreSaysSo(t *testing.T) {
	for name, spoil := range map[string]func(*house, string){
		"its planner lost the role": func(h *house, id string) {
			h.write(func(tx *store.Tx) error {
				_, err := tx.Exec(`DELETE FROM grants WHERE person = $1`, h.who["ada"].Person)
				return err
			})
		},
		"a second yes is asked for since": func(h *house, id string) { h.secondYes() },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(h *house) {
				p := h.save("ada", text("one"))
				if err := h.plan("ada", p.ID, "2027-01-05T08:00", "Europe/Berlin"); err != nil {
					t.Fatal(err)
				}
				spoil(h, p.ID)
				h.clock.Set(time.Date(2027, 1, 5, 7, 0, 0, 0, time.UTC))
				h.due(p.ID)
				if _, err := h.read("one"); err == nil {
					t.Error("it went out")
				}
				if got := h.latest(p.ID); !got.GoesOut.Missed() {
					t.Errorf("nothing says that it did not: %+v", got.GoesOut)
				}
			})
		})
	}
}

func TestAPlanEndsWhenItsYesDoes(t *testing.T) {
	each(t, func(h *house) {
		h.secondYes()
		p := h.save("ada", text("one"))
		if err := h.plan("ada", p.ID, "2027-01-05T08:00", "Europe/Berlin"); !errs.Is(err, errs.Conflict) {
			t.Errorf("planned without a yes: %v", err)
		}
		if err := h.answer("bea", p.ID, 1, posts.Yes, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.plan("ada", p.ID, "2027-01-05T08:00", "Europe/Berlin"); err != nil {
			t.Fatal(err)
		}
		h.change("ada", p.ID, "Something nobody has read.")
		if got := h.latest(p.ID); !got.GoesOut.IsZero() {
			t.Errorf("it is still to go out: %+v", got.GoesOut)
		}
	})
}

func TestAPlanIsTakenBack(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		if err := h.plan("ada", p.ID, "2027-01-05T08:00", "Europe/Berlin"); err != nil {
			t.Fatal(err)
		}
		h.write(func(tx *store.Tx) error { return h.room.Unplan(h.ctx, tx, h.who["bea"], p.ID) })
		h.clock.Add(48 * time.Hour)
		h.due(p.ID)
		if _, err := h.read("one"); err == nil {
			t.Error("it went out")
		}
	})
}

func TestATextTakenBackSaysWhyAndCanGoOutAgain(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		withdraw := func(name, why string) error {
			return h.try(func(tx *store.Tx) error { return h.room.Withdraw(h.ctx, tx, h.who[name], p.ID, why, "en") })
		}
		if err := withdraw("ada", "Too early."); !errs.Is(err, errs.Conflict) {
			t.Errorf("a draft was taken back: %v", err)
		}
		if err := h.publish("ada", p.ID); err != nil {
			t.Fatal(err)
		}
		if err := withdraw("ada", " "); !errs.Is(err, errs.Invalid) {
			t.Errorf("taken back without a word: %v", err)
		}
		if err := withdraw("dora", "Not mine."); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger took it back: %v", err)
		}
		if err := withdraw("ada", "It was not ours to tell."); err != nil {
			t.Fatal(err)
		}
		if _, err := h.read("one"); !errs.Is(err, errs.NotFound) {
			t.Errorf("it is still read: %v", err)
		}
		h.write(func(tx *store.Tx) error {
			back, err := h.room.TakenBack(h.ctx, tx, auth.Viewer{}, "one")
			if back.WithdrawnWhy != "It was not ours to tell." {
				t.Errorf("it says %q", back.WithdrawnWhy)
			}
			return err
		})
		if err := h.try(func(tx *store.Tx) error { return h.room.Delete(h.ctx, tx, h.who["ada"], p.ID) }); !errs.Is(err, errs.Conflict) {
			t.Errorf("what readers knew was deleted: %v", err)
		}
		if err := h.publish("ada", p.ID); err != nil {
			t.Fatal(err)
		}
		if got, err := h.read("one"); err != nil || got.WithdrawnWhy != "" {
			t.Errorf("again %+v, %v", got, err)
		}
	})
}

func TestADraftIsDeletedWithAllThatBelongsToIt(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		h.change("bea", p.ID, "More.")
		h.write(func(tx *store.Tx) error { return h.room.Ask(h.ctx, tx, h.who["ada"], p.ID, "") })
		if err := h.try(func(tx *store.Tx) error { return h.room.Delete(h.ctx, tx, h.who["dora"], p.ID) }); !errs.Is(err, errs.NotFound) {
			t.Errorf("dora deleted it: %v", err)
		}
		h.write(func(tx *store.Tx) error { return h.room.Delete(h.ctx, tx, h.who["ada"], p.ID) })
		h.write(func(tx *store.Tx) error {
			var n int
			err := tx.Row(`SELECT (SELECT COUNT(*) FROM post) + (SELECT COUNT(*) FROM post_version) + (SELECT COUNT(*) FROM post_review)`).Scan(&n)
			if n != 0 {
				t.Errorf("%d rows are left", n)
			}
			return err
		})
	})
}
