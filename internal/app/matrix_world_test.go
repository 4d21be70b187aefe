package app_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// planted is a made-up value in one personal field: whoever finds it has been
// shown that field.
type planted struct {
	column string // of the label that says who may see it
	core   string // what to look for: letters only, however it is written
	owner  string // whose it is: a name of the world
	series string // in which it lies: "tenancy" or "backroom"
	shared []string
}

// someone is a person of the world: what they gave, and how they come by.
type someone struct {
	name    string // in this test; never in the house
	id      string
	address string
	series  string // in which they take part
	scope   auth.Scope
	grants  []auth.Grant
	r       series.Registration
	in      circles.Interest
	d       series.Delegation
	at      events.Registration // for the event beside the series
	browser *http.Client        // signed in, or just a browser
	within  within              // a private group
	tier    auth.Tier           // what their sign-in is worth
	gone    bool                // signed in once, and erased
}

// world is a house with two series in two chapters, one public and one for
// invited people, the same in both: people, groups, circles, write-ups.
type world struct {
	*round
	seed      *rand.Rand
	canaries  []planted
	who       map[string]*someone
	chapter   map[string]string  // ids by slug
	proposals map[string]string  // by series
	posts     map[string]string  // slugs by series
	dates     map[string]string  // ids of the first dates of the events beside the series, by series
	offer     string             // the id of a role that was offered
	waiting   waiting            // in the private group
	ready     map[string]readied // proposals nobody has published, by series
	planned   map[string]string  // ids of dates of drafts, by series
	asked     string             // the id of a role in the series that was offered
	report    string
	wish      string      // of Ada, who she wants to be kept apart from
	organiser *e2e.Client // whose pages the forms are taken from
	forms     map[string]url.Values
}

func newWorld(t *testing.T, engine store.Engine) *world {
	w := &world{round: newRound(t, engine), seed: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())), who: map[string]*someone{},
		proposals: map[string]string{}, posts: map[string]string{}, dates: map[string]string{}, ready: map[string]readied{}, planned: map[string]string{}, forms: map[string]url.Values{}}
	w.chapter = chapters(t, w.House, "river", "hill")
	for slug, chapter := range map[string]string{"tenancy": "river", "backroom": "hill"} {
		w.open(slug, chapter)
	}
	for slug, names := range map[string][]string{"tenancy": {"ada", "bea", "cem"}, "backroom": {"dora", "emma", "fay"}} {
		w.populate(slug, names)
	}
	w.enter("una", "tenancy", false)
	w.organisers()
	w.privateGroups()
	w.undecided()
	w.Write(func(tx *store.Tx) error { // people took part while it was public
		if _, err := tx.Exec(`UPDATE event SET visibility = 'invited', version = version + 1 WHERE slug = 'backroom-hall'`); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE series SET visibility = 'invited', version = version + 1 WHERE slug = 'backroom'`)
		return err
	})
	w.Pass(time.Minute)
	return w
}

func (w *world) core() string {
	var b strings.Builder
	for range 14 {
		b.WriteByte("abcdefghijklmnopqrstuvwxyz"[w.seed.IntN(26)])
	}
	return b.String()
}

// plant makes a value for a field, of whom it is and where it lies.
func (w *world) plant(column, owner, series string, shared ...string) string {
	core := w.core()
	w.canaries = append(w.canaries, planted{column, core, owner, series, shared})
	if column == "person.address" {
		return core + "@mail.example"
	}
	return core
}

func (w *world) open(slug, chapter string) {
	s := apptest.Series(slug)
	s.Circles = w.s.Circles
	s.Chapter, s.JoinURL = chapter, "https://"+w.plant("series.join_url", "", slug)+".example/{n}"
	s.Title = i18n.Text{"en": "About " + w.plant("series.title", "", slug)}
	s.Questions = []series.Question{{ID: "needs", Kind: series.AskText, Label: i18n.Text{"en": "What do you need?"}}}
	w.Announce(s)
	e := apptest.Event(slug + "-hall")
	e.Chapter, e.Title = chapter, i18n.Text{"en": "Evening of " + w.plant("event.title", "", slug)}
	comer := map[string]string{"tenancy": "ada", "backroom": "dora"}[slug] // who has a place in its calls
	e.Online = "https://" + w.plant("event.online", "", slug, comer) + ".example/evening"
	if slug == "backroom" { // a page shows the way to the next call alone: the event's, or the date's own
		e.Dates[0].Online = "https://" + w.plant("event_date.online", "", slug, comer) + ".example/first"
	}
	e.Entry.Questions = []events.Question{{ID: "brings", Kind: events.AskText, Label: i18n.Text{"en": "What do you bring?"}}}
	w.Publish(e)
}

// comes makes somebody known register for the event beside a series.
func (w *world) comes(p *someone) {
	w.Write(func(tx *store.Tx) error {
		f := events.Form{Input: people.Input{Name: "Somebody", Address: p.address, Zone: "Europe/Berlin", Language: "en"}, Way: events.Remote,
			Answers: map[string]string{"brings": w.plant("event_registration.answers", p.name, p.series)}}
		if _, err := w.Events.Register(tx.Context(), tx, auth.Viewer{}, p.series+"-hall", f.Clean()); err != nil {
			return err
		}
		list, err := w.Events.Of(tx.Context(), tx, auth.Viewer{Kind: auth.Person, Person: p.id, Tier: auth.Mail}, p.id)
		if err == nil {
			p.at, w.dates[p.series] = list[0].R, list[0].E.Dates[0].ID
		}
		return err
	})
}

// enter makes somebody take part in a series.
func (w *world) enter(name, slug string, proven bool) *someone {
	p := &someone{name: name, series: slug, address: w.plant("person.address", name, slug)}
	w.who[name] = p
	f := series.Form{Input: people.Input{Name: w.plant("person.name", name, slug), Address: p.address, Zone: "Europe/Berlin", Language: "en"},
		Answers: map[string]string{"needs": w.plant("registration.answers", name, slug)}}
	w.Write(func(tx *store.Tx) (err error) {
		if _, err = w.App.Series.Register(tx.Context(), tx, auth.Viewer{}, slug, f.Clean()); err != nil {
			return err
		}
		if p.id, err = w.People.Find(tx, p.address); err != nil {
			return err
		}
		if proven {
			err = w.People.Prove(tx, p.id)
		}
		if err == nil {
			p.r, err = w.App.Series.RegistrationOf(tx, w.seriesIn(tx, slug).ID, p.id)
		}
		return err
	})
	return p
}

func (w *world) seriesIn(tx *store.Tx, slug string) *series.Series {
	s, err := w.App.Series.BySlug(tx.Context(), tx, auth.Itself(), slug)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// populate fills a series: three people with a circle, and a group.
func (w *world) populate(slug string, names []string) {
	h, err := circles.ReadHours("THU 18:00-22:00")
	if err != nil {
		w.t.Fatal(err)
	}
	for i, name := range names {
		p := w.enter(name, slug, true)
		w.Write(func(tx *store.Tx) (err error) {
			if _, err = w.Circles.SayYes(tx.Context(), tx, auth.Viewer{}, slug, circles.YesForm{Name: "-", Address: p.address,
				Answer: circles.Answer{Zone: "Europe/Berlin", Language: "en", Hours: h, Languages: []string{"en"}, Leads: i == 1}}); err != nil {
				return err
			}
			return nil
		})
	}
	w.Write(func(tx *store.Tx) (err error) {
		for _, name := range names {
			p := w.who[name]
			if p.in, err = w.Circles.InterestOf(tx, auth.Itself(), w.seriesIn(tx, slug).ID, p.id); err != nil {
				return err
			}
			said := w.plant("interest.wishes", name, slug)
			if name == "ada" {
				w.wish = said
			}
			wish := circles.Wishes{Apart: circles.NameThem(said)}
			if err = w.Circles.SetWishes(tx.Context(), tx, auth.Viewer{Kind: auth.Person, Person: p.id, Tier: auth.Mail}, &p.in, wish); err != nil {
				return err
			}
		}
		return nil
	})
	w.s = w.Find(slug)
	w.publish()
	w.comes(w.who[names[0]])
	w.circleOf(slug, names)
	w.group(slug)
	w.writeUp(slug)
	w.unread(slug)
}

// circleOf fills what the members of a circle write, and shares their names.
func (w *world) circleOf(slug string, names []string) {
	w.Write(func(tx *store.Tx) (err error) {
		p := w.who[names[0]]
		v := auth.Viewer{Kind: auth.Person, Person: p.id, Tier: auth.Mail}
		if p.in, err = w.Circles.InterestOf(tx, v, w.seriesIn(tx, slug).ID, p.id); err == nil {
			err = w.Circles.Rename(tx.Context(), tx, v, p.in, w.plant("circle.name", p.name, slug, names...))
		}
		if err == nil {
			err = w.Circles.WriteNotes(tx.Context(), tx, v, p.in, circles.Notes{Text: w.plant("circle.notes", p.name, slug, names...)})
		}
		if err == nil {
			err = w.Circles.AskMove(tx.Context(), tx, v, p.in, w.plant("placement.ask", p.name, slug))
		}
		if err != nil {
			return err
		}
		return tx.Row(`SELECT published FROM cohort WHERE subject = $1`, w.seriesIn(tx, slug).ID).Scan(new(string))
	})
	w.Read(func(tx *store.Tx) error {
		var id string
		err := tx.Row(`SELECT p.id FROM proposal p JOIN cohort c ON c.id = p.cohort WHERE c.subject = $1 ORDER BY p.made_at DESC LIMIT 1`, w.seriesIn(tx, slug).ID).Scan(&id)
		w.proposals[slug] = id
		return err
	})
	for i := range w.canaries {
		if c := &w.canaries[i]; c.column == "person.name" && slices.Contains(names, c.owner) {
			c.shared = names
		}
	}
}

// group registers a group by its form.
func (w *world) group(slug string) {
	contact := &someone{name: "contact of " + slug, series: slug, address: w.plant("person.address", "contact of "+slug, slug)}
	w.who[contact.name] = contact
	var lines []string
	for range 12 {
		lines = append(lines, w.plant("person.name", "", slug, contact.name)+" <"+w.plant("person.address", "", slug, contact.name)+">")
	}
	page := w.Visitor().Open("/s/" + slug + "/group")
	page.Form("people").Set("name", w.plant("person.name", contact.name, slug)).Set("email", contact.address).
		Set("organisation", w.plant("delegation.organisation", contact.name, slug)).Set("people", strings.Join(lines, "\n")).
		Submit().OK().Form("confirm").Submit().OK()
	w.Pass(0)
	w.Write(func(tx *store.Tx) (err error) {
		if contact.id, err = w.People.Find(tx, contact.address); err == nil {
			err = w.People.Prove(tx, contact.id)
		}
		if err != nil {
			return err
		}
		list, err := w.App.Series.GroupsOf(tx.Context(), tx, auth.Viewer{Kind: auth.Person, Person: contact.id}, contact.id)
		if err == nil {
			contact.d = list[0]
		}
		return err
	})
}

// writeUp publishes one about the first session.
func (w *world) writeUp(slug string) {
	w.Write(func(tx *store.Tx) error {
		s := w.seriesIn(tx, slug)
		post, err := w.Posts.Save(tx.Context(), tx, auth.Itself(), posts.Post{Slug: slug + "-1", Kind: posts.WriteUp, About: posts.About{Kind: posts.Session, ID: s.Sessions[0].ID},
			Title: i18n.Text{"en": "What we learned"}, Body: i18n.Text{"en": "We met " + w.plant("post.body", "", slug)}})
		if err == nil {
			_, err = w.Posts.Publish(tx.Context(), tx, auth.Itself(), post.ID)
		}
		w.posts[slug] = post.Slug
		return err
	})
}

// organisers makes everybody who comes by besides those who take part, and
// signs all of them in.
func (w *world) organisers() {
	lease := auth.SeriesScope(w.Find("tenancy").ID)
	river, hill := auth.ChapterScope(w.chapter["river"]), auth.ChapterScope(w.chapter["hill"])
	team := auth.Roles("series")[1].Verbs
	for _, x := range []struct {
		name  string
		scope auth.Scope
		verbs []auth.Verb
	}{
		{"network organiser", auth.TheNetwork(), auth.Verbs()}, {"chapter organiser", river, auth.VerbsOn("chapter")},
		{"other chapter's organiser", hill, auth.VerbsOn("chapter")}, {"series team", lease, team}, {"welcomes people", lease, []auth.Verb{auth.TakeAttendance}},
		{"operator", auth.TheNetwork(), []auth.Verb{auth.RunHouse}}, {"ex-organiser", lease, team}, {"erased", auth.Scope{}, nil},
		{"organiser by mail", auth.TheNetwork(), auth.Verbs()}, {stewardHere, auth.Scope{}, nil}, {memberHere, auth.Scope{}, nil}, {"safety contact", auth.Scope{}, nil},
	} {
		p := &someone{name: x.name, scope: x.scope, address: w.plant("person.address", x.name, "")}
		w.who[x.name] = p
		in := people.Input{Name: w.plant("person.name", x.name, ""), Address: p.address, Zone: "Europe/Berlin", Language: "en"}
		w.Write(func(tx *store.Tx) error {
			person, _, err := w.People.Meet(tx.Context(), tx, auth.AtConsole(), in)
			p.id = person.ID
			if err == nil && len(x.verbs) > 0 {
				err = w.Auth.Give(tx.Context(), tx, auth.AtConsole(), p.id, x.scope, x.verbs...)
			}
			return err
		})
	}
	w.who["organiser by mail"].tier = auth.Mail
	w.Auth.Trial = false // a sign-in is worth what was shown for it
	for _, p := range w.who {
		p.browser = browser()
		if p.name != "una" { // who has not answered cannot have signed in
			w.signIn(p)
		}
	}
	w.who["link holder"] = &someone{name: "link holder", series: "tenancy", r: w.who["ada"].r, in: w.who["ada"].in, at: w.who["ada"].at, id: w.who["ada"].id, browser: browser()}
	w.who["anonymous"] = &someone{name: "anonymous", browser: browser()}
	w.Write(func(tx *store.Tx) (err error) {
		ctx := tx.Context()
		if err = w.Auth.Take(ctx, tx, auth.AtConsole(), w.who["ex-organiser"].id, lease); err != nil {
			return err
		}
		if err = w.Auth.Offer(ctx, tx, auth.AtConsole(), w.who["ada"].id, "en", river, auth.WritePosts); err != nil {
			return err
		}
		if err = tx.Row(`SELECT id FROM role_offer`).Scan(&w.offer); err != nil {
			return err
		}
		for _, p := range w.who {
			if p.id == "" || p.name == "link holder" || p.name == "una" {
				continue
			}
			if p.grants, err = w.Auth.GrantsOf(tx, p.id); err != nil {
				return err
			}
		}
		erased := w.who["erased"]
		erased.gone = true
		return w.People.Erase(ctx, tx, auth.AtConsole(), erased.id)
	})
}

// browser is one that keeps cookies and follows nothing.
func browser() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (w *world) signIn(p *someone) {
	if p.tier == 0 {
		p.tier = auth.Fresh
	}
	var token string
	w.Write(func(tx *store.Tx) (err error) {
		token, err = w.Auth.Invite(tx, auth.AtConsole(), p.id, "/me", p.tier, time.Hour)
		return err
	})
	resp, err := p.browser.PostForm(w.URL+"/signin/"+token, url.Values{})
	if err != nil || resp.StatusCode != http.StatusSeeOther {
		w.t.Fatalf("%s cannot sign in: %v %v", p.name, resp, err)
	}
	resp.Body.Close()
}
