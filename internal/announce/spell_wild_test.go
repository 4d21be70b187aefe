package announce

import "testing"

// TestSpellingsOfTheWild reads what people write in chats, on posters and in the
// letters of an association: hours of their own for each weekday, ranges that
// nothing marks, past midnight, days that are no longer the event's.
func TestSpellingsOfTheWild(t *testing.T) {
	spell(t, on("2026-11-10", "Europe/London"), []spelling{
		{"Winter fair\n5–6 Dec, Sat 14–19, Sun 10–18\nOld Dairy", "2026-12-05 14:00-19:00 Europe/London ~year ~zone | 2026-12-06 10:00-18:00 Europe/London ~year ~zone"},
		{"Winter fair, 5 and 6 December: Saturday 2pm–7pm, Sunday 10am–6pm", "2026-12-05 14:00-19:00 Europe/London ~year ~zone | 2026-12-06 10:00-18:00 Europe/London ~year ~zone"},
		{"Open studios\nSaturday 5 & Sunday 6 December 2026\nSat 2–7pm / Sun 10am–6pm", "2026-12-05 14:00-19:00 Europe/London ~zone | 2026-12-06 10:00-18:00 Europe/London ~zone"},
		{"Bring and fix: Sun 6 Dec 10-12, Old Dairy", "2026-12-06 10:00-12:00 Europe/London ~year ~zone"},
		{"Meeting\nSunday 6 December 2026 5:45pm for 6pm", "2026-12-06 18:00 Europe/London doors 17:45 ~zone"},
		{"Talk on Sunday 6 December, 5.45 for 6pm", "2026-12-06 18:00 Europe/London doors 17:45 ~year ~zone"},
		{"Submissions evening\nSunday 6 December, 7pm", "2026-12-06 19:00 Europe/London ~year ~zone"},
		{"Nominations night: Sunday 6 December, 7pm", "2026-12-06 19:00 Europe/London ~year ~zone"},
		{"Hi all, tomorrow at 7 in the evening at Mo's", "2026-11-11 19:00 Europe/London ~date ~zone"},
		{"see you tonight 8pm at the shed", "2026-11-10 20:00 Europe/London ~date ~zone"},
		{"day after tomorrow, 7pm, band practice", "2026-11-12 19:00 Europe/London ~date ~zone"},
		{"Ceilidh Sat 5 Dec 8pm-1am", "2026-12-05 20:00-2026-12-06 01:00 Europe/London ~year ~zone"},
	})
	spell(t, on("2026-11-10", "Europe/Berlin"), []spelling{
		{"Adventsmarkt\n5.–6. Dezember, Sa 14–19, So 10–18 Uhr", "2026-12-05 14:00-19:00 Europe/Berlin ~year ~zone | 2026-12-06 10:00-18:00 Europe/Berlin ~year ~zone"},
		{"Adventsmarkt am 5. und 6. Dezember 2026\nSamstag 14–19 Uhr\nSonntag 10–18 Uhr", "2026-12-05 14:00-19:00 Europe/Berlin ~zone | 2026-12-06 10:00-18:00 Europe/Berlin ~zone"},
		{"Repaircafé: So 6.12. 10-12, Alte Molkerei", "2026-12-06 10:00-12:00 Europe/Berlin ~year ~zone"},
		{"Tanz am Samstag, 5.12., 20–1 Uhr", "2026-12-05 20:00-2026-12-06 01:00 Europe/Berlin ~year ~zone"},
		{"Tanz am Samstag, 5. Dezember, 20 h bis 1 h", "2026-12-05 20:00-2026-12-06 01:00 Europe/Berlin ~year ~zone"},
		{"Einreichungsabend\nSonntag, 6. Dezember 2026, 19 Uhr", "2026-12-06 19:00 Europe/Berlin ~zone"},
		{"morgen um sieben uhr abends probe bei Gesa", "2026-11-11 19:00 Europe/Berlin ~date ~zone"},
		{"übermorgen 19 Uhr Plenum", "2026-11-12 19:00 Europe/Berlin ~date ~zone"},
		{"Kurs ab Donnerstag, 7. Januar 2027, jeden Donnerstag 18 Uhr, insgesamt fünfmal", "2027-01-07 18:00 Europe/Berlin x5week(0204) ~zone"},
		{"Das Treffen ist nicht mehr am Freitag, 4. Dezember, sondern am Freitag, 11. Dezember 2026, 19 Uhr", "2026-12-11 19:00 Europe/Berlin ~zone"},
		{"Klausur\nFreitag, 4. Dezember, bis Sonntag, 6. Dezember 2026\nBeginn Freitag 18 Uhr, Ende Sonntag 13 Uhr", "2026-12-04 18:00-2026-12-06 13:00 Europe/Berlin ~year ~zone"},
	})
	spell(t, on("2026-11-10", "Europe/Madrid"), []spelling{
		{"Mercadillo 5 y 6 de diciembre: sábado de 14 a 19 h, domingo de 10 a 18 h", "2026-12-05 14:00-19:00 Europe/Madrid ~year ~zone | 2026-12-06 10:00-18:00 Europe/Madrid ~year ~zone"},
		{"Baile sábado 5 de diciembre, de 20h a 1h", "2026-12-05 20:00-2026-12-06 01:00 Europe/Madrid ~year ~zone"},
		{"La asamblea ya no es el viernes 4 de diciembre, sino el viernes 11 de diciembre de 2026, a las 19h", "2026-12-11 19:00 Europe/Madrid ~zone"},
		{"mañana a las siete de la tarde en la plaza", "2026-11-11 19:00 Europe/Madrid ~date ~zone"},
		{"pasado mañana a las 19h ensayo", "2026-11-12 19:00 Europe/Madrid ~date ~zone"},
		{"Noche de candidaturas\nDomingo 6 de diciembre, 19:00", "2026-12-06 19:00 Europe/Madrid ~year ~zone"},
		{"Taller los jueves a las 18h desde el 7 de enero de 2027, cinco veces", "2027-01-07 18:00 Europe/Madrid x5week(0204) ~zone"},
	})
	spell(t, on("2026-11-10", "Europe/Paris"), []spelling{
		{"Marché\n5 et 6 décembre, samedi 14h-19h, dimanche 10h-18h", "2026-12-05 14:00-19:00 Europe/Paris ~year ~zone | 2026-12-06 10:00-18:00 Europe/Paris ~year ~zone"},
		{"Bal samedi 5 décembre, 20h-1h", "2026-12-05 20:00-2026-12-06 01:00 Europe/Paris ~year ~zone"},
		{"Bal : samedi 5 décembre de 20h à 1h", "2026-12-05 20:00-2026-12-06 01:00 Europe/Paris ~year ~zone"},
		{"La réunion n'est plus le vendredi 4 décembre mais le vendredi 11 décembre 2026 à 19h", "2026-12-11 19:00 Europe/Paris ~zone"},
		{"demain à 19h chez Lulu", "2026-11-11 19:00 Europe/Paris ~date ~zone"},
		{"après-demain à 19h répète", "2026-11-12 19:00 Europe/Paris ~date ~zone"},
		{"Soirée de clôture\ndimanche 6 décembre, 19h", "2026-12-06 19:00 Europe/Paris ~year ~zone"},
	})
	spell(t, on("2026-11-10", "Europe/Lisbon"), []spelling{
		{"Feira\n5 e 6 de dezembro, sábado das 14h às 19h, domingo das 10h às 18h", "2026-12-05 14:00-19:00 Europe/Lisbon ~year ~zone | 2026-12-06 10:00-18:00 Europe/Lisbon ~year ~zone"},
		{"Baile sábado, 5 de dezembro, 20h-1h", "2026-12-05 20:00-2026-12-06 01:00 Europe/Lisbon ~year ~zone"},
		{"A reunião já não é na sexta-feira, 4 de dezembro, mas sim na sexta-feira, 11 de dezembro de 2026, às 19h", "2026-12-11 19:00 Europe/Lisbon ~zone"},
		{"amanhã às 19h no quintal da Zita", "2026-11-11 19:00 Europe/Lisbon ~date ~zone"},
		{"depois de amanhã às 19h ensaio", "2026-11-12 19:00 Europe/Lisbon ~date ~zone"},
		{"EDITAL\nA associação convoca para a assembleia do dia 16 de março de 2027 (terça-feira), às 19h30, na Escola.\n\nVila Nova, 1º de março de 2027\nA diretoria", "2027-03-16 19:30 Europe/Lisbon ~zone"},
	})
	spell(t, on("2026-11-10", "Europe/Moscow"), []spelling{
		{"Ярмарка\n5–6 декабря, сб 14–19, вс 10–18", "2026-12-05 14:00-19:00 Europe/Moscow ~year ~zone | 2026-12-06 10:00-18:00 Europe/Moscow ~year ~zone"},
		{"Ярмарка 5 и 6 декабря: в субботу с 14 до 19, в воскресенье с 10 до 18", "2026-12-05 14:00-19:00 Europe/Moscow ~year ~zone | 2026-12-06 10:00-18:00 Europe/Moscow ~year ~zone"},
		{"Танцы: суббота 5 декабря, с 20 до 1 ночи", "2026-12-05 20:00-2026-12-06 01:00 Europe/Moscow ~year ~zone"},
		{"Встреча уже не в пятницу 4 декабря, а в пятницу 11 декабря 2026 в 19:00", "2026-12-11 19:00 Europe/Moscow ~zone"},
		{"завтра в семь вечера у Лёни", "2026-11-11 19:00 Europe/Moscow ~date ~zone"},
		{"послезавтра в 19:00 репетиция", "2026-11-12 19:00 Europe/Moscow ~date ~zone"},
		{"Занятия по четвергам в 18:00 с 7 января 2027, всего пять раз", "2027-01-07 18:00 Europe/Moscow x5week(0204) ~zone"},
	})
	spell(t, on("2026-11-10", "Asia/Kolkata"), []spelling{
		{"मेला\n5–6 दिसंबर, शनि 2–7 बजे, रवि 10–6 बजे", "open Asia/Kolkata ~year ~zone !time | 2026-12-06 10:00-18:00 Asia/Kolkata ~year ~zone"},
		{"कल शाम सात बजे गीता आंटी की छत पर रिहर्सल", "2026-11-11 19:00 Asia/Kolkata ~date ~zone"},
		{"परसों शाम 7 बजे बैठक", "2026-11-12 19:00 Asia/Kolkata ~date ~zone"},
		{"बैठक अब शुक्रवार 4 दिसंबर को नहीं, शुक्रवार 11 दिसंबर 2026 को शाम 7 बजे होगी", "2026-12-11 19:00 Asia/Kolkata ~zone"},
	})
	spell(t, on("2026-11-10", "Asia/Beirut"), []spelling{
		{"بكرا الساعة سبعة ونص مساءً بروفا", "2026-11-11 19:30 Asia/Beirut ~date ~zone"},
		{"بكرة الساعة 7 المسا بالمركز", "2026-11-11 19:00 Asia/Beirut ~date ~zone"},
		{"بعد بكرا الساعة 7 مساء اجتماع", "2026-11-12 19:00 Asia/Beirut ~date ~zone"},
		{"غدا الساعة السابعة والنصف مساء في المركز", "2026-11-11 19:30 Asia/Beirut ~date ~zone"},
		{"اللقاء لم يعد يوم الجمعة 4 كانون الأول بل يوم الجمعة 11 كانون الأول 2026 الساعة 7 مساء", "2026-12-11 19:00 Asia/Beirut ~zone"},
	})
	spell(t, on("2026-11-10", "Europe/Berlin"), []spelling{
		{"Ausstellung 4.–6. Dezember 2026\nFr 18–21 Uhr, Sa und So 10–17 Uhr", "2026-12-04 18:00-21:00 Europe/Berlin ~zone | 2026-12-05 10:00-17:00 Europe/Berlin x2(1206) ~zone"},
		{"Ausstellung 4.–6. Dezember 2026, täglich 10–17 Uhr", "2026-12-04 10:00-17:00 Europe/Berlin x3(1206) ~zone"},
		{"Exhibition 4–6 December 2026\nFri 6pm–9pm, Sat & Sun 10am–5pm", "2026-12-04 18:00-21:00 Europe/Berlin ~zone | 2026-12-05 10:00-17:00 Europe/Berlin x2(1206) ~zone"},
		{"Rehearsal is now Thursday 3 December 2026, 7pm\n\nOn Mon, 2 Nov 2026 at 10:32, Ann wrote:\n> Rehearsal: Tuesday 1 December 2026, 7pm", "2026-12-03 19:00 Europe/Berlin ~zone"},
	})
}
