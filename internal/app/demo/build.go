package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// House is what the network is made in.
type House struct {
	DB      *store.DB
	Clock   *store.Clock
	Jobs    *jobs.Queue
	Auth    *auth.Room
	People  *people.Room
	Posts   *posts.Room
	Events  *events.Room
	Series  *series.Room
	Circles *circles.Room
}

// Doors are the sign-in tokens and keys by which to look around.
type Doors struct {
	Member    string // token of a member
	Organiser string // token of an organiser
	Contact   string // key of a group's page
}

// builder makes the network step by step.
type builder struct {
	House
	ctx     context.Context
	today   time.Time
	crowd   *crowd
	random  *rand.Rand
	doors   Doors
	boss    people.Person
	members []people.Input
}

// Build makes the network. It leaves the clock where it was, and no mail
// waiting.
func Build(ctx context.Context, h House, size int) (Doors, error) {
	b := &builder{House: h, ctx: ctx, today: h.Clock.Now(), crowd: newCrowd(), random: rand.New(rand.NewPCG(3, 5))}
	for range size {
		b.members = append(b.members, b.crowd.next())
	}
	day := when.DateOf(b.today, time.UTC)
	third := len(b.members) / 3
	steps := []func() error{
		b.network,
		func() error { return b.announce(past(day), 68, b.members[:third]) },
		func() error { return b.hold(past(day).Slug) },
		func() error { return b.announce(running(day), 30, b.members[third:2*third]) },
		func() error { return b.hold(running(day).Slug) },
		func() error { return b.announce(open(day), 6, b.members[2*third:]) },
		b.meet,
		b.tell,
		b.group,
		func() error { return b.gather(running(day).Slug, 14, 90, true) },
		func() error { return b.gather(open(day).Slug, 1, 120, false) },
		b.invite,
	}
	for n, step := range steps {
		if err := step(); err != nil {
			b.Clock.Set(b.today)
			return Doors{}, fmt.Errorf("make up the network, step %d: %w", n+1, err)
		}
	}
	b.Clock.Set(b.today)
	return b.doors, b.DB.Write(ctx, mail.Discard)
}

func (b *builder) write(do func(tx *store.Tx) error) error { return b.DB.Write(b.ctx, do) }

// inSlices does something to each of a list, some in a write.
func inSlices[T any](b *builder, list []T, do func(tx *store.Tx, i int, x T) error) error {
	const some = 100
	for from := 0; from < len(list); from += some {
		if err := b.write(func(tx *store.Tx) error {
			for i, x := range list[from:min(from+some, len(list))] {
				if err := do(tx, from+i, x); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// network names the network, its chapters and its organiser.
func (b *builder) network() error {
	b.Clock.Set(b.today.AddDate(0, 0, -90))
	return b.write(func(tx *store.Tx) error {
		v := auth.AtConsole()
		err := b.People.SaveNetwork(b.ctx, tx, v, people.Network{
			Name: i18n.Text{"en": "Harbour"}, Languages: i18n.Languages(), Zone: "Europe/Berlin", Colour: "#0b5a7a",
			Promise:     inAll("A school of tenants and workers, run by those who learn in it."),
			ContactName: "Amina Haddad", ContactEmail: "office@harbour.example"})
		if err != nil {
			return err
		}
		if err := b.chapters(tx, v); err != nil {
			return err
		}
		b.boss, _, err = b.People.Meet(b.ctx, tx, v, people.Input{Name: "Amina Haddad", Address: "amina@harbour.example", Zone: "Europe/Berlin", Language: "en"})
		if err != nil {
			return err
		}
		return b.Auth.Give(b.ctx, tx, v, b.boss.ID, auth.TheNetwork(), auth.Verbs()...)
	})
}

func (b *builder) chapters(tx *store.Tx, v auth.Viewer) error {
	parents := map[string]string{}
	for _, c := range []struct{ slug, parent, name, zone, contact string }{
		{"north", "", "North", "Europe/Berlin", "Ruth Grant"}, {"south", "", "South", "America/Sao_Paulo", "Heitor Lima"},
		{"riverside", "north", "Riverside", "Europe/London", "Hugh Okoro"}, {"old-docks", "north", "Old docks", "Europe/Berlin", "Hanna Falk"},
		{"hillside", "south", "Hillside", "America/Bogota", "Lucía Herrera"},
	} {
		made, err := b.People.SaveChapter(b.ctx, tx, v, people.Chapter{Slug: c.slug, Parent: parents[c.parent], Name: inAll(c.name), Zone: c.zone,
			ContactName: c.contact, ContactEmail: c.slug + "@harbour.example"})
		if err != nil {
			return err
		}
		parents[c.slug] = made.ID
	}
	return nil
}

// announce imports a series some days ago, and registers people since then.
func (b *builder) announce(s *series.Series, daysAgo int, who []people.Input) error {
	begins := b.today.AddDate(0, 0, -daysAgo)
	b.Clock.Set(begins)
	if err := b.write(func(tx *store.Tx) error {
		_, err := b.Series.Import(b.ctx, tx, auth.AtConsole(), s)
		return err
	}); err != nil {
		return err
	}
	for wave := range slices.Chunk(who, perWave(len(who))) {
		if err := inSlices(b, wave, func(tx *store.Tx, _ int, p people.Input) error { return b.register(tx, s, p) }); err != nil {
			return fmt.Errorf("%s: %w", s.Slug, err)
		}
		if err := b.write(func(tx *store.Tx) error { return b.answer(tx, s.Slug) }); err != nil {
			return err
		}
		b.Clock.Add(b.pause(s, begins, len(who)))
	}
	return nil
}

// People register in waves of some sixty, in at most mostWaves of them.
const mostWaves = 40

func perWave(n int) int { return max(60, (n+mostWaves-1)/mostWaves) }

// pause is the time between two waves of so many people: seven hours, or less
// where they would not fit between the announcement and the last days of the
// registration.
func (b *builder) pause(s *series.Series, begins time.Time, n int) time.Duration {
	ends := b.today.AddDate(0, 0, -2) // then the group comes
	if first := s.Occurrences("")[0].Start; first.Before(ends) {
		ends = first
	}
	if closes := s.ClosesAt(); !closes.IsZero() && closes.Before(ends) {
		ends = closes
	}
	waves := n/perWave(n) + 1
	return min(7*time.Hour, ends.Sub(begins)/time.Duration(waves))
}

// answer lets most of those who have not answered yet press the button in
// their mail.
func (b *builder) answer(tx *store.Tx, slug string) error {
	s, err := b.Series.BySlug(b.ctx, tx, auth.Itself(), slug)
	if err != nil {
		return err
	}
	list, err := b.Series.WithPlaces(b.ctx, tx, auth.Itself(), s)
	if err != nil {
		return err
	}
	for i, r := range list {
		if !r.AnsweredAt.IsZero() || i%9 == 0 {
			continue
		}
		if err := b.Series.Answer(b.ctx, tx, auth.Holder(series.LinkRegistration, r.ID, r.Person), &r); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) register(tx *store.Tx, s *series.Series, p people.Input) error {
	f := series.Form{Input: p, Answers: map[string]string{}}
	if len(s.Tracks) > 0 {
		f.Track = s.Tracks[b.random.IntN(len(s.Tracks))].Letter
	}
	_, err := b.Series.Register(b.ctx, tx, auth.Viewer{}, s.Slug, f)
	return err
}

// hold lets the sessions of a series happen that are over by today: most come
// by their join page, and each session gets its write-up.
func (b *builder) hold(slug string) error {
	var s *series.Series
	var came []series.Registration
	if err := b.DB.Read(b.ctx, func(tx *store.Tx) (err error) {
		if s, err = b.Series.BySlug(b.ctx, tx, auth.Itself(), slug); err != nil {
			return err
		}
		came, err = b.Series.WithPlaces(b.ctx, tx, auth.Itself(), s)
		return err
	}); err != nil {
		return err
	}
	for _, o := range s.Occurrences("") {
		if !o.End.Before(b.today) {
			break
		}
		b.Clock.Set(o.Start.Add(5 * time.Minute))
		if err := b.session(s, o, came); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) session(s *series.Series, o series.Occurrence, came []series.Registration) error {
	if err := inSlices(b, came, func(tx *store.Tx, i int, r series.Registration) error {
		if (i+o.Session.N)%3 == 0 || i%4 == 1 {
			return nil
		}
		_, err := b.Series.Join(b.ctx, tx, b.Series.JoinKey(r, o.Session.N))
		return err
	}); err != nil {
		return err
	}
	b.Clock.Set(o.End.Add(20 * time.Hour))
	return b.write(func(tx *store.Tx) error {
		title, body := writeUp(o.Session.Theme, o.Session.N)
		v := auth.Itself()
		post, err := b.Posts.Save(b.ctx, tx, v, posts.Post{Slug: fmt.Sprintf("%s-%d", s.Slug, o.Session.N), Kind: posts.WriteUp,
			About: posts.About{Kind: posts.Session, ID: o.Session.ID}, Title: title, Body: body})
		if err != nil {
			return err
		}
		_, err = b.Posts.Publish(b.ctx, tx, v, post.ID)
		return err
	})
}

// shown is the member as whom people look around.
func (b *builder) shown() people.Input { return b.members[len(b.members)/2] }

// group begins to gather a group for the open series: it still lacks three.
func (b *builder) group() error {
	b.Clock.Set(b.today.AddDate(0, 0, -2))
	var text strings.Builder
	for range 7 {
		p := b.crowd.next()
		fmt.Fprintf(&text, "%s <%s>\n", p.Name, p.Address)
	}
	list, err := series.ReadPeople([]byte(text.String()))
	if err != nil {
		return err
	}
	form := series.GroupForm{Organisation: "Old docks workers' council", People: list.People, Track: "B",
		Input: people.Input{Name: "Kofi Mensah", Address: "kofi@docks.example", Zone: "Africa/Accra", Language: "en"}}
	err = b.write(func(tx *store.Tx) error {
		_, err := b.Series.RegisterGroup(b.ctx, tx, auth.Viewer{}, "organising-fundamentals", form.Clean())
		return err
	})
	if err != nil {
		return err
	}
	_, err = b.Jobs.RunDue(b.ctx) // writes the members down
	return err
}

// invite makes the doors.
func (b *builder) invite() error {
	b.Clock.Set(b.today)
	return b.write(func(tx *store.Tx) error {
		member, err := b.People.Find(tx, b.shown().Address)
		if err != nil {
			return err
		}
		if b.doors.Member, err = b.Auth.Invite(tx, auth.AtConsole(), member, "/me", auth.Strong, 30*24*time.Hour); err != nil {
			return err
		}
		contact, err := b.People.Find(tx, "kofi@docks.example")
		if err != nil {
			return err
		}
		groups, err := b.Series.GroupsOf(b.ctx, tx, auth.Holder(series.LinkGroup, "", contact), contact)
		if err != nil {
			return err
		}
		for _, d := range groups {
			b.doors.Contact = b.Series.GroupKey(d)
		}
		b.doors.Organiser, err = b.Auth.Invite(tx, auth.AtConsole(), b.boss.ID, "/o", auth.Strong, 30*24*time.Hour)
		return err
	})
}
