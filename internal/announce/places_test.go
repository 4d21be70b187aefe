package announce

import "testing"

// TestPlacesAreFoundWhereverTheyStand: behind a label, in a sentence, before the
// date, on a line of their own, as where a walk sets off.
func TestPlacesAreFoundWhereverTheyStand(t *testing.T) {
	for _, c := range []struct{ zone, text, place string }{
		{"Europe/London", "Jumble sale\nSat 6 March 2027, 10am to noon\nVenue: Rowan Tree Scout Hut, Mill Rise", "Rowan Tree Scout Hut"},
		{"Europe/London", "Our spring walk sets off from Hebden Bridge station at 10.15am on Sunday 7 March 2027.", "Hebden Bridge station"},
		{"Europe/London", "Sunday 7 March 2027, 3pm – Peace vigil outside the Town Hall, Market Street", "Town Hall"},
		{"Europe/London", "Choir rehearsal, Tuesday 9 March 2027, 7.30pm. We're in the upstairs room at the Black Swan this time.", "Black Swan"},
		{"Europe/London", "Meet at the bandstand in Alexandra Park at 2pm on Saturday 6 March 2027 for our tree walk", "bandstand in Alexandra Park"},
		{"Europe/London", "Film night @ The Depot, 12 Canal Row — Friday 5 March 2027 7pm", "The Depot"},
		{"Europe/London", "AGM\nThursday 4 March 2027 6pm\nQuaker Meeting House, 22 School Lane, Liverpool", "Quaker Meeting House"},
		{"Europe/London", "Repair Café @ Rowan Library\n\nSaturday 6 March 2027, 10.30am–1pm", "Rowan Library"},
		{"Europe/Berlin", "Wir treffen uns am Samstag, 6. März 2027, um 14 Uhr vor dem Rathaus Schöneberg.", "Rathaus Schöneberg"},
		{"Europe/Berlin", "Kleidertausch\nSamstag, 6. März 2027, 14–17 Uhr\nWo? Nachbarschaftsladen Kiebitz, Hobrechtstr. 12", "Nachbarschaftsladen Kiebitz"},
		{"Europe/Berlin", "Filmabend am Freitag, 5. März 2027, 20 Uhr, Kino Lichtblick (Kastanienallee 77)", "Kino Lichtblick"},
		{"Europe/Berlin", "Die Sitzung findet am Montag, 8. März 2027, 18 Uhr in den Räumen der AWO, Hauptstr. 3, statt.", "Räumen der AWO"},
		{"Europe/Berlin", "Offene Bühne im Café Rosa am 6. März 2027 ab 20 Uhr", "Café Rosa"},
		{"Europe/Berlin", "Klausur\nFreitag, 5. März, bis Sonntag, 7. März 2027\nBeginn Freitag 18 Uhr, Ende Sonntag 13 Uhr\nTagungshaus Lindenhof\n\nAnmeldung bis 1. Februar", "Tagungshaus Lindenhof"},
		{"Europe/Madrid", "Nos vemos el sábado 6 de marzo de 2027 a las 11:00 frente al Ayuntamiento.", "Ayuntamiento"},
		{"Europe/Madrid", "Taller de costura. Jueves 4 de marzo de 2027, 18:00 h. Dónde: Centro Social La Ingobernable, c/ Gobernador 39", "Centro Social La Ingobernable"},
		{"Europe/Madrid", "Cine fórum en el Ateneo Libertario el viernes 5 de marzo de 2027 a las 20:00", "Ateneo Libertario"},
		{"Europe/Madrid", "Asamblea\nMartes 2 de marzo de 2027 - 19:00\nSede vecinal (C/ Olivo, 7)", "Sede vecinal"},
		{"Europe/Madrid", "La marcha sale el domingo 7 de marzo de 2027 a las 12 del mediodía desde la Plaza Mayor", "Plaza Mayor"},
		{"Europe/Paris", "Rendez-vous samedi 6 mars 2027 à 14h devant la mairie de Montreuil.", "mairie de Montreuil"},
		{"Europe/Paris", "Repas partagé\nDimanche 7 mars 2027, 12h30\nChez Monique, 4 impasse des Lilas", "Chez Monique"},
		{"Europe/Paris", "Projection-débat à la Maison des Associations, le vendredi 5 mars 2027 à 20h", "Maison des Associations"},
		{"Europe/Paris", "Assemblée générale le jeudi 4 mars 2027 à 18h30 dans les locaux de l'association, 15 rue Pasteur", "locaux de l'association"},
		{"Europe/Paris", "Le départ de la balade aura lieu samedi 6 mars 2027 à 10h depuis la gare de Lyon-Vaise", "gare de Lyon-Vaise"},
		{"Europe/Lisbon", "Concentração no Largo do Camões, sábado, 6 de março de 2027, às 15h", "Largo do Camões"},
		{"Europe/Lisbon", "Oficina de bordado. Quinta, 4 de março de 2027, 18h30. Onde: Casa da Esquina, Rua Aires de Campos 6", "Casa da Esquina"},
		{"Europe/Lisbon", "A reunião será no dia 8 de março de 2027, às 19h, na sede do sindicato.", "sede do sindicato"},
		{"Europe/Lisbon", "Saímos da Praça da Sé às 9h do dia 7 de março de 2027 rumo à serra", "Praça da Sé"},
		{"Europe/Moscow", "Встречаемся в субботу, 6 марта 2027 года, в 12:00 у входа в парк Горького.", "парк Горького"},
		{"Europe/Moscow", "Собрание состоится 4 марта 2027 в 18:30 в актовом зале школы № 7", "актовом зале школы № 7"},
		{"Europe/Moscow", "Лекторий, 3 марта 2027, 19:00, лофт «Фабрика», Заводская 3", "лофт «Фабрика»"},
		{"Europe/Moscow", "В четверг, 4 марта 2027, в 19:00 лекция «Право на жильё». Библиотека № 5, ул. Лесная, 15, читальный зал. Вход свободный.", "Библиотека № 5"},
		{"Asia/Kolkata", "बैठक 6 मार्च 2027 को शाम 5 बजे रामलीला मैदान में होगी।", "रामलीला मैदान"},
		{"Asia/Kolkata", "कवि गोष्ठी\nशनिवार, 6 मार्च 2027, शाम 6 बजे\nकहाँ: प्रेस क्लब, रायसीना रोड", "प्रेस क्लब"},
		{"Asia/Kolkata", "रैली 7 मार्च 2027 सुबह 10 बजे गांधी चौक से शुरू होगी", "गांधी चौक"},
		{"Asia/Beirut", "نلتقي يوم السبت 6 آذار 2027 الساعة 4 عصرا أمام مبنى البلدية", "مبنى البلدية"},
		{"Asia/Beirut", "أمسية شعرية\nالجمعة 5 آذار 2027 الساعة 8 مساء\nمقهى الروضة، شارع العابد", "مقهى الروضة"},
		{"Asia/Beirut", "يقام المعرض في مكتبة الأسد يوم الأحد 7 آذار 2027 الساعة 6 مساء", "مكتبة الأسد"},
		{"Asia/Beirut", "العنوان: دار الندوة، شارع بليس\nندوة\nالخميس 4 آذار 2027 الساعة 6 مساء", "دار الندوة"},
	} {
		got := Parse(c.text, on("2027-02-10", c.zone))
		place := ""
		if len(got.Events) == 1 && got.Events[0].Place != nil {
			place = got.Events[0].Place.Name
		}
		if place != c.place {
			t.Errorf("%q\n got %q of %d events, want %q", c.text, place, len(got.Events), c.place)
		}
	}
}
