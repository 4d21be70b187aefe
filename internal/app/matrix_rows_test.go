package app_test

import (
	"encoding/json"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// The objects that an address is tried with.
const (
	own     = "own"     // in the series that the viewer's fellows take part in
	other   = "other"   // in one that is for invited people, in another chapter
	mixed   = "mixed"   // something of the other under the address of one's own
	nothing = "nothing" // what does not exist
)

// keyed are the addresses whose key opens something, by what stands before it.
func (w *world) keyed(before string, p *someone) (purpose, id string, generation int) {
	holder := p
	if p.r.ID == "" {
		holder = w.who["ada"] // a link that was passed on
	}
	contact := p
	if p.d.ID == "" {
		contact = w.who["contact of tenancy"]
	}
	switch before {
	case "/r/":
		return "r", holder.r.ID, holder.r.Generation
	case "/g/":
		return "g", contact.d.ID, contact.d.Generation
	case "/in/":
		return "in", contact.d.ID, 0
	case "/join/":
		return "join", holder.r.ID + "-1", holder.r.Generation
	case "/feed/":
		return "feed", holder.id, 0
	case "/u/":
		return "u", holder.r.ID, holder.r.Generation
	case "/circle/", "/u/circle/", "/meet/":
		in := holder.in
		if in.ID == "" {
			in = w.who["ada"].in
		}
		purpose := map[string]string{"/circle/": "circle", "/u/circle/": "circle-stop", "/meet/": "meet"}[before]
		if purpose == "meet" {
			return purpose, in.ID + "-1", in.Generation
		}
		return purpose, in.ID, in.Generation
	case "/er/", "/eu/":
		at := p.at
		if at.ID == "" {
			at = w.who["ada"].at
		}
		return strings.Trim(before, "/"), at.ID, at.Generation
	case "/role/":
		return "role", w.offer, 0
	}
	return "", "", 0
}

// address fills in a pattern for a viewer and an object; ok is false where there
// is no such object.
func (w *world) address(pattern, object string, p *someone) (address string, ok bool) {
	slug := map[string]string{own: "tenancy", other: "backroom", mixed: "tenancy", nothing: "no-such-thing"}[object]
	if p.series == "backroom" && !strings.HasPrefix(pattern, "/o/") && (object == own || object == other) { // theirs is the other one
		slug = map[string]string{own: "backroom", other: "backroom"}[object]
	}
	address, ok = pattern, object != mixed
	fill := func(name, value string) {
		if strings.Contains(address, "{"+name+"}") {
			address = strings.Replace(address, "{"+name+"}", value, 1)
		}
	}
	if before, _, is := strings.Cut(pattern, "{key}"); is {
		purpose, id, generation := w.keyed(before, p)
		key := w.Keys.Link(purpose, id, generation)
		switch object {
		case other: // of what exists, with another's seal
			key = seal.New(make([]byte, 32)).Link(purpose, w.who["dora"].r.ID, 0)
		case nothing:
			key = w.Keys.Link(purpose, store.NewID(), 0)
		}
		fill("key", key)
	}
	theirs := map[string]string{own: "ada", other: "dora", mixed: "dora"}[object]
	id, proposal, kind := store.NewID(), store.NewID(), "series"
	if theirs != "" {
		id, proposal = w.who[theirs].r.ID, w.proposals[seriesOf(theirs)]
	}
	if strings.Contains(pattern, "{slug}") && (strings.Contains(pattern, "{id}") || strings.Contains(pattern, "{proposal}")) && strings.HasPrefix(pattern, "/o/s/") {
		ok = true
	}
	if (strings.HasPrefix(pattern, "/e/") || strings.HasPrefix(pattern, "/o/e/{")) && object != nothing {
		slug += "-hall"
	}
	if strings.HasPrefix(pattern, "/o/e/{") {
		ok = ok || strings.Contains(pattern, "{date}") || strings.Contains(pattern, "{id}")
		if theirs != "" {
			id = w.who[theirs].at.ID
			if ofDraft(pattern) {
				fill("date", w.planned[seriesOf(theirs)])
			}
			fill("date", w.dates[map[string]string{own: "tenancy", other: "backroom", mixed: "backroom"}[object]])
		}
		fill("what", "undo")
	}
	if strings.HasPrefix(pattern, "/posts/") {
		slug = w.posts[slug]
		if slug == "" {
			slug = "no-such-thing"
		}
	}
	if chapter := map[string]string{"ada": "river", "dora": "hill"}[theirs]; strings.HasPrefix(pattern, "/o/events/import/") && chapter != "" {
		id = w.brought(chapter)
	}
	if chapter := map[string]string{"ada": "river", "dora": "hill"}[theirs]; strings.HasPrefix(pattern, "/o/posts/{") && chapter != "" {
		id = w.drafted(chapter)
	}
	if strings.Contains(pattern, "/groups/{id}") {
		if id = store.NewID(); theirs != "" {
			id = w.who[map[string]string{"ada": "contact of tenancy", "dora": "contact of backroom"}[theirs]].d.ID
		}
	}
	if strings.HasPrefix(pattern, "/me/groups/{group}") {
		var group string
		group, id = w.ofGroup(pattern, object, p)
		fill("group", group)
		ok = ok || strings.Contains(pattern, "{id}")
	}
	if strings.HasPrefix(pattern, "/me/join/") && object == own {
		fill("code", w.waiting.code)
	}
	if ofDraft(pattern) && theirs != "" {
		slug = strings.TrimSuffix(slug, "-hall") + "-plan"
	}
	if strings.HasPrefix(pattern, "/o/s/{slug}/circles/{proposal}/") && pattern != "/o/s/{slug}/circles/{proposal}/move" && theirs != "" {
		proposal = w.ready[seriesOf(theirs)].id
	}
	if pattern == "/o/s/{slug}/session/{n}/remove" {
		fill("n", "4")
	}
	if strings.HasPrefix(pattern, "/o/reports/{id}") && object == own {
		id = w.report
	}
	fill("slug", slug)
	fill("slug}.ics", slug+".ics")
	address = strings.Replace(address, "{file}", slug+".yaml", 1)
	if strings.Contains(pattern, "{key}") && strings.Contains(pattern, "{date}") {
		ok = true
	}
	if strings.HasPrefix(pattern, "/er/") && object != nothing { // of one's own event and of the other
		beside := p.series
		if p.at.ID == "" {
			beside = "tenancy"
		}
		if object != own {
			beside = map[string]string{"tenancy": "backroom", "backroom": "tenancy"}[beside]
		}
		fill("date", w.dates[beside])
	}
	if strings.HasPrefix(pattern, "/e/") && object != nothing {
		fill("receipt", w.receipt(slug))
	}
	fill("chapter", map[string]string{own: "river", other: "hill", nothing: "nowhere"}[object])
	fill("id", id)
	fill("proposal", proposal)
	fill("kind", kind)
	fill("n", "1")
	fill("what", "resend")
	fill("receipt", "abc")
	for _, unknown := range []string{"token", "secret", "group", "code", "date", "version", "provider", "issuer", "name"} {
		fill(unknown, "aaaaaaaaaaaaaaaaaaaaaaaaaa")
	}
	address = strings.Replace(address, "{$}", "", 1)
	if !strings.Contains(pattern, "{") && object != own {
		return "", false // there is one such page
	}
	return address, ok
}

// ofDraft tells whether a form is for what nobody has registered for.
func ofDraft(pattern string) bool {
	return strings.HasSuffix(pattern, "{slug}/delete") || pattern == "/o/e/{slug}/d/{date}/remove" || pattern == "/o/s/{slug}/session/{n}/remove"
}

// seriesOf is where somebody takes part.
func seriesOf(name string) string {
	return map[string]string{"ada": "tenancy", "dora": "backroom"}[name]
}

// receipt is the last part of the address of the page after a registration.
func (w *world) receipt(event string) string {
	plain, err := json.Marshal(events.Outcome{Standing: events.Registered, Way: events.Remote, Zone: "Europe/Berlin"})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.Keys.Ticket("event.receipt/"+event, plain)
}

// values are what a form is sent with: whole, so that only who may not is
// stopped. What several forms share stands in all of them.
func (w *world) values(pattern, object string, p *someone) url.Values {
	if form := w.asOffered(pattern, object); form != nil {
		return form
	}
	v := url.Values{"name": {"Somebody"}, "email": {"somebody@mail.example"}, "zone": {"Europe/Berlin"}, "language": {"en"}, "track": {""}, "sure": {"yes"},
		"to": {"archived"}, "kind": {"series"}, "from": {"tenancy"}, "date": {"2027-05-05"}, "code": {"000000"}, "q": {"a"}, "hours": {"THU 18:00-21:00"},
		"slot": {"THU-18"}, "languages": {"en"}, "answer": {"no"}, "role": {"host"}, "receives": {"contact"}, "value": {"light"}, "theme": {"light"},
		"title.en": {"Title"}, "body.en": {"Body"}, "text": {"Text"}, "notes": {"Notes"}, "why": {"because"}, "there": {"yes"}}
	theirs := map[string]string{own: "ada", other: "dora", mixed: "dora"}[object]
	if theirs != "" {
		v.Set("person", w.who[theirs].id)
		v.Set("registration", w.who[theirs].r.ID)
		v.Set("id", w.who[theirs].r.ID)
		v.Set("offer", w.offer)
	}
	if strings.HasPrefix(pattern, "/o/e/") {
		for name, value := range map[string]string{"kind": "meeting", "visibility": "public", "registration": "optional", "first": "2027-05-05", "start": "19:00",
			"end": "21:00", "status": "scheduled", "way": "online", "to": "published"} {
			v.Set(name, value)
		}
		if theirs != "" {
			v.Set("here", w.who[theirs].at.ID)
		}
	}
	if strings.HasPrefix(pattern, "/me/groups") || pattern == "/me/join" {
		w.ofGroups(v, pattern, object)
	}
	if strings.HasPrefix(pattern, "/o/posts") {
		w.ofPosts(v, object)
	}
	if object == other && strings.HasPrefix(pattern, "/o/series/copy") {
		v.Set("from", "backroom")
	}
	w.typed(v, pattern, object)
	return v
}
