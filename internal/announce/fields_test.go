package announce

import "testing"

// TestTitlePlaceModeAndRegistration reads what spares the volunteer typing, in all
// eight languages: what it is called, where it is, how one takes part and whether
// one registers.
func TestTitlePlaceModeAndRegistration(t *testing.T) {
	for _, c := range []struct{ zone, text, title, mode, place, registration string }{
		{"Europe/London", "Quiz night\nSunday 6 December 2026, 7pm at the Lamb", "Quiz night", "in-person", "Lamb", "unknown"},
		{"Europe/London", "Quiz night\nSunday 6 December 2026, 7pm\nThe Old Dairy, Mill Lane", "Quiz night", "in-person", "The Old Dairy / Mill Lane", "unknown"},
		{"Europe/London", "Quiz night\nSunday 6 December 2026, 7pm\nWhere: Copper Kettle, 3 Mill Lane", "Quiz night", "in-person", "Copper Kettle / 3 Mill Lane", "unknown"},
		{"Europe/London", "Hiya all, quiz night on Sunday 6 December 2026 at 7pm in the scout hut, bring a pen", "quiz night", "in-person", "scout hut", "unknown"},
		{"Europe/London", "Book club meets on Sunday 6 December 2026 at 7pm in the library", "Book club", "in-person", "library", "unknown"},
		{"Europe/London", "Friends of the Canal present\nA Winter Concert\nSunday 6 December 2026, 7pm\nSt Oswin's Chapel", "A Winter Concert", "in-person", "St Oswin's Chapel", "unknown"},
		{"Europe/London", "Forum\nSunday 6 December 2026, 7pm\nIn person: Guildhall\nOnline: https://meet.example/abc", "Forum", "hybrid", "Guildhall", "unknown"},
		{"Europe/London", "Talk: Bees\nSunday 6 December 2026, 7pm, on Zoom\nEmail bees@hive.example to register", "Talk: Bees", "online", "", "required"},
		{"Europe/London", "Talk: Bees\nSunday 6 December 2026, 7pm, Guildhall\nNo need to book, just turn up", "Talk: Bees", "in-person", "Guildhall", "optional"},
		{"Europe/London", "Talk: Bees\nSunday 6 December 2026, 7pm, Guildhall\nPlaces must be booked by 1 December", "Talk: Bees", "in-person", "Guildhall", "required"},
		{"Europe/Berlin", "Stammtisch\nSonntag, 6. Dezember 2026, 19 Uhr im Kranichnest", "Stammtisch", "in-person", "Kranichnest", "unknown"},
		{"Europe/Berlin", "Lesung\nSonntag, 6. Dezember 2026, 19 Uhr\nAlte Kelter Windrode", "Lesung", "in-person", "Alte Kelter Windrode", "unknown"},
		{"Europe/Berlin", "Hallo zusammen, Probe am Sonntag, 6. Dezember 2026, um 19 Uhr in der Werkstatt, bitte Noten mitbringen", "Probe", "in-person", "Werkstatt", "unknown"},
		{"Europe/Berlin", "Kammerchor Windrode\nWinterkonzert\nSonntag, 6. Dezember 2026, 19 Uhr\nOrt: Stadtkirche", "Winterkonzert", "in-person", "Stadtkirche", "unknown"},
		{"Europe/Berlin", "Forum\nSonntag, 6. Dezember 2026, 19 Uhr\nVor Ort: Volkshaus\nOnline: https://meet.example/abc", "Forum", "hybrid", "Volkshaus", "unknown"},
		{"Europe/Berlin", "Vortrag\nSonntag, 6. Dezember 2026, 19 Uhr, Volkshaus\nAnmeldung an info@volkshaus.example", "Vortrag", "in-person", "Volkshaus", "required"},
		{"Europe/Berlin", "Vortrag\nSonntag, 6. Dezember 2026, 19 Uhr, Volkshaus\nKommt einfach vorbei, ohne Anmeldung", "Vortrag", "in-person", "Volkshaus", "optional"},
		{"Europe/Madrid", "Charla\nDomingo 6 de diciembre de 2026, 19:00, en el Café Havanna", "Charla", "in-person", "Café Havanna", "unknown"},
		{"Europe/Madrid", "Charla\nDomingo 6 de diciembre de 2026, 19:00\nLugar: Casa del Pueblo, calle Mayor 3", "Charla", "in-person", "Casa del Pueblo / calle Mayor 3", "unknown"},
		{"Europe/Madrid", "Hola a todas, asamblea el domingo 6 de diciembre de 2026 a las 19h en la biblioteca para elegir junta", "asamblea", "in-person", "biblioteca", "unknown"},
		{"Europe/Madrid", "Charla\nDomingo 6 de diciembre de 2026, 19:00. Presencial y por zoom: https://zoom.example/j/1\nCasa del Pueblo", "Charla", "hybrid", "Casa del Pueblo", "unknown"},
		{"Europe/Madrid", "Taller\nDomingo 6 de diciembre de 2026, 19:00, Casa del Pueblo\nInscripción: info@casa.example", "Taller", "in-person", "Casa del Pueblo", "required"},
		{"Europe/Madrid", "Taller\nDomingo 6 de diciembre de 2026, 19:00, Casa del Pueblo\nSin inscripción previa", "Taller", "in-person", "Casa del Pueblo", "optional"},
		{"Europe/Paris", "Soirée jeux\ndimanche 6 décembre 2026 à 19h, à La Loupiote", "Soirée jeux", "in-person", "La Loupiote", "unknown"},
		{"Europe/Paris", "La chorale du Lavoir présente\n« Noël sous les ponts »\ndimanche 6 décembre 2026 à 19h\nGrange aux Dîmes", "« Noël sous les ponts »", "in-person", "Grange aux Dîmes", "unknown"},
		{"Europe/Paris", "Bonjour à tous, répétition dimanche 6 décembre 2026 à 19h dans la serre", "répétition", "in-person", "serre", "unknown"},
		{"Europe/Paris", "Débat\ndimanche 6 décembre 2026 à 19h\nLieu : Maison des Brasseurs", "Débat", "in-person", "Maison des Brasseurs", "unknown"},
		{"Europe/Paris", "Débat\ndimanche 6 décembre 2026 à 19h, salle Colette ou en visio", "Débat", "hybrid", "salle Colette", "unknown"},
		{"Europe/Paris", "Atelier\ndimanche 6 décembre 2026 à 19h, salle des fêtes\nInscription : fil@atelier.example", "Atelier", "in-person", "salle des fêtes", "required"},
		{"Europe/Paris", "Atelier\ndimanche 6 décembre 2026 à 19h, salle des fêtes\nEntrée libre, sans inscription", "Atelier", "in-person", "salle des fêtes", "optional"},
		{"Europe/Lisbon", "Contos\nDomingo, 6 de dezembro de 2026, às 21h15, no Jardim das Camélias", "Contos", "in-person", "Jardim das Camélias", "unknown"},
		{"Europe/Lisbon", "Oi gente, ensaio domingo, 6 de dezembro de 2026, às 19h na quadra da igreja", "ensaio", "in-person", "quadra da igreja", "unknown"},
		{"Europe/Lisbon", "Baile\nDomingo, 6 de dezembro de 2026, 19h\nOnde: Casa do Povo", "Baile", "in-person", "Casa do Povo", "unknown"},
		{"Europe/Lisbon", "Oficina\nDomingo, 6 de dezembro de 2026, 19h, Casa do Povo ou online", "Oficina", "hybrid", "Casa do Povo", "unknown"},
		{"Europe/Lisbon", "Oficina\nDomingo, 6 de dezembro de 2026, 19h, Casa do Povo\nInscrições até 1 de dezembro", "Oficina", "in-person", "Casa do Povo", "required"},
		{"Europe/Lisbon", "Oficina\nDomingo, 6 de dezembro de 2026, 19h, Casa do Povo\nSem inscrição", "Oficina", "in-person", "Casa do Povo", "optional"},
		{"Europe/Moscow", "Концерт\nВоскресенье, 6 декабря 2026, 19:00\nКрасный уголок депо", "Концерт", "in-person", "Красный уголок депо", "unknown"},
		{"Europe/Moscow", "Ребята, репетиция в воскресенье 6 декабря 2026 в 19:00 в мастерской у Лёни", "репетиция", "in-person", "мастерской у Лёни", "unknown"},
		{"Europe/Moscow", "Лекция\n6 декабря 2026, 19:00\nГде: библиотека № 12", "Лекция", "in-person", "библиотека № 12", "unknown"},
		{"Europe/Moscow", "Лекция\n6 декабря 2026, 19:00, Дом культуры или онлайн", "Лекция", "hybrid", "Дом культуры", "unknown"},
		{"Europe/Moscow", "Лекция\n6 декабря 2026, 19:00, Дом культуры\nЗапись: info@dk.example", "Лекция", "in-person", "Дом культуры", "required"},
		{"Europe/Moscow", "Лекция\n6 декабря 2026, 19:00, Дом культуры\nРегистрация желательна, но не обязательна", "Лекция", "in-person", "Дом культуры", "optional"},
		{"Asia/Kolkata", "आम सभा\nरविवार, 6 दिसंबर 2026, शाम 7 बजे सामुदायिक भवन में होगी", "आम सभा", "in-person", "सामुदायिक भवन", "unknown"},
		{"Asia/Kolkata", "आम सभा\nरविवार, 6 दिसंबर 2026, शाम 7 बजे\nस्थान: पंचायत भवन", "आम सभा", "in-person", "पंचायत भवन", "unknown"},
		{"Asia/Kolkata", "आम सभा\nरविवार, 6 दिसंबर 2026, शाम 7 बजे\nस्थान: मिलन हॉल, या ऑनलाइन", "आम सभा", "hybrid", "मिलन हॉल", "unknown"},
		{"Asia/Kolkata", "कार्यशाला\nरविवार, 6 दिसंबर 2026, शाम 7 बजे, मिलन हॉल\nपंजीकरण 1 दिसंबर तक करें", "कार्यशाला", "in-person", "मिलन हॉल", "required"},
		{"Asia/Kolkata", "कार्यशाला\nरविवार, 6 दिसंबर 2026, शाम 7 बजे, मिलन हॉल\nपंजीकरण ज़रूरी नहीं", "कार्यशाला", "in-person", "मिलन हॉल", "optional"},
		{"Asia/Beirut", "لقاء\nالأحد 6 كانون الأول 2026 الساعة 7 مساء بمسرح المدرسة", "لقاء", "in-person", "مسرح المدرسة", "unknown"},
		{"Asia/Beirut", "لقاء\nالأحد 6 كانون الأول 2026 الساعة 7 مساء\nالمكان: دار الشباب", "لقاء", "in-person", "دار الشباب", "unknown"},
		{"Asia/Beirut", "لقاء\nالأحد 6 كانون الأول 2026 الساعة 7 مساء، حضوريا في قاعة النواعير أو عبر الإنترنت", "لقاء", "hybrid", "قاعة النواعير", "unknown"},
		{"Asia/Beirut", "ورشة\nالأحد 6 كانون الأول 2026 الساعة 7 مساء، دار الشباب\nالتسجيل: info@dar.example", "ورشة", "in-person", "دار الشباب", "required"},
		{"Asia/Beirut", "ورشة\nالأحد 6 كانون الأول 2026 الساعة 7 مساء، دار الشباب\nالدخول بدون تسجيل", "ورشة", "in-person", "دار الشباب", "optional"},
	} {
		got := Parse(c.text, on("2026-11-10", c.zone))
		if len(got.Events) != 1 {
			t.Errorf("%q: %d events", c.text, len(got.Events))
			continue
		}
		e, place := got.Events[0], ""
		if e.Place != nil {
			if place = e.Place.Name; e.Place.Address != "" {
				place += " / " + e.Place.Address
			}
		}
		if e.Title != c.title || e.Mode != c.mode || place != c.place || e.Registration != c.registration {
			t.Errorf("%q\n got %q, %s, %q, %s\nwant %q, %s, %q, %s", c.text, e.Title, e.Mode, place, e.Registration, c.title, c.mode, c.place, c.registration)
		}
		if len(e.Conflicts) > 0 {
			t.Errorf("%q: %v", c.text, e.Conflicts)
		}
	}
}
