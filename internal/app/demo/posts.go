package demo

import (
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// recordings is a statement with notes, which was corrected once. Its Arabic
// translation lags behind.
func recordings() posts.Post {
	return posts.Post{Slug: "how-we-handle-recordings", Kind: posts.Statement, Lang: "en",
		Title: i18n.Text{"en": "How we handle recordings", "es": "Qué hacemos con las grabaciones", "ar": "كيف نتعامل مع التسجيلات"},
		Body: i18n.Text{
			"en": `Many of you ask what happens to the recordings of our evenings. This is how we do it, and you can hold us to it.

## Before

We say at the beginning that we record, and why. Whoever does not want to be heard writes their question instead of asking it.[^1]

## After

- Only the speakers and the moderators stay in the recording.
- It is put beside the write-up after three days,[^2] and taken down after two years.
- If you hear yourself and do not want to, write to us. We cut it out within a week.

[^1]: The moderators read questions out without names.
[^2]: Until then everybody who spoke can ask for a cut.`,
			"es": `Muchas personas preguntan qué pasa con las grabaciones de nuestras tardes. Así lo hacemos, y podéis exigírnoslo.

## Antes

Al principio decimos que grabamos y por qué. Quien no quiera que se le oiga escribe su pregunta.[^1]

## Después

- En la grabación solo quedan ponentes y moderación.
- Se publica junto al resumen a los tres días[^2] y se retira a los dos años.
- Si te oyes y no quieres, escríbenos. Lo cortamos en una semana.

[^1]: La moderación lee las preguntas sin nombres.
[^2]: Hasta entonces, quien habló puede pedir un corte.`,
			"ar": `يسأل كثيرون منكم عمّا يحدث لتسجيلات أمسياتنا. هكذا نفعل، ولكم أن تحاسبونا على ذلك.

## قبل الأمسية

نقول في البداية إننا نسجّل ولماذا. من لا يريد أن يُسمع صوته يكتب سؤاله بدل أن يطرحه.[^1]

## بعدها

- لا يبقى في التسجيل إلا المتحدثون ومديرو الحوار.
- يُنشر إلى جانب الملخّص بعد يوم واحد.[^2]

[^1]: يقرأ مديرو الحوار الأسئلة بلا أسماء.
[^2]: حتى ذلك الحين يمكن لكل من تحدّث أن يطلب حذف كلامه.`}}
}

// ramp is an update of a chapter, written in German and translated.
func ramp() posts.Post {
	return posts.Post{Slug: "the-ramp-is-there", Kind: posts.Update, Lang: "de",
		Title: i18n.Text{"de": "Die Rampe ist da", "en": "The ramp is there", "ar": "المنحدر جاهز"},
		Body: i18n.Text{
			"de": "Seit dieser Woche führt eine Rampe auf der Wasserseite in den Saal. Sie ist 1,20 Meter breit und am Abend beleuchtet.\n\nDanke an alle, die an zwei Samstagen mitgebaut haben. Als Nächstes kommt die Tür im ersten Stock dran.",
			"en": "Since this week a ramp on the water side leads into the hall. It is 1.20 metres wide and lit in the evening.\n\nThanks to all who built it on two Saturdays. The door on the first floor comes next.",
			"ar": "منذ هذا الأسبوع يقود منحدر من جهة الماء إلى القاعة. عرضه 1.20 متر وهو مضاء في المساء.\n\nشكرًا لكل من شارك في بنائه خلال يومَي سبت. الخطوة التالية هي باب الطابق الأول."}}
}

// reading is news of another chapter, which goes with an event.
func reading() posts.Post {
	return posts.Post{Slug: "a-room-for-reading", Kind: posts.News, Lang: "en",
		Title: i18n.Text{"en": "A room for reading, every day until nine", "fr": "Une salle de lecture, tous les jours jusqu’à 21 heures"},
		Body: i18n.Text{
			"en": "From next month the small room of the library is ours every day from four to nine. There is tea, there are two computers, and somebody who helps with letters on Tuesdays.\n\nThe reading circle stays where it was.",
			"fr": "Dès le mois prochain, la petite salle de la bibliothèque est à nous tous les jours de 16 à 21 heures. Il y a du thé, deux ordinateurs et, le mardi, quelqu’un qui aide à lire les lettres.\n\nLe cercle de lecture reste où il était."}}
}

// summer is a draft that waits for a second reader.
func summer() posts.Post {
	return posts.Post{Slug: "summer-break", Kind: posts.News, Lang: "en",
		Title: i18n.Text{"en": "Where to find us over the summer"},
		Body:  i18n.Text{"en": "Our evenings pause for four weeks. The library stays open, and so does the hall on Saturdays.\n\nWhoever wants to prepare something for autumn meets on the first Sunday."}}
}

// mended are the words of the statement that were corrected.
func mended() *strings.Replacer {
	return strings.NewReplacer("after two years", "after one year", "a los dos años", "al año")
}

// tell publishes what Harbour has to say, the oldest first, and leaves a draft
// with a second reader.
func (b *builder) tell() error {
	at := func(days int) { b.Clock.Set(b.today.AddDate(0, 0, -days)) }
	at(40)
	first, err := b.say(recordings(), "", "")
	if err != nil {
		return err
	}
	at(24)
	if err = b.correct(first); err != nil {
		return err
	}
	at(12)
	if _, err = b.say(ramp(), "old-docks", "docks-assembly"); err != nil {
		return err
	}
	at(3)
	if _, err = b.say(reading(), "riverside", "readers"); err != nil {
		return err
	}
	at(1)
	return b.ask(summer())
}

// say publishes a text for a chapter, with an event that it goes with.
func (b *builder) say(p posts.Post, chapter, event string) (_ posts.Post, err error) {
	err = b.write(func(tx *store.Tx) error {
		if chapter != "" {
			c, err := b.People.ChapterBySlug(tx, chapter)
			if err != nil {
				return err
			}
			p.Chapter = c.ID
		}
		if event != "" {
			e, err := b.Events.BySlug(b.ctx, tx, auth.AtConsole(), event)
			if err != nil {
				return err
			}
			p.Related = []posts.Ref{{Kind: "event", ID: e.ID}}
		}
		made, err := b.Posts.Save(b.ctx, tx, b.writer(b.boss), p)
		if err != nil {
			return err
		}
		p = made
		_, err = b.Posts.Publish(b.ctx, tx, b.writer(b.boss), p.ID)
		return err
	})
	return p, err
}

// correct puts right what the statement said of days.
func (b *builder) correct(p posts.Post) error {
	day := when.DateOf(b.Clock.Now(), time.UTC)
	p.Corrections = []posts.Correction{{Day: day, Text: i18n.Text{
		"en": "Recordings are kept for **one** year, not two. So it was decided in spring; we had copied the old rule.",
		"es": "Las grabaciones se guardan **un** año, no dos. Así se decidió en primavera; habíamos copiado la regla antigua.",
		"ar": "تُحفظ التسجيلات سنة **واحدة** لا سنتين. هكذا تقرّر في الربيع، وكنا قد نسخنا القاعدة القديمة."}}}
	body := i18n.Text{}
	for lang, text := range p.Body {
		body[lang] = mended().Replace(text)
	}
	p.Body = body
	return b.write(func(tx *store.Tx) error {
		_, err := b.Posts.Save(b.ctx, tx, b.writer(b.boss), p)
		return err
	})
}

// ask leaves a draft of a colleague with the organiser.
func (b *builder) ask(p posts.Post) error {
	return b.write(func(tx *store.Tx) error {
		kemal, _, err := b.People.Meet(b.ctx, tx, auth.AtConsole(), people.Input{Name: "Kemal Falk", Address: "kemal@harbour.example", Zone: "Europe/Berlin", Language: "en"})
		if err != nil {
			return err
		}
		if err = b.Auth.Give(b.ctx, tx, auth.AtConsole(), kemal.ID, auth.TheNetwork(), auth.WritePosts); err != nil {
			return err
		}
		if p, err = b.Posts.Save(b.ctx, tx, b.writer(kemal), p); err != nil {
			return err
		}
		return b.Posts.Ask(b.ctx, tx, b.writer(kemal), p.ID, b.boss.ID)
	})
}

// writer is somebody at their desk.
func (b *builder) writer(p people.Person) auth.Viewer {
	return auth.Viewer{Kind: auth.Person, Person: p.ID, Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.WritePosts, Scope: auth.TheNetwork()}}}
}
