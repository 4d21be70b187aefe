package search_test

import (
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// named is what people of one language look for: what is called how, who speaks
// where, and by which of ten questions each is found, "" by none.
type named struct {
	things map[string]search.Thing
	asked  map[string]string
}

func thing(lang, title string, names ...string) search.Thing {
	return search.Thing{Kind: search.Event, Title: i18n.Text{lang: title}, Names: names}
}

func namesOf() map[string]named {
	return map[string]named{
		"en": {map[string]search.Thing{
			"rent":  thing("en", "Rents and repairs", "Siobhán O'Connor", "St Aidan's Hall"),
			"women": thing("en", "Women's history walk", "Zoë Brontë-Smith", "Łódź Society"),
		}, map[string]string{"Siobhan": "rent", "o'connor": "rent", "O’CONNOR": "rent", "aidan": "rent", "repairing": "rent", "zoe bronte": "women", "Brontë": "women", "lodz": "women", "womens": "women", "connors": "rent"}},
		"de": {map[string]search.Thing{
			"miete": thing("de", "Mieterhöhungen prüfen", "Jürgen Groß", "Volkshaus Weißensee"),
			"recht": thing("de", "Arbeitsrecht für Anfängerinnen", "Käthe Müller-Lüdenscheidt"),
		}, map[string]string{"jurgen": "miete", "GROSS": "miete", "groß": "miete", "weissensee": "miete", "mieterhöhung": "miete", "mieterhohung": "miete", "kathe muller": "recht", "lüdenscheidt": "recht", "anfängerin": "recht", "arbeitsr": "recht"}},
		"es": {map[string]search.Thing{
			"agua":   thing("es", "Asambleas por el agua", "Begoña Núñez", "Peña El Ñandú"),
			"barrio": thing("es", "Organización del barrio", "Ángel Güell"),
		}, map[string]string{"begona": "agua", "NUNEZ": "agua", "Núñez": "agua", "nandu": "agua", "pena": "agua", "asamblea": "agua", "angel guell": "barrio", "Güell": "barrio", "organizaciones": "barrio", "barrios": "barrio"}},
		"fr": {map[string]search.Thing{
			"greve":  thing("fr", "L’histoire des grèves", "Zoé Lefèvre", "Maison de l’Œuvre"),
			"ecoles": thing("fr", "Les écoles d’été", "François Çelik", "Hôtel-Dieu"),
		}, map[string]string{"greve": "greve", "grève": "greve", "lefevre": "greve", "ZOÉ": "greve", "œuvre": "greve", "oeuvre": "greve", "histoire": "greve", "ecole": "ecoles", "francois celik": "ecoles", "hotel dieu": "ecoles"}},
		"hi": {map[string]search.Thing{
			"sabha": thing("hi", "मज़दूरों की सभाएँ", "फ़ातिमा ख़ान", "अंबेडकर भवन"),
			"bahas": thing("hi", "लड़कियों की शिक्षा", "गीता ज़ैदी", "गांधी मैदान"),
		}, map[string]string{"फातिमा": "sabha", "फ़ातिमा ख़ान": "sabha", "खान": "sabha", "मजदूर": "sabha", "मज़दूर": "sabha", "अम्बेडकर": "sabha", "लड़की": "bahas", "लडकियां": "bahas", "जैदी": "bahas", "गाँधी": "bahas"}},
		"pt": {map[string]search.Thing{
			"reuniao": thing("pt", "Reuniões de moradores", "João Conceição", "Associação São Tomé"),
			"saude":   thing("pt", "Lições de saúde", "Inês Magalhães"),
		}, map[string]string{"reuniao": "reuniao", "reunião": "reuniao", "joao": "reuniao", "CONCEICAO": "reuniao", "associacoes": "reuniao", "sao tome": "reuniao", "licao": "saude", "lição": "saude", "saude": "saude", "ines magalhaes": "saude"}},
		"ru": {map[string]search.Thing{
			"dom":   thing("ru", "Собрания жильцов", "Алёна Ковалёва", "Дом культуры «Зарёй»"),
			"shkol": thing("ru", "Школы для рабочих", "Юрий Щёкин", "Новый Уренгой"),
		}, map[string]string{"алена": "dom", "Алёна": "dom", "КОВАЛЕВА": "dom", "Алёне Ковалёвой": "dom", "собрание": "dom", "культура": "dom", "щекин": "shkol", "рабочий": "shkol", "школу": "shkol", "уренгой": "shkol"}},
		"ar": {map[string]search.Thing{
			"liqa":  thing("ar", "لقاءات المعلمين", "أحمد إبراهيم", "مكتبة الإسكندرية"),
			"warsh": thing("ar", "ورشات للعاملات", "فاطمة الزهراء", "مدرسة النخلة"),
		}, map[string]string{"احمد": "liqa", "أَحْمَد": "liqa", "ابراهيم": "liqa", "الاسكندريه": "liqa", "المكتبة": "liqa", "معلم": "liqa", "فاطمه": "warsh", "الزهرا": "warsh", "مدرسه": "warsh", "نخلة": "warsh"}},
	}
}

// Ten questions in each language find the right thing first on both engines, with
// all of the others beside it.
func TestNamesAreFoundHoweverTheyAreTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, lang := range namesOf() {
			for id, thing := range lang.things {
				thing.ID = id
				put(t, db, thing)
			}
		}
		for lang, list := range namesOf() {
			if len(list.asked) != 10 {
				t.Errorf("%s: %d questions", lang, len(list.asked))
			}
			for typed, want := range list.asked {
				if found := find(t, db, typed); len(found) == 0 || found[0] != want {
					t.Errorf("%s: %q finds %q, not %q first", lang, typed, found, want)
				}
			}
		}
	})
}

// What a room does not show neither pushes away what it shows nor stands for it.
func TestWhatARoomHidesIsNotComparedWith(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		put(t, db, search.Thing{Kind: search.Event, ID: "open", Title: i18n.Text{"en": "Tenants"}})
		for n := range 1200 {
			put(t, db, search.Thing{Kind: search.Post, ID: "hidden" + string(rune('a'+n%26)) + string(rune('0'+n/26)), Title: i18n.Text{"en": "Tenants and owners"}})
		}
		ask := func(sees search.Sees) (hits []search.Hit) {
			err := db.Read(t.Context(), func(tx *store.Tx) (err error) {
				hits, err = search.Find(tx, search.Ask("tenants owners", false), sees)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return hits
		}
		hits := ask(func(kind search.Kind, ids []string) (map[string]bool, error) {
			if kind == search.Post {
				return nil, nil
			}
			return all(kind, ids)
		})
		if len(hits) != 1 || hits[0].ID != "open" || hits[0].Words != 1 {
			t.Errorf("found %v", hits)
		}
		if hits = ask(all); slices.ContainsFunc(hits, func(h search.Hit) bool { return h.Words != 2 }) || len(hits) != 1000 {
			t.Errorf("shown, %d are found", len(hits))
		}
	})
}

func TestMoreWordsThanAreLookedForAreSaid(t *testing.T) {
	for typed, cut := range map[string]bool{"": false, "one two three four five six seven eight": false, "one one one one one one one one one": false, "one two three four five six seven eight nine": true} {
		if q := search.Ask(typed, false); q.Cut() != cut {
			t.Errorf("%q: %v", typed, q.Cut())
		}
	}
}
