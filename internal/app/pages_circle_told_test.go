package app_test

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Whoever is kept apart from somebody reads what they read whose needs no circle
// answers, byte for byte; and it is true of both.
func TestWhoIsKeptApartReadsWhatOthersWithoutAPlaceRead(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	var read [2]string
	for i, w := range []circles.Wishes{{Apart: circles.NameThem(address("Kim") + "\n" + address("Lee"))}, {Needs: []string{"captions"}}} {
		name := []string{"Ann", "Eve"}[i]
		x.yes(name, "Europe/Berlin", "en", "THU 05:00-07:00", false)
		x.as(name, func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
			v.Tier = auth.Strong
			return x.Circles.SetWishes(tx.Context(), tx, v, in, w)
		})
		h, err := circles.ReadHours("THU 18:00-21:00")
		if err != nil {
			t.Fatal(err)
		}
		x.as(name, func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
			return x.Circles.Change(tx.Context(), tx, v, x.s, in, circles.Answer{Zone: "Europe/Berlin", Language: "en", Hours: h, Languages: []string{"en"}})
		})
		p := x.page(name).Says("No circle that meets at your hours and in your languages has a place for you at the moment.").Silent("has a place left")
		read[i] = strings.ReplaceAll(text(strings.Join(p.Texts("#state"), " ")), name, "NAME")
	}
	if read[0] != read[1] || read[0] == "" {
		t.Errorf("one reads %q, the other %q", read[0], read[1])
	}
}

// What was held before a series was cancelled stays held, and what was still to
// come is cancelled also when its hour has passed.
func TestMeetingsThatWereHeldStayHeldWhenTheSeriesIsCancelled(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	way := func(n int) (link string) {
		in := x.interest("Kim")
		return "/meet/" + x.Circles.MeetKey(in, n)
	}
	x.Clock.Set(x.at("Kim", 1).Add(3 * time.Hour))
	x.Write(func(tx *store.Tx) error {
		return x.App.Series.SetState(tx.Context(), tx, auth.AtConsole(), "lease", series.Cancelled)
	})
	x.Pass(0)
	look := func() {
		t.Helper()
		x.Visitor().Open(way(1)).Says("This meeting is over.").Silent("does not take place")
		x.Visitor().Open(way(2)).Says("This meeting does not take place.").Silent("is over")
		table := text(strings.Join(x.page("Kim").Texts("table"), " "))
		if strings.Count(table, "Cancelled") != 3 || strings.Count(table, "Over") != 1 {
			t.Errorf("the page says %s", table)
		}
		entries := x.Visitor().Get(strings.TrimPrefix(x.page("Kim").Attr("#feed", "value"), x.URL)).Body
		if strings.Count(entries, "STATUS:CANCELLED") != 3 || strings.Count(entries, "STATUS:CONFIRMED") != 1 {
			t.Errorf("the feed says %s", entries)
		}
	}
	look()
	x.Clock.Set(x.at("Kim", 2).Add(3 * time.Hour))
	look()
	x.change(func(s *series.Series) { s.Title["en"] = "Know your lease, ended" })
	look()
}

// The list of what somebody is in says when their circle meets next, on their
// own clocks.
func TestTheListOfWhatIsMineSaysWhenACircleMeetsNext(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	me := x.Member("Kim", address("Kim"))
	me.Open("/zone").Form("zone").Set("zone", "Asia/Tokyo").Submit().OK()
	begins := x.at("Kim", 1)
	hours := "Fri, Mar 12, 03:30 – 05:00"
	me.Open(x.page("Kim").URL.Path).Says(hours)
	me.Open("/me").Says("My circles", hours)
	x.Clock.Set(begins.Add(3 * time.Hour))
	me = x.Member("Kim", address("Kim"))
	me.Open("/zone").Form("zone").Set("zone", "Asia/Tokyo").Submit().OK()
	me.Open("/me").Says("Fri, Mar 19, 03:30 – 05:00").Silent(hours)
	x.Write(func(tx *store.Tx) error {
		return x.App.Series.SetState(tx.Context(), tx, auth.AtConsole(), "lease", series.Cancelled)
	})
	me.Open("/me").Silent("Fri, Mar 19, 03:30 – 05:00")
}
