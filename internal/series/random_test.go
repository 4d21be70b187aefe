package series

import (
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// aSeries draws a series that is in order.
func aSeries() *rapid.Generator[*Series] {
	return rapid.Custom(func(r *rapid.T) *Series {
		s := &Series{
			Slug: rapid.StringMatching(`[a-z0-9]{1,10}(-[a-z0-9]{1,10}){0,3}`).Draw(r, "slug"), State: rapid.SampledFrom([]State{Published, Draft, Cancelled, Archived}).Draw(r, "state"),
			Visibility: rapid.SampledFrom([]Visibility{Public, Members, Invited}).Draw(r, "visibility"),
			Title:      aText(r, "title", true), Description: aText(r, "description", false), Audience: aText(r, "audience", false),
			Languages: rapid.SliceOfNDistinct(rapid.SampledFrom(i18n.Languages()), 0, 8, rapid.ID).Draw(r, "languages"),
			Contact:   Contact{Name: aWord(r, "contact"), Email: rapid.SampledFrom([]string{"", "team@school.example"}).Draw(r, "email")},
			Parties:   someParties(r), Zone: aZoneName(r), ShowZones: rapid.SliceOfN(rapid.Custom(aZoneName), 0, 3).Draw(r, "show"),
			Start: ptr(when.Clock(rapid.IntRange(600, 1300).Draw(r, "start"))), Length: aLength(r),
			JoinURL: rapid.SampledFrom([]string{"", "https://meet.example/{series}-{track}-{n}", "https://x.example/{circle}/{secret}"}).Draw(r, "join"),
		}
		s.Window = Window{Opens: aWall(r, "2027-01-04T12:00"), Closes: aWall(r, "2027-03-04T12:00"),
			For: rapid.SampledFrom([]OpenFor{"", ForAnyone, ForGroups, ForMembers, ForInvited}).Draw(r, "for"), Places: aLimit(r, "places"), Waitlist: rapid.Bool().Draw(r, "waitlist")}
		s.Window.GroupMin = rapid.IntRange(0, 20).Draw(r, "min")
		for i := range rapid.IntRange(0, 3).Draw(r, "questions") {
			q := Question{ID: "q" + itoa(i), Label: aText(r, "label", true), Kind: rapid.SampledFrom([]QuestionKind{AskText, AskChoice, AskChoices, AskYesNo}).Draw(r, "kind"), Required: rapid.Bool().Draw(r, "required")}
			if q.Kind == AskChoice || q.Kind == AskChoices {
				q.Choices = []Choice{{ID: "a", Label: aText(r, "choice", true)}, {ID: "b", Label: aText(r, "choice", true)}}
			}
			s.Questions = append(s.Questions, q)
		}
		for i := range rapid.IntRange(0, 3).Draw(r, "tracks") {
			s.Tracks = append(s.Tracks, Track{Letter: string(rune('A' + i)), Title: aText(r, "track", false), Start: aClock(r), Places: aLimit(r, "places")})
		}
		for range rapid.IntRange(1, 8).Draw(r, "sessions") {
			s.Sessions = append(s.Sessions, aSession(r, s))
		}
		if rapid.Bool().Draw(r, "circles") {
			c := &Circles{Size: CircleSize{5, 6, 8}, Days: DaysAny, Length: aLength(r), Facilitators: rapid.IntRange(0, 3).Draw(r, "facilitators"), Rota: rapid.Bool().Draw(r, "rota"), Closes: aWall(r, "2027-02-04T12:00")}
			m := aSession(r, s)
			m.Starts, m.Links, m.Kind = nil, nil, KindMeeting
			c.Meetings = []Session{m}
			s.Circles = c
		}
		return s
	})
}

func aSession(r *rapid.T, s *Series) Session {
	x := Session{Date: when.Date{Year: 2027, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 300).Draw(r, "day")), Start: aClock(r),
		Theme: aText(r, "theme", false), Question: aText(r, "question", false), Activity: aText(r, "activity", false), Parties: someParties(r),
		Kind:   rapid.SampledFrom([]SessionKind{"", KindSession, KindPlenary, KindWorkshop, KindMeeting}).Draw(r, "kind"),
		Status: rapid.SampledFrom([]Status{"", Scheduled, Tentative, Held, CalledOff}).Draw(r, "status"), Places: aLimit(r, "places"),
		Zone: rapid.SampledFrom([]string{"", "", "Asia/Kolkata", "Asia/Calcutta"}).Draw(r, "zone")}
	if rapid.Bool().Draw(r, "length") {
		x.Length = aLength(r)
	}
	if rapid.Bool().Draw(r, "place") {
		x.Place = &Place{"x" + aWord(r, "place"), aWord(r, "address"), aWord(r, "notes")}
	}
	if rapid.Bool().Draw(r, "assignment") {
		x.Assignment = &Assignment{aText(r, "assignment", true), aWall(r, "2027-03-04T12:00")}
	}
	if rapid.Bool().Draw(r, "links") {
		x.Links = []Link{{"x" + aWord(r, "link"), "https://a.example/b?c=d&e=%20#f", rapid.SampledFrom([]LinkKind{Recording, Material}).Draw(r, "kind")}}
		x.Online = "https://call.example/a:b"
	}
	if len(s.Tracks) > 0 && rapid.Bool().Draw(r, "starts") {
		x.Starts = map[string]when.Clock{s.Tracks[0].Letter: 700}
	}
	return x
}

func aZoneName(r *rapid.T) string {
	return rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Etc/GMT+5"}).Draw(r, "zone")
}
func aLength(r *rapid.T) time.Duration {
	return time.Duration(rapid.IntRange(1, 7*24*60).Draw(r, "minutes")) * time.Minute
}
func aClock(r *rapid.T) *when.Clock {
	if rapid.Bool().Draw(r, "none") {
		return nil
	}
	return ptr(when.Clock(rapid.IntRange(600, 1439).Draw(r, "clock")))
}
func aWall(r *rapid.T, s string) *when.Wall {
	w, err := when.ParseWall(s)
	if err != nil || rapid.Bool().Draw(r, "none") {
		return nil
	}
	return &w
}
func aLimit(r *rapid.T, name string) *int {
	if n := rapid.IntRange(0, 1000).Draw(r, name); n > 0 {
		return &n
	}
	return nil
}
func aWord(r *rapid.T, name string) string {
	return rapid.OneOf(rapid.StringN(0, 12, -1), rapid.SampledFrom([]string{"true", "null", "~", "- a", "a: b", "#", "1", "2027-02-10", "'", `"`, `\`, "{", "]", "|", ">", "عربي", "🌍", "a\tb"})).Draw(r, name)
}
func someParties(r *rapid.T) Parties {
	var p Parties
	for _, list := range []*[]Party{&p.Hosts, &p.Partners, &p.Speakers} {
		if rapid.IntRange(0, 4).Draw(r, "parties") == 0 {
			*list = []Party{{Name: "x" + aWord(r, "name"), URL: rapid.SampledFrom([]string{"", "https://a.example"}).Draw(r, "url"), Role: aWord(r, "role")}}
		}
	}
	return p
}
func aText(r *rapid.T, name string, needed bool) i18n.Text {
	t := i18n.Text{}
	if needed {
		t["en"] = "x" + aWord(r, name)
	}
	for _, lang := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"en", "de", "ar", "pt-BR", "sw", "no"}), 0, 3, rapid.ID).Draw(r, name+" languages") {
		t[lang] = rapid.OneOf(rapid.StringN(0, 40, -1),
			rapid.StringMatching(`([ \t]{0,3}[-#a-z:"'|>.…é]{0,9}[ \t]{0,2}\n?){0,9}`), rapid.StringMatching(`(word ){20,50}`)).Draw(r, name) + t[lang]
	}
	return t
}
