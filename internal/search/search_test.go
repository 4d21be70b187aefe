package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// library is what the tests look through: a title in each of the eight
// languages and some others, with what it should be found by.
func library() map[string]struct {
	lang, title string
	asked       []string
} {
	type entry = struct {
		lang, title string
		asked       []string
	}
	return map[string]entry{
		"en":      {"en", "Meetings about housing", []string{"meeting", "MEETINGS", "house", "housing meet", "about housing"}},
		"de":      {"de", "Größere Versammlungen der Straße", []string{"versammlung", "grosse versammlung", "strasse", "GRÖSSERE"}},
		"es":      {"es", "Organización de los barrios", []string{"organizacion", "organizaciones", "barrio", "Organización"}},
		"fr":      {"fr", "L’atelier des réunions publiques", []string{"reunion", "réunion", "atelier", "l'atelier public"}},
		"hi":      {"hi", "पड़ोसियों की बैठकें", []string{"बैठक", "बैठकों", "पड़ोसी", "पडोसियों"}},
		"pt":      {"pt", "Formação de facilitadoras", []string{"formacao", "formações", "facilitadora", "formação facilitadoras"}},
		"ru":      {"ru", "Собрания жильцов ещё раз", []string{"собрание", "собраний", "жилец жильцов", "еще"}},
		"ar":      {"ar", "اجتماعات المدرسة الكبرى", []string{"اجتماع", "مدرسة", "المدرسه", "الكُبْرى", "الكبري"}},
		"zh":      {"zh-Hant", "社區會議與學習", []string{"會議", "社區會議", "學習"}},
		"digits":  {"ar", "اللقاء ٢٠٢٧", []string{"2027", "٢٠٢٧", "२०२७"}},
		"unknown": {"sw", "Mkutano wa wapangaji", []string{"mkutano", "wapang"}},
		"turkish": {"en", "Ayşe Yılmaz speaks", []string{"ayse yilmaz", "Yılmaz"}},
	}
}

func put(t *testing.T, db *store.DB, things ...search.Thing) {
	t.Helper()
	err := db.Write(context.Background(), func(tx *store.Tx) error {
		for _, thing := range things {
			if err := search.Put(tx, thing); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, db *store.DB, typed string, kinds ...search.Kind) (ids []string) {
	t.Helper()
	err := db.Read(context.Background(), func(tx *store.Tx) error {
		hits, err := search.Find(tx, search.Ask(typed, false, kinds...), all)
		for _, h := range hits {
			ids = append(ids, h.ID)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// all is what a room answers that hides nothing.
func all(_ search.Kind, ids []string) (map[string]bool, error) {
	shown := map[string]bool{}
	for _, id := range ids {
		shown[id] = true
	}
	return shown, nil
}

func TestTextsAreFoundByTheFormsOfTheirWordsInEveryLanguage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for id, entry := range library() {
			put(t, db, search.Thing{Kind: search.Post, ID: id, Title: i18n.Text{entry.lang: entry.title}})
		}
		for id, entry := range library() {
			for _, typed := range append(entry.asked, entry.title) {
				if found := find(t, db, typed); len(found) == 0 || found[0] != id {
					t.Errorf("%q finds %q, not %q first", typed, found, entry.title)
				}
			}
		}
	})
}

func TestWordsThatOnlyLookAlikeFindNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		put(t, db,
			search.Thing{Kind: search.Post, ID: "hi", Title: i18n.Text{"hi": "राजा की कहानी"}},
			search.Thing{Kind: search.Post, ID: "zh", Title: i18n.Text{"zh": "學校社團"}},
			search.Thing{Kind: search.Post, ID: "en", Title: i18n.Text{"en": "The warehouse"}})
		for _, typed := range []string{"जा", "校學", "house", "…", "", "!?", "a", "%", "_", "'", "\x00", "' OR 1=1", "ware*"} {
			found := find(t, db, typed)
			if typed == "ware*" {
				if !slices.Equal(found, []string{"en"}) {
					t.Errorf("a sign behind a word is no part of it, yet %q finds %q", typed, found)
				}
				continue
			}
			if len(found) > 0 {
				t.Errorf("%q finds %q", typed, found)
			}
		}
	})
}

func TestTitlesComeBeforeTextsAndAllWordsBeforeSome(t *testing.T) {
	day := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	body := func(s string) []i18n.Text { return []i18n.Text{{"en": s}} }
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		put(t, db,
			search.Thing{Kind: search.Event, ID: "body", At: day.AddDate(1, 0, 0), Title: i18n.Text{"en": "A talk"}, Body: body("about tenants")},
			search.Thing{Kind: search.Event, ID: "older", At: day, Title: i18n.Text{"en": "Tenants"}},
			search.Thing{Kind: search.Event, ID: "newer", At: day.AddDate(0, 0, 1), Title: i18n.Text{"en": "Tenants"}},
			search.Thing{Kind: search.Post, ID: "theme", At: day, Title: i18n.Text{"en": "News"}, About: body("Tenants and owners")})
		for typed, want := range map[string][]string{
			"tenants":         {"newer", "older", "theme", "body"},
			"tenants owners":  {"theme"},
			"owners tenants":  {"theme"},
			"tenants missing": {"newer", "older", "theme", "body"}, // none has both
			"missing":         nil,
		} {
			if found := find(t, db, typed); !slices.Equal(found, want) {
				t.Errorf("%q finds %q, want %q", typed, found, want)
			}
		}
		if found := find(t, db, "tenants", search.Post); !slices.Equal(found, []string{"theme"}) {
			t.Errorf("among posts tenants finds %q", found)
		}
	})
}

func TestAThingIsFoundByWhatItSaysNow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		thing := search.Thing{Kind: search.Event, ID: "x", Title: i18n.Text{"en": "Spring meeting", "de": "Frühlingstreffen"}}
		put(t, db, thing)
		put(t, db, thing)
		if found := find(t, db, "spring"); !slices.Equal(found, []string{"x"}) {
			t.Fatalf("found %q", found)
		}
		thing.Title = i18n.Text{"en": "Autumn meeting"}
		put(t, db, thing)
		if found := slices.Concat(find(t, db, "spring"), find(t, db, "frühling")); len(found) > 0 {
			t.Errorf("what it no longer says finds %q", found)
		}
		if found := find(t, db, "autumn"); !slices.Equal(found, []string{"x"}) {
			t.Errorf("what it says finds %q", found)
		}
		err := db.Write(context.Background(), func(tx *store.Tx) error { return search.Drop(tx, search.Event, "x") })
		if found := find(t, db, "autumn"); err != nil || len(found) > 0 {
			t.Errorf("dropped, it is found as %q (%v)", found, err)
		}
	})
}

// Not even by what is left out of an answer: what members alone may find does
// not push away what has fewer of the words.
func TestWhatIsForMembersLeavesNoTraceInTheAnswersOfOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		put(t, db,
			search.Thing{Kind: search.Event, ID: "open", Title: i18n.Text{"en": "Tenants"}},
			search.Thing{Kind: search.Event, ID: "closed", Members: true, Title: i18n.Text{"en": "Tenants and owners"}})
		err := db.Read(context.Background(), func(tx *store.Tx) error {
			for members, want := range map[bool]string{false: "open", true: "closed"} {
				hits, err := search.Find(tx, search.Ask("tenants owners", members), all)
				if err != nil {
					return err
				}
				if len(hits) != 1 || hits[0].ID != want {
					t.Errorf("signed in %v: found %v, want %q", members, hits, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// What nobody will ever type again must not stop a house: any text can be put,
// and is found by each of its words.
func FuzzEveryTextIsFoundByItsOwnWords(f *testing.F) {
	languages := append(i18n.Languages(), "sw", "zh-Hant")
	for _, entry := range library() {
		f.Add(uint8(max(0, slices.Index(languages, entry.lang))), entry.title)
	}
	f.Add(uint8(4), "क़ ँ ़")
	f.Add(uint8(7), "ـــ ًٌٍ")
	f.Add(uint8(0), strings.Repeat("a", 500)+" İSTANBUL ǅ ﷺ ½ \x00\xff")
	db := storetest.Open(f)
	f.Fuzz(func(t *testing.T, n uint8, title string) {
		lang := languages[int(n)%len(languages)]
		put(t, db, search.Thing{Kind: search.Post, ID: "fuzz", Title: i18n.Text{lang: title}})
		if q := search.Ask(title, false); q.Words() > 0 && !slices.Equal(find(t, db, title), []string{"fuzz"}) {
			t.Errorf("%q in %q is not found by itself", title, lang)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	const texts, limit = 7000, 50.0
	db := storetest.Open(b)
	random := rand.New(rand.NewPCG(1, 2))
	vocabulary := make([]string, 20_000)
	for i := range vocabulary {
		for range 2 + random.IntN(3) {
			vocabulary[i] += string(rune('a'+random.IntN(20))) + string("aeiou"[random.IntN(5)])
		}
	}
	word := func() string {
		return vocabulary[int(float64(len(vocabulary))*random.Float64()*random.Float64()*random.Float64())]
	}
	for i := range texts / 100 {
		things := make([]search.Thing, 100)
		for k := range things {
			var body strings.Builder
			for range 100 {
				body.WriteString(word() + " ")
			}
			things[k] = search.Thing{Kind: search.Event, ID: fmt.Sprint(i, "-", k), Title: i18n.Text{"en": word() + " " + word()}, Body: []i18n.Text{{"en": body.String()}}}
		}
		err := db.Write(context.Background(), func(tx *store.Tx) error {
			for _, thing := range things {
				if err := search.Put(tx, thing); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	asked := make([]string, 200)
	for i := range asked {
		asked[i] = word() + " " + word() + " " + word()[:3]
	}
	for i := 0; b.Loop(); i++ {
		find(b, db, asked[i%len(asked)])
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/question")
	b.ReportMetric(limit, "limit-ms")
}
