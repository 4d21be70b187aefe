package announce

import (
	"strings"
	"testing"
)

// decoys are sentences with dates and hours of which none is that of an event:
// deadlines, recorded days, history, opening hours, numbers that look like hours.
var decoys = map[string][]string{
	"en": {
		"Applications are open until Friday, 28 February 2025, 23:59.",
		"The form must reach us by 5 pm on Friday 28 February 2025.",
		"Please hand in your ballot paper no later than noon on Monday 24 February 2025.",
		"The consultation closes on Monday, 24 February 2025 at 5 pm.",
		"The call for papers ends on 28 February 2025 at midnight.",
		"Early bird tickets are on sale until 20 February 2025, 6 pm.",
		"The last meeting was held on Thursday, 12 December 2024 at 7 pm and 40 people came.",
		"Minutes of the meeting of 12 December 2024, 7 pm, are online.",
		"Our office is open Mon–Fri 9:00–17:00, closed on 1 May.",
		"Office hours: Tuesdays and Thursdays 10:00–12:00.",
		"The union was founded on 3 May 1919 at 8 in the evening in a kitchen.",
		"Call 555 19 30 or come to room 19.30; the entrance fee is £7.30.",
		"Posted on 9 January 2025 at 18:20 by Mo.",
		"Rent rose by 7.5 per cent between 1 January 2019 and 31 December 2024.",
		"On 14 November 2024 at 3 pm the court ruled in our favour.",
		"Bus 19 leaves every 20 minutes, the last one at 23:15.",
		"The recording of our talk of 5 December 2024 (1:32:10) is here: https://video.example/x?t=1930",
		"Volunteers are needed, phones are answered from 9 am to 12 noon.",
		"Registration opens on Monday 20 January 2025 at 10 am.",
		"Ref. 2025/03/05-1930, page 10 of 12, version 1.30.",
	},
	"de": {
		"Anmeldeschluss ist Freitag, der 28. Februar 2025, 18 Uhr.",
		"Bitte meldet euch bis zum 28. Februar 2025, 12:00 Uhr, unter info@haus.example an.",
		"Die Bewerbungsfrist endet am 28. Februar 2025 um 23:59 Uhr.",
		"Einsendeschluss: 28.02.2025, 24 Uhr.",
		"Der Vorverkauf beginnt am 20. Januar 2025 um 10 Uhr.",
		"Am 12. Dezember 2024 um 19 Uhr fand unsere letzte Sitzung statt.",
		"Protokoll der Sitzung vom 12.12.2024, 19:00 Uhr.",
		"Unser Büro ist Mo–Fr von 9 bis 17 Uhr geöffnet.",
		"Öffnungszeiten: Di und Do 10–12 Uhr, Sa 9–13 Uhr.",
		"Sprechzeiten: dienstags 16–18 Uhr.",
		"Der Verein wurde am 3. Mai 1919 um 20 Uhr in einer Küche gegründet.",
		"Telefon 19 30 45, Zimmer 19.30, Eintritt 7,30 Euro.",
		"Veröffentlicht am 9. Januar 2025 um 18:20 Uhr.",
		"Stand: 09.01.2025, 18:20 Uhr",
		"Die Mieten stiegen zwischen dem 1. Januar 2019 und dem 31. Dezember 2024 um 7,5 Prozent.",
		"Die Abstimmung läuft bis Montag, 24. Februar 2025, 18 Uhr.",
		"Letzten Samstag, am 4. Januar, waren um 15 Uhr über hundert Leute auf der Straße.",
		"Das Café hat täglich von 10 bis 18 Uhr geöffnet.",
		"Die Linie 19 fährt alle 20 Minuten, die letzte um 23:15 Uhr.",
		"Rückmeldungen nehmen wir bis Freitag, 28.2., 15 Uhr entgegen.",
	},
	"es": {
		"El plazo de inscripción termina el viernes 28 de febrero de 2025 a las 23:59.",
		"Las solicitudes se reciben hasta el 28 de febrero de 2025 a las 18:00 h.",
		"Fecha límite: 28/02/2025, 12:00 h.",
		"La convocatoria cierra el lunes 24 de febrero de 2025 a las 17 h.",
		"Las entradas salen a la venta el 20 de enero de 2025 a las 10:00.",
		"La última asamblea se celebró el 12 de diciembre de 2024 a las 19:00.",
		"Acta de la reunión del 12 de diciembre de 2024, 19:00 h.",
		"Horario de oficina: de lunes a viernes de 9:00 a 17:00.",
		"La biblioteca abre de martes a sábado, de 10 a 14 h.",
		"El sindicato se fundó el 3 de mayo de 1919 a las 8 de la noche.",
		"Tel. 19 30 45 12, sala 19.30, entrada 7,30 €.",
		"Publicado el 9 de enero de 2025 a las 18:20.",
		"El sábado pasado, 4 de enero, más de cien personas se reunieron a las 15 h en la plaza.",
		"Los alquileres subieron un 7,5 % entre el 1 de enero de 2019 y el 31 de diciembre de 2024.",
		"Envíen sus propuestas antes del viernes 28 de febrero a las 15 h.",
		"Atención telefónica de 9 a 12 h.",
		"El 14 de noviembre de 2024 a las 15 h el tribunal nos dio la razón.",
		"Gracias a quienes vinieron el 4 de enero a las 18 h.",
	},
	"fr": {
		"La date limite est fixée au vendredi 28 février 2025 à 18 h.",
		"Inscriptions jusqu'au 28 février 2025 à minuit.",
		"Les candidatures sont à envoyer avant le vendredi 28 février 2025, 17 h.",
		"L'appel à contributions se termine le 28 février 2025 à 23h59.",
		"La billetterie ouvre le 20 janvier 2025 à 10 h.",
		"La dernière réunion s'est tenue le 12 décembre 2024 à 19 h.",
		"Compte rendu de la réunion du 12 décembre 2024, 19 h.",
		"Le bureau est ouvert du lundi au vendredi de 9 h à 17 h.",
		"Permanence téléphonique : mardi et jeudi, 10h-12h.",
		"Horaires d'ouverture : mar.–sam. 10h–18h.",
		"Le syndicat a été fondé le 3 mai 1919 à 20 h dans une cuisine.",
		"Tél. 01 19 30 45 12, salle 19.30, entrée 7,30 €.",
		"Publié le 9 janvier 2025 à 18h20.",
		"Mis à jour le 09/01/2025 à 18:20",
		"Samedi dernier, 4 janvier, plus de cent personnes étaient présentes à 15 h sur la place.",
		"Les loyers ont augmenté de 7,5 % entre le 1er janvier 2019 et le 31 décembre 2024.",
		"Réponse souhaitée pour le vendredi 28 février à midi au plus tard.",
		"Merci à toutes celles et ceux qui sont venus le 4 janvier à 18 h.",
	},
	"pt": {
		"O prazo de inscrição termina na sexta-feira, 28 de fevereiro de 2025, às 23h59.",
		"Inscrições até 28 de fevereiro de 2025, às 18h.",
		"Data limite: 28/02/2025, 12h.",
		"A consulta pública encerra na segunda-feira, 24 de fevereiro de 2025, às 17h.",
		"Os bilhetes estão à venda a partir de 20 de janeiro de 2025, às 10h.",
		"A última reunião aconteceu em 12 de dezembro de 2024, às 19h.",
		"Ata da reunião de 12 de dezembro de 2024, 19h.",
		"O escritório funciona de segunda a sexta, das 9h às 17h.",
		"Horário de atendimento: terças e quintas, 10h–12h.",
		"O sindicato foi fundado em 3 de maio de 1919, às 20h, numa cozinha.",
		"Tel. (11) 1930-4512, sala 19.30, entrada R$ 7,30.",
		"Publicado em 9 de janeiro de 2025 às 18h20.",
		"No sábado passado, 4 de janeiro, mais de cem pessoas estiveram na praça às 15h.",
		"Os aluguéis subiram 7,5 % entre 1 de janeiro de 2019 e 31 de dezembro de 2024.",
		"Enviem propostas até sexta-feira, 28 de fevereiro, às 15h.",
		"Obrigado a todos os que vieram no dia 4 de janeiro às 18h.",
	},
	"ru": {
		"Заявки принимаются до пятницы, 28 февраля 2025 года, 18:00.",
		"Крайний срок подачи – 28 февраля 2025 г., 23:59.",
		"Регистрация закрывается 28 февраля 2025 года в 12:00.",
		"Голосование заканчивается в понедельник, 24 февраля 2025 года, в 17:00.",
		"Продажа билетов начинается 20 января 2025 года в 10:00.",
		"Прошлое собрание состоялось 12 декабря 2024 года в 19:00.",
		"Протокол собрания от 12.12.2024, 19:00.",
		"Часы работы: пн–пт 9:00–17:00.",
		"Приём ведётся по вторникам и четвергам с 10:00 до 12:00.",
		"Библиотека открыта ежедневно с 10 до 18 часов.",
		"Союз основан 3 мая 1919 года в 8 часов вечера на кухне.",
		"Тел. 2-19-30, кабинет 19.30, вход 730 руб.",
		"Опубликовано 9 января 2025 года в 18:20.",
		"В прошлую субботу, 4 января, в 15:00 на площадь вышли сто человек.",
		"Аренда выросла на 7,5 % с 1 января 2019 года по 31 декабря 2024 года.",
		"Присылайте работы до 28 февраля, до 15:00.",
		"Спасибо всем, кто пришёл 4 января в 18:00.",
	},
	"hi": {
		"आवेदन की अंतिम तिथि शुक्रवार, 28 फ़रवरी 2025, शाम 6 बजे है।",
		"पंजीकरण 28 फ़रवरी 2025 को रात 12 बजे तक खुला है।",
		"फ़ॉर्म 28 फ़रवरी 2025 शाम 5 बजे तक जमा करें।",
		"पिछली बैठक 12 दिसंबर 2024 को शाम 7 बजे हुई थी।",
		"कार्यालय सोमवार से शुक्रवार सुबह 9 बजे से शाम 5 बजे तक खुला रहता है।",
		"यूनियन की स्थापना 3 मई 1919 को हुई थी।",
		"प्रकाशित: 9 जनवरी 2025, शाम 6:20 बजे",
		"टिकट 20 जनवरी 2025 सुबह 10 बजे से मिलेंगे।",
		"दूरभाष 19 30 45, कमरा 19.30, शुल्क ₹730।",
		"पिछले शनिवार, 4 जनवरी को दोपहर 3 बजे सौ से ज़्यादा लोग आए थे।",
		"नामांकन की आख़िरी तारीख़ 24 फ़रवरी 2025, दोपहर 12 बजे।",
	},
	"ar": {
		"آخر موعد للتسجيل الجمعة 28 فبراير 2025 الساعة 6 مساء.",
		"تقبل الطلبات حتى 28 فبراير 2025 الساعة 12 ظهرا.",
		"يغلق باب الترشح يوم الاثنين 24 فبراير 2025 الساعة 5 مساء.",
		"عقد الاجتماع السابق يوم الخميس 12 ديسمبر 2024 الساعة 7 مساء.",
		"محضر اجتماع 12 ديسمبر 2024، الساعة 19:00.",
		"ساعات العمل: من الأحد إلى الخميس 9:00–17:00.",
		"المكتب مفتوح من الأحد إلى الخميس من الساعة 9 صباحا حتى 5 مساء.",
		"تأسست النقابة في 3 مايو 1919 الساعة 8 مساء.",
		"نشر بتاريخ 9 يناير 2025 الساعة 18:20.",
		"هاتف 193045، غرفة 19.30، الرسم 7.30 دينار.",
		"تباع التذاكر ابتداء من 20 يناير 2025 الساعة 10 صباحا.",
		"السبت الماضي 4 يناير حضر أكثر من مئة شخص الساعة 3 عصرا.",
		"يرجى إرسال المشاركات قبل الجمعة 28 فبراير الساعة 3 عصرا.",
	},
}

// invitations are sentences with one event, on Wednesday, 5 March 2025, at 19:30.
var invitations = map[string]string{
	"en": "Everyone is welcome at our members' evening on Wednesday, 5 March 2025, at 7:30 pm in the library.",
	"de": "Wir laden herzlich ein zum Mitgliederabend am Mittwoch, 5. März 2025, um 19:30 Uhr in der Bibliothek.",
	"es": "Les invitamos a la reunión de socios el miércoles 5 de marzo de 2025 a las 19:30 h en la biblioteca.",
	"fr": "Nous vous invitons à la soirée des membres le mercredi 5 mars 2025 à 19h30 à la bibliothèque.",
	"pt": "Convidamos para o encontro de sócios na quarta-feira, 5 de março de 2025, às 19h30, na biblioteca.",
	"ru": "Приглашаем на вечер членов союза в среду, 5 марта 2025 года, в 19:30 в библиотеке.",
	"hi": "सदस्यों की बैठक में आपका स्वागत है: बुधवार, 5 मार्च 2025, शाम 7:30 बजे, पुस्तकालय में।",
	"ar": "ندعوكم إلى لقاء الأعضاء يوم الأربعاء 5 مارس 2025 الساعة 7:30 مساء في المكتبة.",
}

// TestDecoysAreNoEvents: alone, before and after an invitation, in the same and
// in another paragraph, nothing is made of them.
func TestDecoysAreNoEvents(t *testing.T) {
	opt := on("2025-01-10", "Europe/London")
	alone, beside, all := 0, 0, 0
	for lang, list := range decoys {
		for _, s := range list {
			all++
			if r := Parse(s, opt); len(r.Events) > 0 {
				alone++
				t.Errorf("alone: %q: %s", s, brief(r))
			}
			for name, text := range map[string]string{
				"before":     s + " " + invitations[lang],
				"after":      invitations[lang] + " " + s,
				"line below": invitations[lang] + "\n" + s,
				"paragraph":  s + "\n\n" + invitations[lang],
				"two":        invitations[lang] + "\n\n" + s + "\n" + list[0],
			} {
				r := Parse(text, opt)
				if got := brief(r); !strings.HasPrefix(got, "2025-03-05 19:30 Europe/London") || len(r.Events) != 1 {
					beside++
					t.Errorf("%s: %q: %s", name, text, got)
				}
			}
		}
	}
	t.Logf("%d decoys: %d alone and %d beside an invitation are read wrongly", all, alone, beside)
}
