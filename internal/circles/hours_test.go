package circles

import (
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestHoursAreReadAsPeopleWriteThem(t *testing.T) {
	evenings := "MON 18:00-21:00;TUE 18:00-21:00;WED 18:00-21:00;THU 18:00-21:00;FRI 18:00-21:00"
	for _, c := range []struct{ lang, text, want string }{
		{"en", "Mon–Fri 18–21", evenings},
		{"en", "mon-fri 6pm-9pm", evenings},
		{"en", "Weekdays 6-9 p.m.", evenings},
		{"en", "Monday to Friday, from 18:00 to 21:00", evenings},
		{"en", "18-21 Mon-Fri", evenings},
		{"de", "Mo-Fr 18-21 Uhr", evenings},
		{"de", "montags bis freitags von 18 bis 21 Uhr", evenings},
		{"de", "werktags 18.00–21.00", evenings},
		{"es", "lun-vie 18 a 21", evenings},
		{"es", "de lunes a viernes de 6 a 9 de la tarde", evenings},
		{"es", "entre semana 18:00-21:00 h", evenings},
		{"fr", "du lundi au vendredi de 18h à 21h", evenings},
		{"fr", "en semaine, 18h00 – 21h00", evenings},
		{"pt", "segunda a sexta das 18h às 21h", evenings},
		{"pt", "2ª a 6ª, 18h-21h", evenings},
		{"pt", "segunda-feira até sexta-feira 18:00-21:00", evenings},
		{"ru", "пн-пт 18-21", evenings},
		{"ru", "с понедельника по пятницу с 18 до 21", evenings},
		{"ru", "по будням с 18:00 до 21:00", evenings},
		{"ar", "الاثنين إلى الجمعة 18-21", evenings},
		{"ar", "من الإثنين إلى الجمعة من ٦ مساءً إلى ٩ مساءً", evenings},
		{"hi", "सोमवार से शुक्रवार 18 से 21 बजे तक", evenings},
		{"hi", "सोम-शुक्र शाम 6 से 9 बजे", evenings},
		{"en", "Mon: 9-12, 14-18\nTue 10-12", "MON 09:00-12:00;MON 14:00-18:00;TUE 10:00-12:00"},
		{"en", "Sat & Sun 10am-1:30pm", "SAT 10:00-13:30;SUN 10:00-13:30"},
		{"en", "weekends 10-16, Wednesdays 20-22", "WED 20:00-22:00;SAT 10:00-16:00;SUN 10:00-16:00"},
		{"en", "every day 7-8", "MON 07:00-08:00;TUE 07:00-08:00;WED 07:00-08:00;THU 07:00-08:00;FRI 07:00-08:00;SAT 07:00-08:00;SUN 07:00-08:00"},
		{"en", "9-12 Mon, Tue; 18-20 Sat", "MON 09:00-12:00;TUE 09:00-12:00;SAT 18:00-20:00"},
		{"en", "Sun 22-2", "MON 00:00-02:00;SUN 22:00-24:00"},
		{"en", "Fri 11pm - 1am", "FRI 23:00-24:00;SAT 00:00-01:00"},
		{"en", "Fri 11-2pm", "FRI 11:00-14:00"},
		{"en", "Fri 9am-5", "FRI 09:00-17:00"},
		{"en", "Fri 18-24; Sat 0-24", "FRI 18:00-24:00;SAT 00:00-24:00"},
		{"en", "Fri-Mon 8-9", "MON 08:00-09:00;FRI 08:00-09:00;SAT 08:00-09:00;SUN 08:00-09:00"},
		{"en", "Mo/Mi 1830–2015", "MON 18:30-20:15;WED 18:30-20:15"},
		{"en", "Mon 18:10-20:50", "MON 18:15-20:45"},
		{"de", "Mo, Di u. Do 19–21 Uhr, Sa ab und zu", ""},
		{"de", "Do 19–21", "THU 19:00-21:00"},
		{"es", "do 19–21", "SUN 19:00-21:00"},
		{"fr", "week-end 10h30-12h", "SAT 10:30-12:00;SUN 10:30-12:00"},
		{"ru", "вт и чт 19-20:30; выходные 12-14", "TUE 19:00-20:30;THU 19:00-20:30;SAT 12:00-14:00;SUN 12:00-14:00"},
		{"ar", "الاثنين والأربعاء ١٨:٠٠–٢٠:٠٠", "MON 18:00-20:00;WED 18:00-20:00"},
		{"en", "weekday evenings", strings.ReplaceAll(evenings, "21:00", "22:00")},
		{"en", "Sat mornings, Sun afternoon", "SAT 08:00-12:00;SUN 13:00-18:00"},
		{"en", "mornings Sat", "SAT 08:00-12:00"},
		{"en", "Sat mornings 9-11", "SAT 09:00-11:00"},
		{"en", "Fri evening 6-9", "FRI 18:00-21:00"},
		{"en", "Mon after 18", "MON 18:00-22:00"},
		{"en", "Mon from 6pm; Tue 21:30-23", "MON 18:00-22:00;TUE 21:30-23:00"},
		{"en", "Saturday all day", "SAT 08:00-22:00"},
		{"en", "Mon 18-21; all day Sat", "MON 18:00-21:00;SAT 08:00-22:00"},
		{"en", "any time on Sundays; Mon 7-8", "MON 07:00-08:00;SUN 08:00-22:00"},
		{"de", "Wochenende ganztags, Mo 18-21", "MON 18:00-21:00;SAT 08:00-22:00;SUN 08:00-22:00"},
		{"es", "sábado todo el día", "SAT 08:00-22:00"},
		{"es", "martes por la noche", "TUE 18:00-22:00"},
		{"es", "martes 9-11 de la noche", "TUE 21:00-23:00"},
		{"fr", "dimanche toute la journée", "SUN 08:00-22:00"},
		{"pt", "sábado o dia todo", "SAT 08:00-22:00"},
		{"pt", "terça-feira à noite", "TUE 18:00-22:00"},
		{"ru", "сб весь день", "SAT 08:00-22:00"},
		{"ar", "السبت طوال اليوم", "SAT 08:00-22:00"},
		{"hi", "शनिवार पूरे दिन", "SAT 08:00-22:00"},
		{"en", "Mon night", ""},
		{"en", "weekdays", ""},
		{"en", "no Mondays 18-20", ""},
		{"es", "no puedo lunes 18-20", ""},
		{"de", "no Montag 18-20", ""},
		{"pt", "no sábado 10-12", "SAT 10:00-12:00"},
		{"en", "Mon or Tue 18-20", "MON 18:00-20:00;TUE 18:00-20:00"},
		{"de", "Mo oder Di 18-20", "MON 18:00-20:00;TUE 18:00-20:00"},
		{"es", "lunes o martes 18-20", "MON 18:00-20:00;TUE 18:00-20:00"},
		{"fr", "lundi ou mardi 18-20", "MON 18:00-20:00;TUE 18:00-20:00"},
		{"pt", "segunda ou terça 18-20", "MON 18:00-20:00;TUE 18:00-20:00"},
		{"ru", "пн или вт 18-20", "MON 18:00-20:00;TUE 18:00-20:00"},
		{"ar", "الاثنين أو الثلاثاء ١٨-٢٠", "MON 18:00-20:00;TUE 18:00-20:00"},
		{"hi", "सोम या मंगल 18-20", "MON 18:00-20:00;TUE 18:00-20:00"},
		{"de", "werktags ab 18 Uhr", strings.ReplaceAll(evenings, "21:00", "22:00")},
		{"de", "Mo ab 21:30 Uhr", "MON 21:30-24:00"},
		{"de", "Samstag vormittags, sonntags abends", "SAT 08:00-12:00;SUN 18:00-22:00"},
		{"es", "fines de semana 10-12", "SAT 10:00-12:00;SUN 10:00-12:00"},
		{"es", "sábados por la mañana", "SAT 08:00-12:00"},
		{"es", "lunes a partir de las 18", "MON 18:00-22:00"},
		{"es", "lunes desde las 18:00 hasta las 20:00", "MON 18:00-20:00"},
		{"fr", "samedi matin, lundi à partir de 18h", "MON 18:00-22:00;SAT 08:00-12:00"},
		{"pt", "fins de semana a partir das 16h", "SAT 16:00-22:00;SUN 16:00-22:00"},
		{"pt", "sábado de manhã", "SAT 08:00-12:00"},
		{"ru", "сб утром; будни после 18", "MON 18:00-22:00;TUE 18:00-22:00;WED 18:00-22:00;THU 18:00-22:00;FRI 18:00-22:00;SAT 08:00-12:00"},
		{"ru", "по выходным вечером", "SAT 18:00-22:00;SUN 18:00-22:00"},
		{"ar", "السبت صباحا", "SAT 08:00-12:00"},
		{"ar", "الاثنين بعد 18", "MON 18:00-22:00"},
		{"hi", "शनिवार सुबह", "SAT 08:00-12:00"},
		{"hi", "सोमवार 18 बजे के बाद", "MON 18:00-22:00"},
		{"en", "يوميا 18-20", strings.ReplaceAll("MON x;TUE x;WED x;THU x;FRI x;SAT x;SUN x", "x", "18:00-20:00")},
	} {
		h, unread := ParseHours(c.text, i18n.For(c.lang))
		if c.want == "" {
			if len(unread) == 0 {
				t.Errorf("%s %q: all was read: %s", c.lang, c.text, h)
			}
			continue
		}
		if h.String() != c.want || len(unread) > 0 {
			t.Errorf("%s %q: got %s, expected %s; unread %q", c.lang, c.text, h, c.want, unread)
		}
	}
}

func TestWhatIsNotClearComesBackUnread(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		unread     []string
	}{
		{"en", "weekday nights", []string{"nights", "weekday"}},
		{"en", "Mon 20-18", []string{"20-18", "Mon"}},
		{"en", "Mon after 24", []string{"24", "Mon"}},
		{"en", "Mon 9-5", []string{"9-5", "Mon"}},
		{"en", "Mon 18-25", []string{"18", "25", "Mon"}},
		{"en", "Mon 18-21, Fri", []string{"Fri"}},
		{"en", "18-21", []string{"18 - 21"}},
		{"en", "Mon 18-18", []string{"18-18", "Mon"}},
		{"en", "do 18-20", []string{"do", "18 - 20"}}, // Thursday in German, Sunday in Spanish
		{"en", "whenever", []string{"whenever"}},
		{"en", "Sat all time", []string{"all", "time", "Sat"}},
		{"en", strings.Repeat("Mon 18-20 ", 400), []string{strings.Repeat("Mon 18-20 ", 6) + "…"}},
	} {
		_, unread := ParseHours(c.text, i18n.For(c.lang))
		if diff := cmp.Diff(c.unread, unread); diff != "" {
			t.Errorf("%s %q: %s", c.lang, c.text, diff)
		}
	}
	if h, unread := ParseHours(" \n", i18n.For("en")); len(h)+len(unread) > 0 {
		t.Errorf("nothing is read as %v, %q", h, unread)
	}
}

func TestHoursTheWrongWayRoundAreToldFromOthers(t *testing.T) {
	_, unread := ParseHours("Mon 20-18, Tue 9-5, soon, Wed 18-25", i18n.For("en"))
	if got := Backwards(unread); strings.Join(got, " ") != "20-18 9-5" {
		t.Errorf("got %q of %q", got, unread)
	}
}

func someHours() *rapid.Generator[Hours] {
	return rapid.Custom(func(r *rapid.T) Hours {
		var w week
		for range rapid.IntRange(0, 12).Draw(r, "stretches") {
			from, long := rapid.IntRange(0, quartersPerWeek-1).Draw(r, "from"), rapid.IntRange(1, 120).Draw(r, "long")
			for q := from; q < min(from+long, quartersPerWeek); q++ {
				w[q] = true
			}
		}
		return w.hours()
	})
}

func TestHoursComeBackFromWhatIsKept(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := someHours().Draw(r, "hours")
		back, err := ReadHours(h.String())
		if err != nil || back.String() != h.String() {
			r.Fatalf("got %s, %v, expected %s", back, err, h)
		}
	})
}

func TestHoursAreKeptInOrderHoweverTheyCome(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		parts := slices.Concat(someHours().Draw(r, "some").Windows(), someHours().Draw(r, "others").Windows())
		var all []Hours
		for _, part := range parts {
			x, err := ReadHours(part)
			if err != nil {
				r.Fatal(err)
			}
			all = append(all, x)
		}
		if got, err := ReadHours(strings.Join(parts, ";")); err != nil || !slices.Equal(got, Unite(all...)) {
			r.Fatalf("got %v, %v", got, err)
		}
	})
}

func TestHeatCountsHoursThatAreFreeThroughout(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h, offset := someHours().Draw(r, "hours"), rapid.IntRange(-56, 56).Draw(r, "offset")
		got, free := make([]int, quartersPerWeek), h.week()
		addHeat(got, h, offset)
		at := func(q int) bool { return free[(q+offset+quartersPerWeek)%quartersPerWeek] }
		for n := range got {
			if want := at(n) && at(n+1) && at(n+2) && at(n+3); want != (got[n] == 1) || got[n] > 1 {
				r.Fatalf("the hour from quarter %d is counted %d times", n, got[n])
			}
		}
	})
}

func TestBoxesAndWhatLiesBesideThemAreAllHours(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := someHours().Draw(r, "hours")
		from := rapid.IntRange(0, 23).Draw(r, "from")
		to := rapid.IntRange(from+1, 24).Draw(r, "to")
		var shown []string
		for box := range h.Boxes() {
			if hour := atoi(box[4:]); hour >= from && hour < to {
				shown = append(shown, box)
			}
		}
		boxes, beside := OfBoxes(shown), h.Beside(from, to)
		if both := Unite(boxes, beside); both.String() != h.String() {
			r.Fatalf("boxes %s and %s are not %s", boxes, beside, h)
		}
		if beside.Length()+boxes.Length() != h.Length() {
			r.Fatalf("boxes %s and %s overlap", boxes, beside)
		}
	})
}

func TestHoursInWordsAreReadBack(t *testing.T) {
	zones := []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Africa/Cairo"}
	rapid.Check(t, func(r *rapid.T) {
		h := someHours().Draw(r, "hours")
		l := i18n.For(rapid.SampledFrom(i18n.Languages()).Draw(r, "language")).ForZone(rapid.SampledFrom(zones).Draw(r, "zone"))
		text := h.In(l)
		back, unread := ParseHours(text, l)
		if back.String() != h.String() || len(unread) > 0 {
			r.Fatalf("%s: %q is read as %s (unread %q), expected %s", l.Lang, text, back, unread, h)
		}
	})
}

func TestTheLongestStretchReachesOverMidnight(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"": 0, "MON 18:00-19:30": 90 * time.Minute, "MON 23:00-24:00;TUE 00:00-00:30": 90 * time.Minute,
		"SUN 23:30-24:00;MON 00:00-01:00": 90 * time.Minute, "MON 09:00-09:30;MON 10:00-10:15": 30 * time.Minute,
	} {
		h, err := ReadHours(text)
		if err != nil || h.Longest() != want {
			t.Errorf("%q: %v, %v", text, h.Longest(), err)
		}
	}
	var all week
	for q := range all {
		all[q] = true
	}
	if got := all.hours().Longest(); got != 7*24*time.Hour {
		t.Errorf("the whole week is %v", got)
	}
}

func FuzzParseHours(f *testing.F) {
	for _, text := range []string{"Mon–Fri 18–21", "الاثنين إلى الجمعة 18-21", "2ª a 6ª, 18h-21h", "सोम-शुक्र शाम 6 से 9 बजे", "9-5", "\u200f6:00–9:00 م", "24:00-0", "1830 - 99"} {
		for _, lang := range i18n.Languages() {
			f.Add(text, lang)
		}
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		h, unread := ParseHours(text, i18n.For(lang))
		back, err := ReadHours(h.String())
		if err != nil || back.String() != h.String() {
			t.Fatalf("%q: %s is no list of hours: %v", text, h, err)
		}
		for _, u := range unread {
			if u == "" {
				t.Fatalf("%q: something without words was not read", text)
			}
		}
	})
}
