package announce

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/when"
)

// brief says in one line what was read: start, zone, the same elsewhere, end,
// rhythm, what is inferred (~) and what contradicts (!).
func brief(r Reading) string {
	var all []string
	for _, e := range r.Events {
		s := "open"
		if e.Start != nil {
			s = e.Start.Format("2006-01-02 15:04")
		}
		if e.End != nil {
			if e.Start.Format("0102") == e.End.Format("0102") {
				s += e.End.Format("-15:04")
			} else {
				s += e.End.Format("-2006-01-02 15:04")
			}
		}
		if e.Zone != nil {
			s += " " + *e.Zone
		}
		for _, a := range e.Also {
			s += fmt.Sprintf(" =%s %s", a.Start.Format("15:04"), a.Zone)
		}
		if e.Doors != nil {
			s += e.Doors.Format(" doors 15:04")
		}
		if e.Repeats != nil {
			s += " x"
			if e.Repeats.Count != nil {
				s += fmt.Sprint(*e.Repeats.Count)
			}
			s += deref(e.Repeats.Every)
			if n := len(e.Repeats.Starts); n > 0 {
				s += e.Repeats.Starts[n-1].Format("(0102)")
			}
		}
		for _, what := range e.Inferred {
			s += " ~" + what
		}
		var codes []string
		for _, c := range e.Conflicts {
			if !slices.Contains(codes, c.Code) {
				codes = append(codes, c.Code)
			}
		}
		for _, c := range codes {
			s += " !" + c
		}
		all = append(all, s)
	}
	return strings.Join(all, " | ")
}

type spelling struct{ text, want string }

func spell(t *testing.T, opt Options, list []spelling) {
	t.Helper()
	for _, c := range list {
		if got := brief(Parse(c.text, opt)); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func on(today, zone string) Options {
	d, err := when.ParseDate(today)
	if err != nil {
		panic(err)
	}
	return Options{Zone: zone, Today: d}
}

// TestTheSpellingsThatPeopleAskedFor are those by which this package was begun.
func TestTheSpellingsThatPeopleAskedFor(t *testing.T) {
	spell(t, on("2024-01-10", ""), []spelling{
		{"Organising under pressure\nThursday, 1 February / 8 pm Eastern, 7 pm Central, 5 pm Pacific", "2024-02-01 20:00 America/New_York =19:00 America/Chicago =17:00 America/Los_Angeles ~year"},
		{"Lessons\nTuesday, November 12th 2024 @ 9 – 10:45am US Eastern Time / 4 – 5:45pm Gaza Time", "2024-11-12 09:00-10:45 America/New_York =16:00 Asia/Gaza"},
		{"6 consecutive Wednesdays from the 8th of February 2023 until the 15th of March, 19:00 CET", "2023-02-08 19:00 Europe/Berlin x6week(0315)"},
		{"Saturday 17 February 2024, Leeds\n10AM – registration\n11AM – 5PM\nCommunity Hall, Leeds", "2024-02-17 11:00-17:00 Europe/London doors 10:00 ~zone"},
		{"Soirée\njeudi 1er février à 20 h (heure de Paris)", "2024-02-01 20:00 Europe/Paris ~year"},
	})
	spell(t, on("2023-01-10", ""), []spelling{
		{"Treffen\nMittwoch, 8. Februar, 19.30 Uhr MEZ", "2023-02-08 19:30 Europe/Berlin ~year"},
		{"बैठक\nबुधवार, 8 फ़रवरी, शाम 7 बजे (भारतीय समय)", "2023-02-08 19:00 Asia/Kolkata ~year"},
		{"बैठक\nबुधवार, ८ फ़रवरी, शाम ७ बजे भारतीय समयानुसार", "2023-02-08 19:00 Asia/Kolkata ~year"},
		{"Встреча\nсреда, 8 февраля, 19:00 МСК", "2023-02-08 19:00 Europe/Moscow ~year"},
		{"اجتماع\nالأربعاء 8 فبراير الساعة 7 مساءً بتوقيت القاهرة", "2023-02-08 19:00 Africa/Cairo ~year"},
		{"اجتماع\nالأربعاء ٨ فبراير الساعة ٧ مساءً بتوقيت القاهرة", "2023-02-08 19:00 Africa/Cairo ~year"},
		{"Reunión\nmiércoles 8 de febrero, 19 h (CDMX)", "2023-02-08 19:00 America/Mexico_City ~year"},
		{"Encontro\nquarta-feira, 8 de fevereiro, às 19h (Brasília)", "2023-02-08 19:00 America/Sao_Paulo ~year"},
		{"Café\nMeeting on Wednesday 8 February 2023 from half past seven in the evening, London time", "2023-02-08 19:30 Europe/London"},
	})
}
