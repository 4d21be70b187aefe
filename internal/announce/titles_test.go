package announce

import "testing"

// TestTitlesAreFoundAmongWhatStandsAroundThem: senders, greetings, subjects,
// slogans, reminders, and the sentence that only says when.
func TestTitlesAreFoundAmongWhatStandsAroundThem(t *testing.T) {
	for _, c := range []struct{ zone, text, title string }{
		{"Europe/London", "Subject: [all-members] Fwd: Stewards' briefing – only 3 places left\n\nSaturday 6 March 2027, 10am, Union House", "Stewards' briefing"},
		{"Europe/London", "FREE – ALL WELCOME\n\nRIVERSIDE TENANTS ASSOCIATION\npresents\n\nThe Damp Olympics\nSaturday 6 March 2027, 2pm, Rowan Hall", "The Damp Olympics"},
		{"Europe/London", "Just a quick reminder: pension drop-in is on Tuesday 9 March 2027 at 1pm in the canteen. Bring your letters.", "pension drop-in"},
		{"Europe/London", "Hi folks 👋 our next know-your-rights workshop will be on Thursday 4 March 2027, 6.30pm, Rowan Library", "know-your-rights workshop"},
		{"Europe/London", "There's a vigil for the drowned on Sunday 7 March 2027 at 6pm by the harbour.", "vigil for the drowned"},
		{"Europe/London", "Come and join our banner-making afternoon on Saturday 6 March 2027, 1–4pm, at the Old Dairy!", "banner-making afternoon"},
		{"Europe/London", "Workshop: \"Reading a rent book\"\nThursday 4 March 2027, 7pm\nRowan Library", "Reading a rent book"},
		{"Europe/Berlin", "Betreff: WG: [ig-metall-nord] Einladung zur Delegiertenversammlung\n\nDonnerstag, 4. März 2027, 17 Uhr, Gewerkschaftshaus", "Delegiertenversammlung"},
		{"Europe/Berlin", "Hallo zusammen,\n\nunser nächstes Nachbarschaftsfrühstück ist am Sonntag, 7. März 2027, um 11 Uhr im Kiezladen.", "Nachbarschaftsfrühstück"},
		{"Europe/Berlin", "Kurze Erinnerung: Die Bezirkskonferenz findet am Samstag, 6. März 2027, ab 10 Uhr in der Stadthalle statt.", "Bezirkskonferenz"},
		{"Europe/Berlin", "Wir laden herzlich ein zur Filmvorführung „Der lange Streik“ am Freitag, 5. März 2027, 20 Uhr, Kino Lichtblick", "Der lange Streik"},
		{"Europe/Berlin", "MIETERVEREIN NORDSTADT E.V.\n\nHeizkosten verstehen\nVortrag mit Fragen\nMittwoch, 3. März 2027, 18 Uhr", "Heizkosten verstehen"},
		{"Europe/Madrid", "Asunto: Convocatoria de asamblea extraordinaria\n\nEstimadas socias: se les convoca a la asamblea extraordinaria que tendrá lugar el jueves 4 de marzo de 2027 a las 19:00 en la sede.", "asamblea extraordinaria"},
		{"Europe/Madrid", "¡Vecinas! El próximo taller de compostaje será el sábado 6 de marzo de 2027 a las 11:00 en el huerto", "taller de compostaje"},
		{"Europe/Madrid", "SINDICATO DE INQUILINAS\n\nConcentración contra los desahucios\nViernes 5 de marzo de 2027, 18:00 h, Plaza Mayor", "Concentración contra los desahucios"},
		{"Europe/Madrid", "Charla-coloquio «El trabajo que no se ve», con Inés Prada. Martes 2 de marzo de 2027, 19 h, Ateneo", "El trabajo que no se ve"},
		{"Europe/Paris", "Objet : TR: [cgt-sante] Réunion publique sur l'hôpital\n\nJeudi 4 mars 2027 à 18h30, salle Jaurès", "Réunion publique sur l'hôpital"},
		{"Europe/Paris", "Bonjour à toutes et tous,\n\nla prochaine assemblée des locataires aura lieu le mardi 2 mars 2027 à 19h à la Maison de quartier.", "assemblée des locataires"},
		{"Europe/Paris", "Le collectif Toit pour tous organise une soirée jeux le vendredi 5 mars 2027 à 20h, salle Jaurès", "soirée jeux"},
		{"Europe/Paris", "Atelier « Lire sa fiche de paie »\nsamedi 6 mars 2027, 10h\nBourse du travail", "Lire sa fiche de paie"},
		{"Europe/Lisbon", "Assunto: Fwd: Plenário de trabalhadores\n\nQuinta-feira, 4 de março de 2027, às 17h, refeitório", "Plenário de trabalhadores"},
		{"Europe/Lisbon", "Pessoal, vai ter roda de samba no sábado, 6 de março de 2027, às 16h, na sede", "roda de samba"},
		{"Europe/Lisbon", "ASSOCIAÇÃO DE MORADORES DA GRAÇA\n\nSessão de esclarecimento sobre rendas\nTerça-feira, 2 de março de 2027, 21h, Voz do Operário", "Sessão de esclarecimento sobre rendas"},
		{"Europe/Lisbon", "Oficina \"Como ler um contrato\"\nSábado, 6 de março de 2027, 15h, biblioteca", "Como ler um contrato"},
		{"Europe/Moscow", "Тема: Fwd: Общее собрание ТСЖ\n\nчетверг, 4 марта 2027, 19:00, школа № 7", "Общее собрание ТСЖ"},
		{"Europe/Moscow", "Соседи, напоминаем: субботник состоится в субботу, 6 марта 2027, в 11:00 во дворе", "субботник"},
		{"Europe/Moscow", "ПРОФСОЮЗ «УЧИТЕЛЬ»\n\nКруглый стол о нагрузке\nсреда, 3 марта 2027, 18:00, библиотека", "Круглый стол о нагрузке"},
		{"Europe/Moscow", "Приглашаем на лекцию «Как устроен бюджет города» в пятницу, 5 марта 2027, в 19:00, лофт «Фабрика»", "Как устроен бюджет города"},
		{"Asia/Kolkata", "विषय: मासिक बैठक की सूचना\n\nशनिवार, 6 मार्च 2027, शाम 5 बजे, पंचायत भवन", "मासिक बैठक"},
		{"Asia/Kolkata", "साथियो, हमारी अगली कार्यशाला \"मज़दूरी का हिसाब\" रविवार, 7 मार्च 2027 को सुबह 11 बजे पुस्तकालय में होगी।", "मज़दूरी का हिसाब"},
		{"Asia/Kolkata", "किसान संघ\nधरना और जन सुनवाई\nसोमवार, 8 मार्च 2027, सुबह 10 बजे, कलेक्ट्रेट", "धरना और जन सुनवाई"},
		{"Asia/Beirut", "الموضوع: دعوة لحضور الجمعية العمومية\n\nالخميس 4 آذار 2027 الساعة 6 مساء، قاعة البلدية", "الجمعية العمومية"},
		{"Asia/Beirut", "تدعوكم لجنة المستأجرين إلى ورشة «حقوق المستأجر القديم» يوم السبت 6 آذار 2027 الساعة 5 مساء في دار الشباب", "حقوق المستأجر القديم"},
		{"Asia/Beirut", "تذكير: اجتماع لجنة الحي يوم الثلاثاء 2 آذار 2027 الساعة 7 مساء في المكتبة", "اجتماع لجنة الحي"},
	} {
		got := Parse(c.text, on("2027-02-10", c.zone))
		title := ""
		if len(got.Events) == 1 {
			title = got.Events[0].Title
		}
		if title != c.title {
			t.Errorf("%q\n got %q of %d events, want %q", c.text, title, len(got.Events), c.title)
		}
	}
}
