package announce

import "testing"

// TestTheDayOnWhichAMailWasSentIsNoEvent: heads of mails are in English, whatever
// the mail is in; also on the day itself, when the date is not over yet.
func TestTheDayOnWhichAMailWasSentIsNoEvent(t *testing.T) {
	for _, c := range []struct{ zone, subject, said, start string }{
		{"Europe/London", "Workshop", "Workshop on Tuesday 18 March 2025 at 6:30 pm, Community House, Leeds.", "2025-03-18T18:30:00Z"},
		{"Europe/Berlin", "Treffen", "Wir treffen uns am 18. März 2025 um 18:30 Uhr, Gemeindesaal, Köln.", "2025-03-18T18:30:00+01:00"},
		{"Europe/Madrid", "Reunión", "Nos vemos el martes 18 de marzo de 2025 a las 18:30, Casa del Pueblo, Madrid.", "2025-03-18T18:30:00+01:00"},
		{"Europe/Paris", "Atelier : nos droits", "Rendez-vous mardi 18 mars 2025 à 18h30, Maison des associations, Lyon.", "2025-03-18T18:30:00+01:00"},
		{"America/Sao_Paulo", "Oficina", "Oficina quarta-feira, 5/3/2025, às 19h30, horário de Brasília.", "2025-03-05T19:30:00-03:00"},
		{"Europe/Moscow", "Встреча", "Встреча 18 марта 2025 в 18:30 по московскому времени.", "2025-03-18T18:30:00+03:00"},
		{"Asia/Kolkata", "बैठक", "बैठक 6 मार्च 2025 को शाम 5 बजे रामलीला मैदान में होगी।", "2025-03-06T17:00:00+05:30"},
		{"Africa/Cairo", "ورشة", "ورشة عمل: يوم السبت ١٥ مارس ٢٠٢٥، الساعة ٧ مساءً بتوقيت القاهرة", "2025-03-15T19:00:00+02:00"},
	} {
		for _, sent := range []string{"Fri, 10 Jan 2025 10:00:00 +0100", "10 Jan 2025 09:14:22 -0300", "Wed, 15 Jan 2025 23:59:00 +0000 (GMT)"} {
			mail := "From: Lea <lea@house.example>\r\nTo: all@house.example\r\nSubject: " + c.subject + "\r\nDate: " + sent + "\r\nMessage-ID: <1@house.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + c.said + "\r\n"
			got := Parse(mail, on("2025-01-10", c.zone))
			if len(got.Events) != 1 || answered(got.Events[0], "start") != c.start {
				t.Errorf("%s, sent %s: %d events: %s", c.subject, sent, len(got.Events), brief(got))
			}
		}
	}
	for _, thanks := range []string{"Merci à toutes et à tous, c'était très bien avec vous.", "Vielen Dank an alle, es war sehr schön mit euch.", "Muchas gracias a todas por venir."} {
		mail := "From: Lea <lea@house.example>\nSubject: 1\nDate: Fri, 10 Jan 2025 10:00:00 +0100\nMIME-Version: 1.0\n\n" + thanks + "\n"
		if got := Parse(mail, on("2025-01-10", "Europe/Berlin")); len(got.Events) != 0 {
			t.Errorf("%q: %s", thanks, brief(got))
		}
	}
}
