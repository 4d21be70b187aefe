package app_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// round is a house with a series whose circles meet on four Thursdays, across
// the night in which Europe's clocks are changed.
type round struct {
	*apptest.House
	t       *testing.T
	s       *series.Series
	browser map[string]*e2e.Client
	read    map[string]int
	english bool // everybody speaks it
}

func newRound(t *testing.T, engine store.Engine) *round {
	t.Helper()
	x := &round{House: apptest.OpenOn(t, engine), t: t, browser: map[string]*e2e.Client{}, read: map[string]int{}}
	x.SetUp()
	s := apptest.Series("lease")
	s.Languages = []string{"en", "de", "ar"}
	s.Circles = &series.Circles{Size: series.CircleSize{Min: 3, Target: 4, Max: 5}, Days: series.DaysFixed, Length: 90 * time.Minute, Facilitators: 1, Rota: true}
	themes := []map[string]string{{"en": "Heart", "de": "Herz", "ar": "القلب"}, {"en": "Head", "de": "Kopf", "ar": "العقل"}, {"en": "Hand"}, {"en": "Home"}}
	for n, theme := range themes {
		s.Circles.Meetings = append(s.Circles.Meetings, series.Session{Date: when.Date{Year: 2027, Month: 3, Day: 11}.AddDays(7 * n), Kind: series.KindMeeting,
			Status: series.Scheduled, Theme: theme, Question: map[string]string{"en": "What brought you here?", "de": "Was hat dich hergebracht?"}})
	}
	x.Announce(s)
	x.s = x.Find("lease")
	return x
}

// eachRound runs a test on both engines, in English.
func eachRound(t *testing.T, test func(t *testing.T, x *round)) {
	t.Helper()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			x := newRound(t, engine)
			x.english = true
			test(t, x)
		})
	}
}

// yes lets somebody say yes, with hours in their own zone.
func (x *round) yes(name, zone, lang, hours string, leads bool, speaks ...string) {
	x.t.Helper()
	h, err := circles.ReadHours(hours)
	if err != nil {
		x.t.Fatal(err)
	}
	if len(speaks) == 0 {
		speaks = []string{"en"}
	}
	x.Write(func(tx *store.Tx) error {
		_, err := x.Circles.SayYes(tx.Context(), tx, auth.Viewer{}, x.s.Slug, circles.YesForm{Name: name, Address: address(name),
			Answer: circles.Answer{Zone: zone, Language: lang, Hours: h, Languages: speaks, Leads: leads}})
		return err
	})
	x.Pass(0)
}

func address(name string) string { return strings.ToLower(name) + "@mail.example" }

// page is somebody's own page, reached from their mail.
func (x *round) page(name string) *e2e.Page {
	x.t.Helper()
	if x.browser[name] == nil {
		x.browser[name] = x.Visitor()
	}
	link, _, _ := strings.Cut(x.Link(address(name), "/circle/"), "#")
	return x.browser[name].Open(strings.TrimSuffix(link, "/hours"))
}

// answers has somebody confirm that the address is theirs.
func (x *round) answers(names ...string) {
	x.t.Helper()
	for _, name := range names {
		x.page(name).Form("/answer").Submit().OK()
	}
}

// interest returns what somebody said.
func (x *round) interest(name string) (in circles.Interest) {
	x.t.Helper()
	x.Read(func(tx *store.Tx) error {
		person, err := x.People.Find(tx, address(name))
		if err != nil {
			return err
		}
		in, err = x.Circles.InterestOf(tx, auth.Itself(), x.s.ID, person)
		return err
	})
	return in
}

// as does something that somebody does on their own page.
func (x *round) as(name string, do func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error) {
	x.t.Helper()
	in := x.interest(name)
	x.Write(func(tx *store.Tx) error {
		mine := in
		return do(tx, auth.Holder(circles.LinkCircle, in.ID, in.Person), &mine)
	})
	x.Pass(0)
}

// mail returns what was sent to somebody since it was last asked.
func (x *round) mail(name string) []*e2e.Mail {
	x.t.Helper()
	all := x.Mail(address(name))
	list := all[x.read[name]:]
	x.read[name] = len(all)
	return list
}

// one returns the one mail that was sent to somebody since.
func (x *round) one(name, kind string) *e2e.Mail {
	x.t.Helper()
	list := x.mail(name)
	if len(list) != 1 || list[0].Kind != kind {
		var kinds []string
		for _, m := range list {
			kinds = append(kinds, m.Kind)
		}
		x.t.Fatalf("%s got %v, want one %s", name, kinds, kind)
	}
	return list[0]
}

// invitation is what independent programs read of a mail's invitation.
func (x *round) invitation(m *e2e.Mail, method string) e2e.Event {
	x.t.Helper()
	for _, part := range m.Calendars() {
		if c := e2e.ReadCalendar(x.t, part.Body); c.Method == method && len(c.Events) == 1 {
			return c.Events[0]
		}
	}
	x.t.Fatalf("%s carries no %s", m.Kind, method)
	return e2e.Event{}
}

// weeks says that four people of three languages, and one at another hour, say
// yes, and publishes their circle.
func (x *round) weeks() {
	de, ar := "de", "ar"
	if x.english {
		de, ar = "en", "en"
	}
	x.yes("Amina", "Asia/Kolkata", "en", "THU 22:00-24:00;FRI 00:00-03:00", false, "en", "ar")
	x.yes("Jo", "Europe/Berlin", de, "THU 18:00-21:00", true, "de", "en")
	x.yes("Nour", "Africa/Cairo", ar, "THU 18:00-23:00", true, "ar", "en")
	x.yes("Kim", "Europe/Berlin", "en", "THU 17:00-22:00", false)
	x.answers("Amina", "Jo", "Nour", "Kim")
	x.others()
	x.publish()
}

// TestReadAllCircleLetters writes every letter of a circle to the file that
// PLENARY_LETTERS names, for people to read. It fails if one of the kinds is
// never written.
func TestReadAllCircleLetters(t *testing.T) {
	x := newRound(t, store.SQLite)
	var out strings.Builder
	seen, n := map[string]bool{}, 0
	note := func(what string) {
		x.Pass(0)
		for _, c := range x.Caught.List()[n:] {
			raw, _ := x.Caught.Raw(c.N)
			m, err := e2e.ParseMail(raw)
			if err != nil {
				t.Fatal(err)
			}
			n++
			seen[c.Kind] = true
			fmt.Fprintf(&out, "\n==== %s · %s · %s · to %s\n==== %s\n", what, c.Kind, c.Lang, c.To, c.Subject)
			for _, part := range m.Calendars() {
				fmt.Fprintf(&out, "==== %s with %d meetings\n", part.Type, bytes.Count(part.Body, []byte("BEGIN:VEVENT")))
			}
			out.WriteString("\n" + m.Text)
		}
	}
	x.weeks()
	note("yes, placed")
	x.yes("Amina", "UTC", "en", "THU 01:00-03:00", false)
	note("already")
	for i, lang := range []string{"en", "de", "ar"} {
		x.yes(fmt.Sprintf("Hours%d", i), "Europe/Berlin", lang, "THU 05:00-07:00", false, "en", "de")
		x.yes(fmt.Sprintf("Speaks%d", i), "Europe/Berlin", lang, "THU 17:00-22:00", false, "ar")
		x.yes(fmt.Sprintf("Dawn%d", i), "Europe/Berlin", lang, "THU 05:00-07:00", false, "ar")
	}
	note("unplaced")
	x.yes("Fifth", "America/Sao_Paulo", "ar", "THU 13:00-18:00", false, "ar", "en")
	note("placed late")
	x.as("Jo", func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
		return x.Circles.SendCode(tx.Context(), tx, v, *in, "0123456789abcdefghij")
	})
	note("code")
	lead := func(name string) int {
		for _, m := range x.circle(name).Meetings {
			if m.Lead == x.interest(name).ID && x.at(name, m.N).After(x.Clock.Now()) {
				return m.N
			}
		}
		t.Fatalf("%s leads nothing", name)
		return 0
	}
	for _, ends := range []bool{false, true} {
		giver, taker := "Jo", "Nour"
		if ends {
			giver, taker = "Nour", "Jo"
		}
		at := lead(giver)
		x.as(giver, func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
			return x.Circles.AskSwap(tx.Context(), tx, v, *in, at, x.interestIn(tx, taker).ID)
		})
		x.as(taker, func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
			return x.Circles.Decline(tx.Context(), tx, v, *in, at)
		})
		x.as(giver, func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
			return x.Circles.AskSwap(tx.Context(), tx, v, *in, at, "")
		})
		x.as(taker, func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
			return x.Circles.Take(tx.Context(), tx, v, in, at)
		})
		note("swap")
	}
	x.Clock.Set(x.at("Jo", 1).Add(-23 * time.Hour))
	note("day before")
	x.Clock.Set(x.at("Jo", 1).Add(-50 * time.Minute))
	note("hour before")
	x.Clock.Set(x.at("Jo", 1).Add(3 * time.Hour))
	x.change(func(s *series.Series) { s.Circles.Meetings[1].Status = series.CalledOff })
	note("meeting 2 cancelled")
	x.change(func(s *series.Series) { s.Circles.Meetings[1].Status = series.Scheduled })
	note("meeting 2 takes place")
	x.change(func(s *series.Series) {
		next := s.Circles.Meetings[3]
		next.N, next.ID, next.Date = 5, "", next.Date.AddDays(14)
		s.Circles.Meetings[3].Date = next.Date.AddDays(-7)
		s.Circles.Meetings = append(s.Circles.Meetings, next)
	})
	note("meeting 4 moved, 5 new")
	x.as("Jo", func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
		return x.Circles.Withdraw(tx.Context(), tx, v, in)
	})
	note("Jo leaves")
	x.as("Nour", func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
		return x.Circles.Lead(tx.Context(), tx, v, in, false)
	})
	note("nobody leads")
	x.as("Kim", func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
		return x.Circles.Lead(tx.Context(), tx, v, in, true)
	})
	note("Kim leads")
	x.Clock.Set(x.at("Kim", 4).Add(-23 * time.Hour))
	note("day before, clocks changed")
	x.move("Amina")
	note("Amina moves")
	for _, name := range []string{"Kim", "Nour", "Fifth"} {
		x.hours(name, "THU 13:00-15:00")
	}
	x.publish()
	note("the circle meets at another hour")
	x.as("Kim", func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
		return x.Circles.Withdraw(tx.Context(), tx, v, in)
	})
	note("Kim leaves")
	for _, to := range []series.State{series.Cancelled, series.Published} {
		x.Write(func(tx *store.Tx) error {
			return x.App.Series.SetState(tx.Context(), tx, auth.AtConsole(), "lease", to)
		})
		note("the series is " + string(to))
	}
	x.yes("Kim", "UTC", "en", "THU 01:00-03:00", false)
	note("Kim's address says yes again")
	if path := os.Getenv("PLENARY_LETTERS"); path != "" {
		if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(circles.MailClasses())) {
		if !seen[kind] {
			t.Errorf("no letter of the kind %s was written", kind)
		}
	}
}
