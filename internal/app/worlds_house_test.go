package app

import (
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// takingPart are those who take part in everything, members of the private
// group and others side by side: in one series, one circle and one event.
func takingPart() []string { return []string{"asha", "bo", "cy", "una", "vic"} }

// calendar publishes an evening that everybody comes to, one for members only,
// and one that repeats, and registers people for the first.
func (w *oneWorld) calendar() {
	w.t.Helper()
	ctx, console := w.t.Context(), auth.AtConsole()
	evening, few := 19*60, 20
	monthly := events.Rule{From: when.Date{Year: 2027, Month: 1, Day: 13}, Every: 1, Unit: events.Months, Weekdays: []time.Weekday{time.Wednesday}, Nth: 2}
	for _, e := range []*events.Event{
		{Slug: "assembly", Kind: events.Assembly, Visibility: events.Public, Chapter: "riverside", Title: map[string]string{"en": "Assembly"}, Online: "https://meet.harbour.example/assembly",
			Venue: &events.Place{Name: "Old mill", Address: "River Street 1", City: "Berlin"}, Dates: []events.Date{{Day: when.Date{Year: 2027, Month: 1, Day: 28}}},
			Entry: events.Entry{Registration: events.Required, Waitlist: true, Places: events.Places{Here: &few}, Questions: []events.Question{{ID: "brings", Kind: events.AskText, Label: map[string]string{"en": "What do you bring?"}}}}},
		{Slug: "inner", Kind: events.Meeting, Visibility: events.Members, Title: map[string]string{"en": "Inner evening"}, Online: "https://meet.harbour.example/inner",
			Dates: []events.Date{{Day: when.Date{Year: 2027, Month: 2, Day: 2}}}, Entry: events.Entry{Registration: events.Required}},
		{Slug: "readers", Kind: events.Meeting, Visibility: events.Public, Title: map[string]string{"en": "Reading circle"}, Rule: &monthly,
			Venue: &events.Place{Name: "Library", City: "Berlin"}, Entry: events.Entry{Registration: events.Optional, ByDate: true}},
	} {
		e.Zone, e.Start, e.Length, e.Languages = "Europe/Berlin", when.Clock(evening), 2*time.Hour, []string{"en"}
		e.Contact = people.Contact{Name: "Team", Email: "team@harbour.example"}
		w.write(func(tx *store.Tx) error { _, err := w.app.Events.Save(ctx, tx, console, e); return err })
		w.write(func(tx *store.Tx) error { return w.app.Events.SetState(ctx, tx, console, e.Slug, events.Published) })
	}
	for _, name := range takingPart() {
		f := events.Form{Input: worldInput(name), Way: events.Remote, Answers: map[string]string{"brings": "Bread."}}
		w.write(func(tx *store.Tx) error {
			_, err := w.app.Events.Register(ctx, tx, auth.Viewer{}, "assembly", f.Clean())
			return err
		})
	}
}

func worldInput(name string) people.Input {
	return people.Input{Name: name, Address: name + "@mail.example", Zone: "Europe/Berlin", Language: "en"}
}

// writings publishes a write-up and some news, and leaves a draft.
func (w *oneWorld) writings() {
	w.t.Helper()
	ctx, itself := w.t.Context(), auth.Itself()
	w.write(func(tx *store.Tx) error {
		s, err := w.app.Series.BySlug(ctx, tx, itself, "lease")
		if err != nil {
			return err
		}
		for _, p := range []posts.Post{
			{Slug: "first-evening", Kind: posts.WriteUp, About: posts.About{Kind: posts.Session, ID: s.Sessions[0].ID}, Title: map[string]string{"en": "What we learned"}, Body: map[string]string{"en": "We met."}},
			{Slug: "not-yet", Kind: posts.WriteUp, About: posts.About{Kind: posts.Session, ID: s.Sessions[1].ID}, Title: map[string]string{"en": "Not yet"}, Body: map[string]string{"en": "A draft."}},
		} {
			saved, err := w.app.Posts.Save(ctx, tx, itself, p)
			if err != nil {
				return err
			}
			if p.Slug != "not-yet" {
				if _, err := w.app.Posts.Publish(ctx, tx, itself, saved.ID); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// gather lets everybody say yes to the circles of a series, and publishes the
// one circle that comes of it.
func (w *oneWorld) gather(slug string) {
	w.t.Helper()
	ctx, itself := w.t.Context(), auth.Itself()
	hours, err := circles.ReadHours("THU 18:00-22:00")
	must(w.t, err)
	for i, name := range takingPart() {
		w.write(func(tx *store.Tx) error {
			_, err := w.app.Circles.SayYes(ctx, tx, auth.Viewer{}, slug, circles.YesForm{Name: name, Address: name + "@mail.example",
				Answer: circles.Answer{Zone: "Europe/Berlin", Language: "en", Hours: hours, Languages: []string{"en"}, Leads: i < 2}})
			return err
		})
	}
	var s *series.Series
	var p circles.Proposal
	w.write(func(tx *store.Tx) (err error) {
		if s, err = w.app.Series.BySlug(ctx, tx, itself, slug); err == nil {
			p, err = w.app.Circles.Form(tx, itself, s, "", circles.Effort{Seed: 7, Steps: 300})
		}
		return err
	})
	must(w.t, w.settle())
	draft, err := w.app.Circles.Draft(ctx, w.app.DB, itself, s, p.ID, 1, circles.Change{What: circles.Rechecked})
	must(w.t, err)
	w.write(func(tx *store.Tx) error {
		if ok, err := w.app.Circles.Publish(tx, itself, s, draft); err != nil || !ok {
			w.t.Fatalf("the circle was not published: %v %v", draft.Breaches, err)
		}
		return nil
	})
}

// meetings are those of the circles of a series.
func meetings(first when.Date) *series.Circles {
	c := &series.Circles{Size: series.CircleSize{Min: 3, Target: 5, Max: 6}, Days: series.DaysFixed, Length: 90 * time.Minute, Facilitators: 1, Rota: true}
	for n, theme := range []string{"Heart", "Head", "Hand"} {
		c.Meetings = append(c.Meetings, series.Session{Date: first.AddDays(7 * n), Kind: series.KindMeeting, Status: series.Scheduled,
			Theme: map[string]string{"en": theme}, Question: map[string]string{"en": "What brought you here?"}})
	}
	return c
}
