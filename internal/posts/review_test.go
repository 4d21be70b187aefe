package posts_test

import (
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestASecondYesIsSomebodyElsesAndForOneVersion(t *testing.T) {
	each(t, func(h *house) {
		h.secondYes()
		p := h.save("ada", text("one"))
		for _, x := range []struct {
			why  string
			do   func() error
			kind errs.Kind // 0: it works
		}{
			{"nobody publishes on their own word", func() error { return h.publish("ada", p.ID) }, errs.Conflict},
			{"nobody says yes to their own text", func() error { return h.answer("ada", p.ID, 1, posts.Yes, "") }, errs.Conflict},
			{"who does not write here says nothing", func() error { return h.answer("dora", p.ID, 1, posts.Yes, "") }, errs.NotFound},
			{"who organises and does not write neither", func() error { return h.answer("emil", p.ID, 1, posts.Yes, "") }, errs.NotFound},
			{"what is to be mended is said", func() error { return h.answer("bea", p.ID, 1, posts.Mend, " ") }, errs.Invalid},
			{"an answer is yes or what to mend", func() error { return h.answer("bea", p.ID, 1, "perhaps", "") }, errs.Invalid},
			{"something to mend is no yes", func() error { return h.answer("bea", p.ID, 1, posts.Mend, "A date is missing.") }, 0},
			{"so it stays in", func() error { return h.publish("ada", p.ID) }, errs.Conflict},
			{"mended", func() error { h.change("ada", p.ID, "We say so on 5 May."); return nil }, 0},
			{"a yes to what has changed since does not count", func() error { return h.answer("bea", p.ID, 1, posts.Yes, "") }, errs.Conflict},
			{"a yes to the latest does", func() error { return h.answer("bea", p.ID, 2, posts.Yes, "") }, 0},
			{"but not for what is changed after it", func() error { h.change("ada", p.ID, "We say so in May."); return h.publish("ada", p.ID) }, errs.Conflict},
			{"another yes", func() error { return h.answer("bea", p.ID, 3, posts.Yes, "") }, 0},
			{"then it goes out, whoever presses", func() error { return h.publish("bea", p.ID) }, 0},
		} {
			if err := x.do(); (x.kind == 0) != (err == nil) || err != nil && !errs.Is(err, x.kind) {
				t.Errorf("%s: %v", x.why, err)
			}
		}
		if got, err := h.read("one"); err != nil || got.Body["en"] != "We say so in May." {
			t.Errorf("readers have %q, %v", got.Body["en"], err)
		}
	})
}

func TestTwoWhoWroteTogetherAgreeInTurn(t *testing.T) {
	each(t, func(h *house) {
		h.secondYes()
		p := h.save("ada", text("one"))
		h.change("bea", p.ID, "Bea’s words.")
		for _, name := range []string{"ada", "bea"} {
			if err := h.answer(name, p.ID, 2, posts.Yes, ""); !errs.Is(err, errs.Conflict) {
				t.Errorf("%s says yes to what is partly theirs: %v", name, err)
			}
		}
		if err := h.answer("cem", p.ID, 2, posts.Yes, ""); err != nil {
			t.Fatal(err)
		}
		h.change("bea", p.ID, "Bea’s last words.")
		if err := h.answer("ada", p.ID, 3, posts.Yes, ""); err != nil { // hers was agreed to before
			t.Errorf("ada may not agree to what bea alone changed since the last yes: %v", err)
		}
	})
}

func TestReadersSeeTheOldTextUntilAChangeIsAgreedTo(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		if err := h.publish("ada", p.ID); err != nil {
			t.Fatal(err)
		}
		h.secondYes()
		h.change("ada", p.ID, "Changed.")
		if got, _ := h.read("one"); got.Body["en"] != "We say so." || !got.Pending() {
			t.Errorf("readers have %q", got.Body["en"])
		}
		if got := h.latest(p.ID); got.Body["en"] != "Changed." || got.Version != 2 || got.Shown != 1 {
			t.Errorf("writers have %+v", got)
		}
		if err := h.answer("bea", p.ID, 2, posts.Yes, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.publish("ada", p.ID); err != nil {
			t.Fatal(err)
		}
		if got, _ := h.read("one"); got.Body["en"] != "Changed." || got.Shown != 2 || got.Pending() {
			t.Errorf("after the yes readers have %+v", got)
		}
	})
}

// take takes a verb from somebody again.
func (h *house) take(name string) {
	h.Helper()
	h.write(func(tx *store.Tx) error {
		_, err := tx.Exec(`DELETE FROM grants WHERE person = $1`, h.who[name].Person)
		return err
	})
}

func TestAYesEndsWithTheRoleOfWhoGaveIt(t *testing.T) {
	each(t, func(h *house) {
		h.secondYes()
		p := h.save("ada", text("one"))
		if err := h.answer("bea", p.ID, 1, posts.Yes, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.plan("ada", p.ID, "2027-01-05T10:00", "Europe/Berlin"); err != nil {
			t.Fatal(err)
		}
		h.take("bea")
		if err := h.publish("ada", p.ID); !errs.Is(err, errs.Conflict) {
			t.Errorf("it goes out with the yes of somebody who may not give one: %v", err)
		}
		if err := h.answer("ada", p.ID, 1, posts.Yes, ""); !errs.Is(err, errs.Conflict) {
			t.Errorf("who wrote it stands in for them: %v", err)
		}
		h.clock.Set(h.latest(p.ID).GoesOut.At)
		h.write(func(tx *store.Tx) error { return h.room.PublishPlanned(h.ctx, tx, p.ID) })
		if got := h.latest(p.ID); got.State != posts.Draft || !got.GoesOut.Missed() {
			t.Errorf("at its hour it is %s, missed %v", got.State, got.GoesOut.Missed())
		}
		var list []posts.Review
		h.write(func(tx *store.Tx) (err error) {
			list, err = h.room.Reviews(h.ctx, tx, h.who["ada"], p.ID)
			return err
		})
		if len(list) != 1 || !list[0].Lapsed {
			t.Errorf("nobody is told why: %+v", list)
		}
		if err := h.answer("cem", p.ID, 1, posts.Yes, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.publish("ada", p.ID); err != nil {
			t.Errorf("with another yes: %v", err)
		}

		// What went before readers with a yes stays agreed to.
		h.change("cem", p.ID, "Cem’s words.")
		h.take("cem")
		if err := h.answer("ada", p.ID, 2, posts.Yes, ""); err != nil {
			t.Errorf("ada may not agree to what cem alone changed since it was published: %v", err)
		}
	})
}

func TestWhoIsAskedIsMailedAndWhoWroteHearsTheAnswer(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("one"))
		ask := func(whom string) error {
			return h.try(func(tx *store.Tx) error { return h.room.Ask(h.ctx, tx, h.who["ada"], p.ID, whom) })
		}
		for _, name := range []string{"ada", "dora", "emil"} {
			if err := ask(h.who[name].Person); !errs.Is(err, errs.Invalid) {
				t.Errorf("%s was asked: %v", name, err)
			}
		}
		if err := ask(h.who["bea"].Person); err != nil || h.mails(posts.MailAsked, "bea") != 1 || h.mails(posts.MailAsked, "cem") != 0 {
			t.Errorf("asking bea: %v", err)
		}
		if err := ask(""); err != nil || h.mails(posts.MailAsked, "bea") != 1 || h.mails(posts.MailAsked, "cem") != 1 || h.mails(posts.MailAsked, "ada") != 0 {
			t.Errorf("asking all who may: %v", err)
		}
		if err := h.answer("cem", p.ID, 1, posts.Mend, "Too long."); err != nil || h.mails(posts.MailAnswered, "ada") != 1 {
			t.Errorf("the answer: %v", err)
		}
		var list []posts.Review
		h.write(func(tx *store.Tx) (err error) {
			list, err = h.room.Reviews(h.ctx, tx, h.who["ada"], p.ID)
			return err
		})
		if len(list) != 1 || list[0].Reviewer != h.who["cem"].Person || list[0].Note != "Too long." || list[0].AskedBy != h.who["ada"].Person {
			t.Errorf("kept %+v", list)
		}
	})
}

func TestWhoCanBeAskedIsWhomTheViewerMayKnow(t *testing.T) {
	each(t, func(h *house) {
		p := text("one")
		p.Chapter = h.chapter
		p = h.save("dora", p)
		readers := func(name string) (list []string) {
			h.write(func(tx *store.Tx) (err error) {
				list, err = h.room.SecondReaders(h.ctx, tx, h.who[name], p)
				return err
			})
			return list
		}
		if got := readers("dora"); len(got) != 0 { // she works for the chapter, and learns nothing of the network’s people
			t.Errorf("dora is told of %v", got)
		}
		want := []string{h.who["bea"].Person, h.who["cem"].Person}
		slices.Sort(want)
		if got := readers("ada"); !slices.Equal(got, want) {
			t.Errorf("ada is told of %v", got)
		}
		err := h.try(func(tx *store.Tx) error { return h.room.Ask(h.ctx, tx, h.who["dora"], p.ID, "") })
		if err != nil || h.mails(posts.MailAsked, "ada") != 1 {
			t.Errorf("dora asks whoever may: %v", err)
		}
	})
}

func TestOnlyWhoChangesTheNetworkSetsItsRules(t *testing.T) {
	each(t, func(h *house) {
		for name, ok := range map[string]bool{"ada": false, "dora": false, "emil": true} {
			err := h.try(func(tx *store.Tx) error { return h.room.SetRules(h.ctx, tx, h.who[name], posts.Rules{SecondYes: true}) })
			if (err == nil) != ok {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := h.try(func(tx *store.Tx) error { return h.room.SetRules(h.ctx, tx, auth.Viewer{}, posts.Rules{}) }); err == nil {
			t.Error("a visitor sets the rules")
		}
	})
}
