package announce

import "testing"

// TestARhythmTakesAllItsMonths: and of a month that has begun what is left of it,
// not that of the next year.
func TestARhythmTakesAllItsMonths(t *testing.T) {
	for _, c := range []struct{ text, first, last string }{
		{"Reading group every Thursday in January and February, 6:30 pm, Leeds", "2025-01-16", "2025-02-27"},
		{"Reading group every Thursday in January, 6:30 pm, Leeds", "2025-01-16", "2025-01-30"},
		{"Reading group every Thursday in February, March and April 2025, 6:30 pm, Leeds", "2025-02-06", "2025-04-24"},
		{"Reading group every Thursday in December and January 2026, 6:30 pm, Leeds", "2025-12-04", "2026-01-29"},
		{"Lesekreis jeden Donnerstag im Januar und Februar, 18:30 Uhr, Köln", "2025-01-16", "2025-02-27"},
		{"Charla todos los jueves de febrero y marzo, 18:30, Ateneo, Valencia", "2025-02-06", "2025-03-27"},
		{"Atelier tous les jeudis de février et mars, 18h30, Lyon", "2025-02-06", "2025-03-27"},
		{"Oficina todas as quintas de fevereiro e março, 18h30, Recife", "2025-02-06", "2025-03-27"},
		{"ورشة كل خميس في فبراير ومارس، الساعة 6 مساءً، القاهرة", "2025-02-06", "2025-03-27"},
	} {
		got := Parse(c.text, on("2025-01-10", "Europe/London"))
		if len(got.Events) != 1 || got.Events[0].Repeats == nil || len(got.Events[0].Repeats.Starts) == 0 {
			t.Errorf("%q: %s", c.text, brief(got))
			continue
		}
		starts := got.Events[0].Repeats.Starts
		if first, last := got.Events[0].Start.Format("2006-01-02"), starts[len(starts)-1].Format("2006-01-02"); first != c.first || last != c.last {
			t.Errorf("%q: from %s to %s, want %s to %s", c.text, first, last, c.first, c.last)
		}
	}
}

// TestARhythmThatCannotBeSaidIsNotCutShortInSilence: what is no day each week or
// each month is a doubt, and three weeks apart are not three weeks.
func TestARhythmThatCannotBeSaidIsNotCutShortInSilence(t *testing.T) {
	for _, text := range []string{
		"Meeting every second and fourth Tuesday of the month from 14 January 2025, 6:30 pm, Belfast",
		"Meetings Tuesdays and Thursdays, from 14 January 2025, 6:30 pm, Belfast",
		"Meeting every other Tuesday from 14 January 2025, 6:30 pm, Belfast",
		"Meeting every three weeks from 14 January 2025, 6:30 pm, Belfast",
		"Treffen alle drei Wochen ab 14. Januar 2025, 19 Uhr, Leipzig",
		"Treffen jeden 2. und 4. Mittwoch im Monat ab 22. Januar 2025, 19 Uhr, Leipzig",
		"Reunión el segundo y cuarto martes de cada mes desde el 14 de enero de 2025, 19:00, Madrid",
		"Réunion les 2e et 4e mardis du mois à partir du 14 janvier 2025, 19h, Lyon",
		"Meeting on the 15th of every month, from 15 January 2025, 6:30 pm, Belfast",
		"Meeting every 15th of the month from 15 January 2025, 6:30 pm, Belfast",
		"Meeting on the 15th and 30th of each month, from 15 January 2025, 6:30 pm, Belfast",
		"Meeting on the fifteenth of every month, from 15 January 2025, 6:30 pm, Belfast",
		"Meeting monthly on the 15th, from 15 January 2025, 6:30 pm, Belfast",
		"Meeting monthly from 15 January 2025, 6:30 pm, Belfast",
		"Treffen monatlich ab 15. Januar 2025, 19 Uhr, Leipzig",
		"Meeting every month from 15 January 2025, 6:30 pm, Belfast",
		"Treffen am 15. jedes Monats, ab 15. Januar 2025, 19 Uhr, Leipzig",
		"Treffen jeden 15. des Monats ab 15. Januar 2025, 19 Uhr, Leipzig",
		"Reunión el día 15 de cada mes, desde el 15 de enero de 2025, 19:00, Madrid",
		"Réunion le 15 de chaque mois, à partir du 15 janvier 2025, 19h, Lyon",
		"Réunion tous les 15 du mois, à partir du 15 janvier 2025, 19h, Lyon",
		"Reunião no dia 15 de cada mês, a partir de 15 de janeiro de 2025, 19h, São Paulo",
		"Встреча 15-го числа каждого месяца, с 15 января 2025, 19:00, Москва",
		"बैठक हर महीने की 15 तारीख को, 15 जनवरी 2025 से, शाम 7 बजे, दिल्ली",
		"اجتماع يوم 15 من كل شهر ابتداء من 15 يناير 2025، الساعة 19:00، القاهرة",
	} {
		got := Parse(text, on("2025-01-10", ""))
		if len(got.Events) != 1 || len(got.Events[0].Conflicts) != 1 || got.Events[0].Conflicts[0].Code != "date" {
			t.Errorf("%q: %s", text, brief(got))
		}
	}
	for _, text := range []string{
		"Meeting every third Tuesday of the month from 21 January 2025, 6:30 pm, Belfast",
		"Meetings Tuesdays and Thursdays, 14 January to 30 January 2025, 6:30 pm, Belfast",
		"Course: six weeks, from Tuesday 14 January 2025, 6:30 pm, Belfast",
		"Meeting on 15 January 2025, 6:30 pm, Belfast. Rent is due on the 15th of every month.",
		"Meeting monthly from Wednesday 15 January 2025, 6:30 pm, Belfast",
		"Book of the month\nWednesday, 15 January 2025, 6:30 pm, Belfast",
		"Meetings on 15 January, 15 February and 15 March 2025, 6:30 pm, Belfast: the 15th of every month",
	} {
		got := Parse(text, on("2025-01-10", ""))
		if len(got.Events) != 1 || len(got.Events[0].Conflicts) != 0 {
			t.Errorf("%q: %s", text, brief(got))
		}
	}
}
