package formcli_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
	"codeberg.org/plenary/plenary/internal/circles/formtest"
)

// breakage spoils a placement so that this rule is broken.
type breakage struct {
	rule  string
	spoil func(s *scene, a *form.Placement)
}

// ordinary returns a circle that is neither locked nor holds anybody special,
// with room for more if that is asked for.
func (s *scene) ordinary(a *form.Placement, room bool) *form.Circle {
	for k := range a.Circles {
		c := &a.Circles[k]
		special := c.ID == s.locked || slices.Contains(c.Members, s.pinned) || slices.Contains(c.Members, s.needy)
		if !special && (!room || len(c.Members) < 10) {
			return c
		}
	}
	panic("every circle is special")
}

// another returns an ordinary circle that is not this one and meets at another
// hour.
func (s *scene) another(a *form.Placement, not *form.Circle) *form.Circle {
	for k := range a.Circles {
		c := &a.Circles[k]
		if c.ID != s.locked && c.ID != not.ID && !c.Meetings[0].Equal(not.Meetings[0]) {
			return c
		}
	}
	panic("all circles meet at one hour")
}

func (s *scene) leads(id string) bool { return s.people[id].Facilitator }

var breakages = map[string]breakage{
	"nothing at all":     {"missing", func(s *scene, a *form.Placement) { a.Circles, a.Unplaced = nil, nil }},
	"somebody forgotten": {"missing", func(s *scene, a *form.Placement) { a.Unplaced = a.Unplaced[1:] }},
	"everybody without a circle": {"lazy-open", func(s *scene, a *form.Placement) {
		a.Circles = slices.DeleteFunc(a.Circles, func(c form.Circle) bool { return c.ID != s.locked && !slices.Contains(c.Members, s.pinned) })
		prop, _ := form.Describe(s.problem, read(s.t, s.previous), a, 0)
		a.Unplaced = prop.Unplaced
	}},
	"a circle dissolved": {"lazy", func(s *scene, a *form.Placement) {
		gone := s.ordinary(a, false).ID
		for _, id := range slices.Clone(find(a, gone).Members) {
			leave(a, id)
		}
		a.Circles = slices.DeleteFunc(a.Circles, func(c form.Circle) bool { return c.ID == gone })
	}},
	"a meeting an hour late": {"meetings", func(s *scene, a *form.Placement) {
		c := s.ordinary(a, false)
		c.Meetings[1] = c.Meetings[1].Add(time.Hour)
	}},
	"a meeting missing": {"meetings", func(s *scene, a *form.Placement) { c := s.ordinary(a, false); c.Meetings = c.Meetings[1:] }},
	"a week moved": {"meetings", func(s *scene, a *form.Placement) {
		c := s.ordinary(a, false)
		c.Meetings[2] = c.Meetings[2].AddDate(0, 0, 7)
	}},
	"another day, the same meetings": {"meetings", func(s *scene, a *form.Placement) {
		c := s.ordinary(a, false)
		c.Day = map[bool]string{true: "WED", false: "TUE"}[c.Day == "TUE"]
	}},
	"an hour off the grid":         {"slot", func(s *scene, a *form.Placement) { s.ordinary(a, false).Start = "18:10" }},
	"an hour that is none":         {"slot", func(s *scene, a *form.Placement) { s.ordinary(a, false).Start = "24:00" }},
	"an anchor of another program": {"slot", func(s *scene, a *form.Placement) { s.ordinary(a, false).Anchor = "Europe/Berlin" }},
	"a day that is none":           {"slot", func(s *scene, a *form.Placement) { s.ordinary(a, false).Day = "DAY" }},
	"a wrong reason": {"reason", func(s *scene, a *form.Placement) {
		u := &a.Unplaced[0]
		u.Reason = map[bool]form.Reason{true: form.ReasonNoSlot, false: form.ReasonCapacity}[u.Reason == form.ReasonCapacity]
	}},
	"a reason that is none": {"reason", func(s *scene, a *form.Placement) { a.Unplaced[0].Reason = "bad luck" }},
	"nothing said":          {"reason", func(s *scene, a *form.Placement) { a.Unplaced[0].Detail = " " }},
	"a suggestion that does not help": {"suggest", func(s *scene, a *form.Placement) {
		a.Unplaced[0].Suggest = &form.Suggestion{Circle: s.ordinary(a, false).ID, AddWindow: "MON 00:00-00:15"}
	}},
	"a suggestion of a circle that is none": {"suggest", func(s *scene, a *form.Placement) {
		a.Unplaced[0].Suggest = &form.Suggestion{Circle: "C99999", AddLang: "en"}
	}},
	"a suggestion of two things": {"suggest", func(s *scene, a *form.Placement) {
		a.Unplaced[0].Suggest = &form.Suggestion{Circle: s.ordinary(a, false).ID, AddLang: "en", AddWindow: "MON 18:00-19:30"}
	}},
	"a suggestion of nothing": {"suggest", func(s *scene, a *form.Placement) {
		a.Unplaced[0].Suggest = &form.Suggestion{Circle: s.ordinary(a, false).ID}
	}},
	"a suggestion of half a day": {"suggest", func(s *scene, a *form.Placement) {
		a.Unplaced[0].Suggest = &form.Suggestion{Circle: s.ordinary(a, true).ID, AddWindow: "MON 08:00-20:00"}
	}},
	"a suggestion of the locked circle": {"suggest", func(s *scene, a *form.Placement) {
		a.Unplaced[0].Suggest = &form.Suggestion{Circle: s.locked, AddLang: find(a, s.locked).Lang}
	}},
	"nobody who facilitates": {"facilitator", func(s *scene, a *form.Placement) {
		for _, id := range slices.Clone(s.ordinary(a, false).Members) {
			if s.leads(id) {
				leave(a, id)
			}
		}
	}},
	"two who are to be kept apart": {"apart", func(s *scene, a *form.Placement) {
		for _, x := range s.people {
			for _, id := range x.Apart {
				if isPlaced(a, id) && isPlaced(a, x.ID) {
					move(a, x.ID, find(a, id))
					return
				}
			}
		}
		panic("nobody is to be kept apart")
	}},
	"a pin lost":  {"pin", func(s *scene, a *form.Placement) { leave(a, s.pinned) }},
	"a pin moved": {"pin", func(s *scene, a *form.Placement) { move(a, s.pinned, s.another(a, find(a, s.pinned))) }},
	"a need unheard": {"need", func(s *scene, a *form.Placement) {
		for _, id := range slices.Clone(find(a, s.needy).Members) {
			if len(s.people[id].Offers) > 0 {
				leave(a, id)
			}
		}
	}},
	"the locked circle gone":     {"locked", func(s *scene, a *form.Placement) { find(a, s.locked).ID = "C77777" }},
	"the locked circle one less": {"locked", func(s *scene, a *form.Placement) { leave(a, find(a, s.locked).Members[0]) }},
	"the locked circle at another hour": {"locked", func(s *scene, a *form.Placement) {
		c, other := find(a, s.locked), s.ordinary(a, false)
		c.Anchor, c.Day, c.Start, c.Meetings = other.Anchor, other.Day, other.Start, other.Meetings
	}},
	"somebody twice": {"twice", func(s *scene, a *form.Placement) {
		c := s.ordinary(a, false)
		other := s.another(a, c)
		other.Members = append(slices.Clone(other.Members), c.Members[0])
	}},
	"with a circle and without": {"twice", func(s *scene, a *form.Placement) {
		a.Unplaced = append(a.Unplaced, form.Unplaced{ID: s.ordinary(a, false).Members[0], Reason: form.ReasonCapacity, Detail: "All are full."})
	}},
	"a stranger in a circle": {"unknown-id", func(s *scene, a *form.Placement) { s.ordinary(a, false).Members[0] = "nobody" }},
	"a stranger without one": {"unknown-id", func(s *scene, a *form.Placement) { a.Unplaced[0].ID = "nobody" }},
	"two circles of one id":  {"circle-id", func(s *scene, a *form.Placement) { s.ordinary(a, false).ID = s.locked }},
	"a circle without an id": {"circle-id", func(s *scene, a *form.Placement) { s.ordinary(a, false).ID = "" }},
	"a circle too large": {"size", func(s *scene, a *form.Placement) {
		c := s.ordinary(a, false)
		for other := s.another(a, c); len(c.Members) <= 10; {
			move(a, other.Members[0], c)
		}
	}},
	"a circle too small": {"size", func(s *scene, a *form.Placement) {
		c := s.ordinary(a, false)
		for len(c.Members) >= 6 {
			leave(a, c.Members[len(c.Members)-1])
		}
	}},
	"a language of another program": {"language", func(s *scene, a *form.Placement) { s.ordinary(a, false).Lang = "eo" }},
	"a language nobody speaks": {"language", func(s *scene, a *form.Placement) {
		c := s.ordinary(a, false)
		for _, l := range []string{"zh", "hi", "ru", "ar"} {
			if !slices.ContainsFunc(c.Members, func(id string) bool { return slices.Contains(s.people[id].Langs, l) }) {
				c.Lang = l
			}
		}
	}},
	"a track that is none": {"track", func(s *scene, a *form.Placement) { s.ordinary(a, false).Track = "late" }},
	"another track": {"track", func(s *scene, a *form.Placement) {
		for k := range a.Circles {
			c := &a.Circles[k]
			if slices.ContainsFunc(c.Members, func(id string) bool { return s.people[id].Track != "" }) {
				c.Track = map[bool]string{true: "primary", false: "early"}[c.Track == "early"]
				return
			}
		}
	}},
	"members of two hours exchanged": {"availability", func(s *scene, a *form.Placement) {
		c := s.ordinary(a, false)
		other := s.another(a, c)
		c.Members, other.Members = other.Members, c.Members
	}},
	"a place left empty": {"lazy", func(s *scene, a *form.Placement) {
		for k := range a.Circles {
			c := &a.Circles[k]
			for _, id := range c.Members {
				if x := s.people[id]; c.ID != s.locked && !x.Facilitator && x.Pin == "" && len(x.Offers) == 0 {
					leave(a, id)
					return
				}
			}
		}
	}},
	"another instance": {"instance", func(s *scene, a *form.Placement) { a.InstanceSHA256 = wire.SHA256(nil) }},
}

func isPlaced(a *form.Placement, id string) bool {
	return slices.ContainsFunc(a.Circles, func(c form.Circle) bool { return slices.Contains(c.Members, id) })
}

// TestBothCheckersRefuseWhatIsBroken lets "circles check" and the checker of
// tools/circles, which share no code, judge the same broken placements.
func TestBothCheckersRefuseWhatIsBroken(t *testing.T) {
	s := newScene(t)
	judge := formtest.NewJudge(t)
	in, old := save(t, "in.json", s.instance), save(t, "old.json", s.previous)
	ours := func(t *testing.T, answer []byte) (code int, rules []string, said string) {
		got := circles("", "check", "--in", in, "--previous", old, save(t, "answer.json", answer))
		for line := range strings.Lines(got.stdout) {
			if rule, _, ok := strings.Cut(line, ":"); ok && !slices.Contains(rules, rule) {
				rules = append(rules, rule)
			}
		}
		return got.code, rules, got.stdout + got.stderr
	}
	t.Run("as it was", func(t *testing.T) {
		if code, _, said := ours(t, s.answer); code != 0 {
			t.Errorf("ours: exit %d: %s", code, said)
		}
		if v := judge.Check(t, s.instance, s.answer, "-previous", old); v.Code != 0 {
			t.Errorf("theirs: exit %d: %s", v.Code, v.Said)
		}
	})
	for name, b := range breakages {
		t.Run(name, func(t *testing.T) {
			a := read(t, s.answer)
			b.spoil(s, a)
			broken := wire.WriteAssignment(a)
			if bytes.Equal(broken, s.answer) {
				t.Fatal("nothing is broken")
			}
			if v := judge.Check(t, s.instance, broken, "-previous", old, "-bound-iters", "0"); v.Code != 1 || !slices.Contains(v.Rules, b.rule) {
				t.Errorf("theirs: exit %d, %q; expected %q\n%s", v.Code, v.Rules, b.rule, v.Said)
			}
			if code, rules, said := ours(t, broken); code != 1 || !slices.Contains(rules, b.rule) {
				t.Errorf("ours: exit %d, %q; expected %q\n%s", code, rules, b.rule, said)
			}
		})
	}
}
