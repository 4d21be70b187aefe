package posts_test

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// trySave saves as somebody and returns how it failed.
func (h *house) trySave(name string, p posts.Post) error {
	return h.try(func(tx *store.Tx) error {
		_, err := h.room.Save(h.ctx, tx, h.who[name], p)
		return err
	})
}

func TestAYesForAChaptersNewsIsNoneForAStatementOfTheNetwork(t *testing.T) {
	each(t, func(h *house) {
		h.secondYes()
		for n, move := range []func(p *posts.Post){
			func(p *posts.Post) { p.Chapter = "" },
			func(p *posts.Post) { p.Kind = posts.Statement },
		} {
			p := text([]string{"one", "two"}[n])
			p.Kind, p.Chapter = posts.News, h.chapter
			p = h.save("ada", p)
			if err := h.answer("dora", p.ID, 1, posts.Yes, ""); err != nil {
				t.Fatal(err)
			}
			q := h.latest(p.ID)
			move(&q)
			q = h.save("ada", q)
			if err := h.publish("ada", p.ID); !errs.Is(err, errs.Conflict) {
				t.Errorf("it goes out with a yes for something else: %v", err)
			}
			if err := h.answer("bea", p.ID, q.Version, posts.Yes, ""); err != nil {
				t.Fatal(err)
			}
			if err := h.publish("ada", p.ID); err != nil {
				t.Fatal(err)
			}
			q = h.latest(p.ID)
			q.Kind, q.Chapter = posts.Update, ""
			if err := h.trySave("ada", q); !errs.Is(err, errs.Invalid) {
				t.Errorf("what readers have becomes something else without a yes: %v", err)
			}
		}
	})
}

func TestWithoutTheRuleATextMovesAtOnce(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		if err := h.publish("ada", p.ID); err != nil {
			t.Fatal(err)
		}
		p = h.latest(p.ID)
		p.Kind = posts.News
		h.save("ada", p)
		if got, err := h.read("one"); err != nil || got.Kind != posts.News || got.Version != 1 {
			t.Errorf("got %v in version %d, %v", got.Kind, got.Version, err)
		}
	})
}

func TestACorrectionIsOfNoDayToCome(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		for day, ok := range map[when.Date]bool{
			{Year: 2027, Month: 1, Day: 4}: true,
			{Year: 2027, Month: 1, Day: 5}: true, // it is the 5th somewhere
			{Year: 2027, Month: 1, Day: 6}: false,
			{Year: 2999, Month: 1, Day: 1}: false,
		} {
			q := h.latest(p.ID)
			q.Corrections = []posts.Correction{{Day: day, Text: i18n.Text{"en": "Not so."}}}
			if err := h.trySave("ada", q); (err == nil) != ok {
				t.Errorf("%v: %v", day, err)
			}
		}
	})
}

func TestATextOfTheNetworkIsNoWriteUp(t *testing.T) {
	each(t, func(h *house) {
		for _, kind := range []posts.Kind{posts.WriteUp, "", "sermon"} {
			p := text("one")
			p.Kind = kind
			if err := h.trySave("ada", p); !errs.Is(err, errs.Invalid) {
				t.Errorf("%q: %v", kind, err)
			}
		}
	})
}

func TestNobodyGetsAwayFromAReportByAnotherAddress(t *testing.T) {
	each(t, func(h *house) {
		h.grant("fadi", auth.ModerateReports, auth.TheNetwork())
		p := h.save("ada", text("one"))
		if err := h.publish("ada", p.ID); err != nil {
			t.Fatal(err)
		}
		p = h.latest(p.ID)
		p.Slug = "elsewhere"
		h.save("ada", p)
		h.write(func(tx *store.Tx) error {
			if got, err := h.room.Titled(h.ctx, tx, h.who["fadi"], "one"); err != nil || got.ID != p.ID {
				t.Errorf("the reported text is not found: %v", err)
			}
			done, err := h.room.Hide(h.ctx, tx, h.who["fadi"], "one", "It names people.")
			if !done {
				t.Error("it is not hidden")
			}
			return err
		})
		if _, err := h.read("elsewhere"); !errs.Is(err, errs.NotFound) {
			t.Errorf("it is still read: %v", err)
		}
		h.write(func(tx *store.Tx) error { return h.room.Unhide(h.ctx, tx, h.who["fadi"], "one") })
		if _, err := h.read("elsewhere"); err != nil {
			t.Errorf("it is not shown again: %v", err)
		}
	})
}
