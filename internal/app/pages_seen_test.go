package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestEverybodySeesWhoReadOfThem(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			x := newCrowd(t, engine)
			x.forget()
			x.own.Open("/me/seen").Says("Nobody has looked so far.")

			// One line for a list, however long, and for turning its pages.
			x.boss.Open("/o/s/lease/people")
			x.boss.Open("/o/s/lease/people?track=&state=registered")
			x.boss.Open("/o/s/lease/session/1/attendance")
			x.boss.Open("/o/s/lease/people").Form("/export").Submit()
			x.boss.Open("/o/s/lease/people/" + x.values["{id}"]) // Ada's, not Own's
			if n := x.notes(); len(n) != 4 {
				t.Errorf("noted: %v", n)
			}
			p := x.own.Open("/me/seen").Says("The list of people of Know your lease", "The attendance list of Know your lease",
				"A file with the people of Know your lease was taken away", "Boss, of the team", "2027").
				Silent("The page of your registration")
			if n := strings.Count(p.Text(), "The list of people"); n != 1 {
				t.Errorf("the list stands there %d times", n)
			}
			if link := x.own.Open("/me").Link("Who saw my data"); link == "" {
				t.Error("nothing leads there")
			}

			// The next day is another line; a member of the group sees its contact person.
			x.Pass(24 * time.Hour)
			x.boss.Open("/o/s/lease/people")
			if n := strings.Count(x.own.Open("/me/seen").Text(), "The list of people"); n != 2 {
				t.Errorf("the list stands there %d times", n)
			}
			x.contact.Open("/g/" + x.values["/g/{key}"])
			dee := x.Member(canary+"Dee", "kanaridee@example.org")
			dee.Open("/me/seen").Says("The list of your group", "the contact person of your group").Silent("Cai")
			x.contact.Open("/me/seen").Silent("The list of your group") // their own reading

			// Who came later was not in what was read before, and others see nothing.
			x.Pass(time.Second)
			late := x.Visitor()
			late.Open("/s/lease/register").Form("email").Set("name", "Late").Set("email", "late@example.org").Submit().OK()
			v := x.Member("Late", "late@example.org")
			v.Open("/me/seen").Says("Nobody has looked so far.")
			x.Pass(time.Hour)
			x.boss.Open("/o/s/lease/people")
			v.Open("/me/seen").Says("The list of people of Know your lease")
			if p := x.Visitor().Get("/me/seen"); p.URL.Path != "/signin" {
				t.Errorf("a stranger is led to %s", p.URL)
			}

			// Gone after half a year, with the log.
			x.Pass(auth.AuditFor + 2*time.Hour)
			x.Member("Own", address("Own")).Open("/me/seen").Silent("The list of people")
		})
	}
}

// TestNothingOfOthersIsShownThatCannotBeWrittenDown lets the audit log refuse.
func TestNothingOfOthersIsShownThatCannotBeWrittenDown(t *testing.T) {
	x := newCrowd(t, store.SQLite)
	x.forget()
	x.Write(func(tx *store.Tx) error {
		_, err := tx.Exec(`CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END`)
		return err
	})
	for _, at := range []string{"/o/s/lease/people", "/o/s/lease/session/1/attendance", "/o/s/lease/circles/" + x.values["{proposal}"]} {
		if p := x.boss.Get(at); p.Status < http.StatusInternalServerError || showsCanary(p.Body) {
			t.Errorf("%s answered %d", at, p.Status)
		}
	}
	if p := x.boss.Post("/o/s/lease/people/export", nil); p.Status < http.StatusInternalServerError || showsCanary(p.Body) {
		t.Errorf("the file: answered %d", p.Status)
	}
	x.boss.Open("/o/s/lease/edit") // what shows nobody works on
}

func TestThePrivacyPageLeadsToWhatCannotBeProtected(t *testing.T) {
	x := newCrowd(t, store.SQLite)
	p := x.Visitor().Open("/privacy").Says("What cannot be protected")
	if at := p.Link("the handbook of the program"); !strings.HasSuffix(at, "/docs/handbook/protection.md") {
		t.Errorf("it leads to %q", at)
	}
}

// TestLookingIsNoNews holds that an audited page does not drop what is kept of
// others.
func TestLookingIsNoNews(t *testing.T) {
	x := newCrowd(t, store.SQLite)
	x.forget()
	before := x.DB.Version()
	x.boss.Open("/o/s/lease/people")
	if len(x.notes()) != 1 || x.DB.Version() != before {
		t.Errorf("noted %v, the counter moved from %d to %d", x.notes(), before, x.DB.Version())
	}
}
