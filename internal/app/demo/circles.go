package demo

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// inCircles gives a series circles that meet every week from a date on, on a
// weekday that is found.
func inCircles(s *series.Series, first when.Date, closes when.Date) {
	w := closes.At(23*60 + 59)
	s.Circles = &series.Circles{Size: series.CircleSize{Min: 5, Target: 6, Max: 8}, Days: series.DaysAny, Closes: &w, Length: 90 * time.Minute, Facilitators: 1, Rota: true}
	for n, x := range []struct{ theme, question string }{
		{"Heart", "What brought you here?"}, {"Head", "What would have to change, and who decides that?"},
		{"Hand", "What do we do differently from tomorrow?"}, {"Looking back", "What stays?"},
	} {
		s.Circles.Meetings = append(s.Circles.Meetings, series.Session{Date: first.AddDays(7 * n), Status: series.Scheduled,
			Theme: inAll(x.theme), Question: inAll(x.question)})
	}
}

// gather lets people who are registered for a series say yes to its circles,
// and forms these; publish publishes them.
func (b *builder) gather(slug string, daysAgo, most int, publish bool) error {
	b.Clock.Set(b.today.AddDate(0, 0, -daysAgo))
	var s *series.Series
	var list []series.Registration
	if err := b.DB.Read(b.ctx, func(tx *store.Tx) (err error) {
		if s, err = b.Series.BySlug(b.ctx, tx, auth.Itself(), slug); err != nil {
			return err
		}
		if list, err = b.Series.WithPlaces(b.ctx, tx, auth.Itself(), s); err != nil {
			return err
		}
		shown, err := b.People.Find(tx, b.shown().Address) // whoever looks around as a member sees a circle
		slices.SortStableFunc(list, func(x, y series.Registration) int { return cmp.Compare(rank(x, shown), rank(y, shown)) })
		return err
	}); err != nil {
		return err
	}
	if err := b.sayYes(s, list[:min(most, len(list))]); err != nil {
		return err
	}
	b.Clock.Add(time.Hour)
	if publish {
		return b.form(s, 3, true)
	}
	if err := b.form(s, 5, false); err != nil {
		return err
	}
	b.Clock.Add(time.Hour)
	return b.form(s, 3, false)
}

// sayYes lets people say yes, some in each write.
func (b *builder) sayYes(s *series.Series, list []series.Registration) error {
	answers := make([]circles.Answer, len(list))
	for n, r := range list {
		answers[n] = b.hours(s, n, r)
	}
	const some = 30
	for from := 0; from < len(list); from += some {
		if err := b.write(func(tx *store.Tx) error {
			for n := from; n < min(from+some, len(list)); n++ {
				v := auth.Holder(series.LinkRegistration, list[n].ID, list[n].Person)
				if _, err := b.Circles.SayYes(b.ctx, tx, v, s.Slug, circles.YesForm{Answer: answers[n]}); err != nil {
					return fmt.Errorf("%s: %w", s.Slug, err)
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// rank puts one person before all others.
func rank(r series.Registration, first string) int {
	if r.Person == first {
		return 0
	}
	return 1
}

// form forms circles of a series as its organiser does.
func (b *builder) form(s *series.Series, seed uint64, publish bool) error {
	var p circles.Proposal
	err := b.write(func(tx *store.Tx) (err error) {
		p, err = b.Circles.Form(tx, auth.Itself(), s, "", circles.Effort{Seed: seed, Steps: 300})
		return err
	})
	if err == nil {
		_, err = b.Jobs.RunDue(b.ctx)
	}
	if err != nil || !publish {
		return err
	}
	draft, err := b.Circles.Draft(b.ctx, b.DB, auth.Itself(), s, p.ID, 1, circles.Change{What: circles.Rechecked})
	if err != nil {
		return err
	}
	if err = b.write(func(tx *store.Tx) error {
		_, err := b.Circles.Publish(tx, auth.Itself(), s, draft)
		return err
	}); err != nil {
		return err
	}
	_, err = b.Jobs.RunDue(b.ctx)
	return err
}

// hours makes up when somebody can: most in the evening of some days, some at
// weekends, some in the morning.
func (b *builder) hours(s *series.Series, n int, r series.Registration) circles.Answer {
	var text string
	add := func(s string) {
		if text != "" {
			text += ";"
		}
		text += s
	}
	for i, day := range []string{"MON", "TUE", "WED", "THU", "FRI"} {
		switch from := 17 + b.random.IntN(3); {
		case (i+n)%3 == 0:
		case n%5 == 0:
			add(fmt.Sprintf("%s %02d:00-%02d:00", day, 7+b.random.IntN(3), 12+b.random.IntN(2)))
		default:
			add(fmt.Sprintf("%s %02d:00-%02d:30", day, from, from+3))
		}
	}
	if n%3 == 0 {
		add("SAT 10:00-19:00")
		add("SUN 11:00-18:00")
	}
	h, err := circles.ReadHours(text)
	if err != nil {
		panic(err) // made of the constants above
	}
	a := circles.Answer{Zone: r.Zone, Language: r.Language, Hours: h, Leads: n%4 == 0}
	if slices.Contains(circles.Spoken(s), r.Language) {
		a.Languages = append(a.Languages, r.Language)
	}
	if len(a.Languages) == 0 || n%7 != 3 && r.Language != "en" {
		a.Languages = append(a.Languages, "en")
	}
	return a
}
