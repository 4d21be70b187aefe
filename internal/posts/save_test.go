package posts_test

import (
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func TestWhoWritesWhere(t *testing.T) {
	each(t, func(h *house) {
		for _, x := range []struct {
			name  string
			north bool
			ok    bool
		}{{"ada", false, true}, {"ada", true, true}, {"dora", true, true}, {"dora", false, false}, {"emil", false, false}, {"emil", true, false}, {"nobody", false, false}} {
			p := text(x.name)
			if p.Slug += "-network"; x.north {
				p.Slug, p.Chapter = x.name+"-north", h.chapter
			}
			err := h.try(func(tx *store.Tx) error {
				_, err := h.room.Save(h.ctx, tx, h.who[x.name], p)
				return err
			})
			if (err == nil) != x.ok || err != nil && !errs.Is(err, errs.NotFound) {
				t.Errorf("%s writes for the chapter %v: %v", x.name, x.north, err)
			}
		}
		p := text("moved")
		p.Chapter = h.chapter
		p = h.save("dora", p)
		p.Chapter = ""
		err := h.try(func(tx *store.Tx) error {
			_, err := h.room.Save(h.ctx, tx, h.who["dora"], p)
			return err
		})
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("dora made it the network’s: %v", err)
		}
	})
}

func TestASignInByMailWritesNothing(t *testing.T) {
	each(t, func(h *house) {
		v := h.who["ada"]
		v.Tier = auth.Mail
		if posts.MayWrite(v) {
			t.Error("a mailed link opens the desk of texts")
		}
	})
}

func TestEveryTextThatWasSavedIsKept(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		h.clock.Add(time.Hour)
		h.change("bea", p.ID, "Second.")
		h.change("ada", p.ID, "Third.")
		h.write(func(tx *store.Tx) error {
			list, err := h.room.Versions(h.ctx, tx, h.who["cem"], p.ID)
			if err != nil {
				return err
			}
			var who []string
			for _, v := range list {
				who = append(who, v.By)
			}
			if want := []string{h.who["ada"].Person, h.who["bea"].Person, h.who["ada"].Person}; !slices.Equal(who, want) {
				t.Errorf("kept %+v", list)
			}
			if first, err := h.room.Version(h.ctx, tx, h.who["cem"], p.ID, 1); err != nil || first.Text.Body["en"] != "We say so." {
				t.Errorf("the first is %+v, %v", first, err)
			}
			if _, err := h.room.Versions(h.ctx, tx, h.who["dora"], p.ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("dora reads earlier texts: %v", err)
			}
			back, err := h.room.Restore(h.ctx, tx, h.who["cem"], p.ID, 1, 3)
			if back.Version != 4 || back.Body["en"] != "We say so." {
				t.Errorf("restored %+v", back)
			}
			return err
		})
		err := h.try(func(tx *store.Tx) error {
			_, err := h.room.Restore(h.ctx, tx, h.who["cem"], p.ID, 2, 3)
			return err
		})
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("restored over what somebody saved meanwhile: %v", err)
		}
	})
}

func TestATranslationLagsUntilItIsLookedAt(t *testing.T) {
	each(t, func(h *house) {
		p := text("one")
		p.Lang, p.Title, p.Body = "de", i18n.Text{"de": "Eins", "en": "One"}, i18n.Text{"de": "Wir sagen es.", "en": "We say so."}
		p = h.save("ada", p)
		if p.Original() != "de" || !slices.Equal(p.Translations(), []string{"en"}) || p.Lags("en") || p.Lags("de") {
			t.Errorf("at first: original %s, translations %v", p.Original(), p.Translations())
		}
		p.Body = i18n.Text{"de": "Wir sagen es laut.", "en": "We say so."}
		if p = h.save("ada", p); !p.Lags("en") {
			t.Error("the original changed, and its translation does not lag")
		}
		p.Body = i18n.Text{"de": "Wir sagen es laut.", "en": "We say so loudly."}
		if p = h.save("ada", p); p.Lags("en") {
			t.Error("it lags though it was mended")
		}
		p.Title = i18n.Text{"de": "Eins!", "en": "One"}
		if p = h.save("ada", p); !h.latest(p.ID).Lags("en") {
			t.Error("a new title does not count as a change")
		}
		p.StillFits("en")
		if p = h.save("ada", p); p.Lags("en") || h.latest(p.ID).Lags("en") {
			t.Error("it lags though somebody said that it fits")
		}
	})
}

func TestAnAddressThatReadersKnowLeadsOn(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		moved := func(slug string) string {
			var to string
			h.write(func(tx *store.Tx) error {
				var err error
				if to, err = h.room.Moved(tx, slug); errs.Is(err, errs.NotFound) {
					return nil
				}
				return err
			})
			return to
		}
		move := func(slug string) error {
			q := h.latest(p.ID)
			q.Slug = slug
			return h.try(func(tx *store.Tx) error {
				_, err := h.room.Save(h.ctx, tx, h.who["ada"], q)
				return err
			})
		}
		if err := move("two"); err != nil || moved("one") != "" {
			t.Errorf("a draft’s address was kept: %v", err)
		}
		if err := h.publish("ada", p.ID); err != nil {
			t.Fatal(err)
		}
		if err := move("three"); err != nil || moved("two") != "three" {
			t.Errorf("the address that readers know leads to %q, %v", moved("two"), err)
		}
		if err := move("four"); err != nil || moved("two") != "four" || moved("three") != "four" {
			t.Errorf("old addresses lead to %q and %q, %v", moved("two"), moved("three"), err)
		}
		if err := move("two"); err != nil || moved("two") != "" || moved("four") != "two" {
			t.Errorf("back again: %v", err)
		}
		other := text("three")
		if err := h.try(func(tx *store.Tx) error { _, err := h.room.Save(h.ctx, tx, h.who["ada"], other); return err }); !errs.Is(err, errs.Invalid) {
			t.Errorf("another text took an address that leads on: %v", err)
		}
		h.write(func(tx *store.Tx) error {
			free, err := h.room.FreeSlug(tx, "three")
			if free == "three" {
				t.Error("the address is offered anew")
			}
			return err
		})
		for _, bad := range []string{"Two Words", "ü", "a--b", "-a", "a/b"} {
			if err := move(bad); !errs.Is(err, errs.Invalid) {
				t.Errorf("%q: %v", bad, err)
			}
		}
	})
}

func TestCorrectionsSayWhenAndWhat(t *testing.T) {
	each(t, func(h *house) {
		h.clock.Set(time.Date(2027, 2, 18, 9, 0, 0, 0, time.UTC))
		p := h.save("ada", text("one"))
		day := when.Date{Year: 2027, Month: time.February, Day: 17}
		p.Corrections = []posts.Correction{{}, {Day: day.AddDays(-3), Text: i18n.Text{"en": "First."}}, {Day: day, Text: i18n.Text{"en": " Second. "}, By: " The  office "}}
		p = h.save("ada", p)
		if len(p.Corrections) != 2 || p.Corrections[0].Text["en"] != "Second." || p.Corrections[0].By != "The office" {
			t.Errorf("kept %+v", p.Corrections)
		}
		for _, bad := range []posts.Correction{{Day: day}, {Text: i18n.Text{"en": "When?"}}} {
			q := p
			q.Corrections = []posts.Correction{bad}
			if err := h.try(func(tx *store.Tx) error { _, err := h.room.Save(h.ctx, tx, h.who["ada"], q); return err }); !errs.Is(err, errs.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
	})
}
