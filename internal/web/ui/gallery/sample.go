package main

import (
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// words are the texts that organisers would have written.
type words struct {
	Network, Title, Lede, Text, Audience string
	Themes, Questions                    []string
	Names                                []string
}

func wordsIn(lang string) words {
	if lang == "ar" {
		return words{
			Network: "مدرسة الميناء", Title: "أساسيات التنظيم",
			Lede:      "دورة من ستة أسابيع لمن يريدون بناء أغلبية حيث يعيشون ويعملون.",
			Text:      "أحضروا معكم عشرة أشخاص على الأقل من منظمتكم، وستتدربون معًا في دوائر صغيرة.",
			Audience:  "للمجموعات من عشرة أشخاص فأكثر",
			Themes:    []string{"اكتشاف القادة", "اختيار الكلمات", "المحادثة الفردية", "رسم الخريطة", "اختبار القوة", "الخطوة التالية"},
			Questions: []string{"من الذي يحرّك الناس هنا؟", "ماذا تقول كلماتنا عنّا؟", "كيف نصغي أكثر مما نتكلم؟", "من يعرف من؟", "هل نحن مستعدون؟", "ماذا نفعل غدًا؟"},
			Names:     []string{"أمينة يوسف", "Ravi", "María José Carreño", "Иван Петров", "فاطمة الزهراء", "अदिति शर्मा", "Jürgen Groß", "Nguyễn Thị Lan"},
		}
	}
	return words{
		Network: "Harbour School", Title: "Organising fundamentals",
		Lede:      "A six-week course for people who want to build majorities where they live and work.",
		Text:      "Bring at least ten people from your organisation; between the sessions you practise together in small circles.",
		Audience:  "For groups of ten and more",
		Themes:    []string{"Leader identification", "Semantics", "The conversation", "Charting", "Structure tests", "What comes next"},
		Questions: []string{"Who moves people here?", "What do our words say about us?", "How do we listen more than we talk?", "Who knows whom?", "Are we as strong as we think?", "What do we do tomorrow?"},
		Names:     []string{"Amina Yusuf", "Ravi", "María José Carreño", "Иван Петров", "فاطمة الزهراء", "अदिति शर्मा", "Jürgen Groß", "Nguyễn Thị Lan"},
	}
}

// now is the moment of all samples.
var now = time.Date(2026, 2, 19, 10, 12, 0, 0, time.UTC)

func zone(name string) *time.Location {
	loc, err := when.Load(name)
	if err != nil {
		panic(err)
	}
	return loc
}

var reader, lisbon, newYork = zone("Asia/Kolkata"), zone("Europe/Lisbon"), zone("America/New_York")

// starts are six Tuesdays in Lisbon, over the change of its clocks.
func starts(hour int) []time.Time {
	var all []time.Time
	for week := range 6 {
		all = append(all, time.Date(2026, 3, 3+7*week, hour, 0, 0, 0, lisbon))
	}
	return all
}

func seriesTable(l *i18n.Locale, w words) ui.SessionTable {
	a, b := starts(14), starts(23)
	t := ui.SessionTable{L: l, Label: w.Title, Zone: reader, Home: lisbon, Also: []*time.Location{newYork}}
	for n := range a {
		s := ui.Session{N: n + 1, Title: w.Themes[n], Question: w.Questions[n]}
		for track, starts := range map[string][]time.Time{"A": a} {
			s.Times = append(s.Times, ui.SessionTime{Track: track, Start: starts[n], End: starts[n].Add(2 * time.Hour),
				Moved: when.OffsetMoved(starts[0], starts[n], reader, lisbon), Next: n == 0})
		}
		s.Times = append(s.Times, ui.SessionTime{Track: "B", Start: b[n], End: b[n].Add(2 * time.Hour),
			Moved: when.OffsetMoved(b[0], b[n], reader, lisbon)})
		switch n {
		case 1:
			s.Times[1].State = ui.Cancelled
		case 3:
			s.Times[0].Was = s.Times[0].Start.Add(-24 * time.Hour)
		case 5:
			s.Times[0].State, s.Times[1].State = ui.Tentative, ui.Tentative
		}
		t.Rows = append(t.Rows, s)
	}
	return t
}

// plainTable is a series without tracks, on the reader's own clock.
func plainTable(l *i18n.Locale, w words) ui.SessionTable {
	t := ui.SessionTable{L: l, ID: "mine", Label: w.Title, Zone: reader, Home: lisbon}
	for n, at := range starts(14) {
		state := ui.Scheduled
		if n == 0 {
			state = ui.Held
		}
		t.Rows = append(t.Rows, ui.Session{N: n + 1, Title: w.Themes[n], Href: "#", Times: []ui.SessionTime{
			{Start: at, End: at.Add(2 * time.Hour), State: state, Next: n == 1, Moved: when.OffsetMoved(starts(14)[0], at, reader, lisbon)}}})
	}
	return t
}

// refused is a form that came back.
func refused() *errs.Error {
	var f errs.Form
	f.Add("name", "people.name.missing|Enter a name. It may be a nickname.")
	f.Add("email", "people.address.wrong|Enter a whole e-mail address, for example name@example.org.")
	return errs.Of(f.Err())
}

func zoneBars(l *i18n.Locale) ui.Bars {
	b := ui.Bars{L: l, Across: true, Finding: "Half of us live between Lisbon and Kolkata",
		Note: "630 people by their distance to UTC on Tue 3 March", Of: "Distance to UTC", Unit: "People"}
	for _, x := range []struct {
		tick, cities string
		n            int
	}{{"−8", "Los Angeles", 14}, {"−7", "Denver", 9}, {"−6", "Mexico City", 31}, {"−5", "New York, Lima", 18}, {"−4", "Santiago", 40},
		{"−3", "São Paulo", 52}, {"0", "Lisbon, London", 61}, {"+1", "Berlin, Lagos", 88}, {"+2", "Cairo", 73}, {"+3", "Nairobi", 44},
		{"+5:30", "Kolkata", 120}, {"+5:45", "Kathmandu", 8}, {"+8", "Manila", 41}, {"+9", "Tokyo", 12}, {"+10", "Sydney", 19}} {
		b.Bars = append(b.Bars, ui.Bar{Label: "UTC" + x.tick, Tick: x.tick, Sub: x.cities, N: x.n, Mark: x.n == 120})
	}
	return b
}

func languageBars(l *i18n.Locale) ui.Bars {
	b := ui.Bars{L: l, Finding: "Four languages cover nine in ten", Note: "Languages people can meet in; many named two",
		Of: "Language", Unit: "People", Share: true, Total: 630}
	for _, x := range []struct {
		lang, name string
		n          int
	}{{"en", "English", 402}, {"es", "Español", 188}, {"hi", "हिन्दी", 121}, {"pt", "Português", 96}, {"ar", "العربية", 64}, {"fr", "Français", 41}, {"de", "Deutsch", 33}, {"ru", "Русский", 12}} {
		b.Bars = append(b.Bars, ui.Bar{Label: x.name, Lang: x.lang, N: x.n})
	}
	return b
}

func heatTable(l *i18n.Locale) ui.HeatTable {
	h := ui.HeatTable{L: l, Finding: "Tuesday and Wednesday evenings suit most", Note: "Hours in Kolkata. Counted from 512 answers."}
	for d := range 7 {
		for hour := range 24 {
			if hour < 7 || hour > 22 || hour == 13 || hour == 14 || hour == 15 {
				continue
			}
			peak := 18 - hour
			if peak < 0 {
				peak = -peak
			}
			if n := 280 - 44*peak - 17*((d+5)%7); n > 0 {
				h.Counts[d][hour] = n
			}
		}
	}
	return h
}

func begins(l *i18n.Locale, w words) string {
	return w.Title + ". Begins " + l.DateTime(starts(14)[0].In(reader), i18n.Medium) + "."
}
