package app_test

import (
	"net/url"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// idOf is the id of whoever has an address, "" for nobody.
func idOf(h *apptest.House, address string) (id string) {
	h.Read(func(tx *store.Tx) (err error) { id, err = h.People.Find(tx, address); return err })
	return id
}

func TestTheLastWhoGivesRolesHandsThemOnBeforeTheyAreForgotten(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			h := apptest.OpenOn(t, engine)
			h.SetUp()
			ida := h.Member("Ida", "ida@example.org", auth.Verbs()...)
			p := ida.Open("/me/data").Says("Nobody but you can give roles.", "Ask somebody else to take that role first.")
			p.Form("/me/erase").Set("sure", "yes").Submit().Answers(422).Says("You are the only one who may give roles here.")
			if idOf(h, "ida@example.org") == "" || ida.Get("/o").Status != 200 {
				t.Fatal("something of her is gone all the same")
			}
			rests := h.Member("Rest", "rest@example.org", auth.GiveRoles)
			freeze(h, idOf(h, "rest@example.org")) // whose roles rest gives none
			ida.Open("/me/data").Form("/me/erase").Set("sure", "yes").Submit().Answers(422)
			rests.Open("/me/data").Silent("Nobody but you").Form("/me/erase").Set("sure", "yes").Submit().OK() // and may go

			h.Member("Omar", "omar@example.org", auth.GiveRoles)
			id := idOf(h, "ida@example.org")
			ida.Open("/me/data").Silent("Nobody but you can give roles.").Form("/me/erase").Set("sure", "yes").Submit().OK().Says("forgotten")
			var lines int
			h.Read(func(tx *store.Tx) error {
				return tx.Row(`SELECT COUNT(*) FROM audit WHERE verb = 'erase' AND actor = $1 AND object = $1 AND count = 1`, id).Scan(&lines)
			})
			if lines != 1 {
				t.Errorf("%d lines of the audit log say that she erased herself", lines)
			}
		})
	}
}

// A mailed link ends nobody's roles: it opens one's own data and nothing above.
func TestRemovingOneselfByAMailedLinkEndsNoRole(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	ida := h.Member("Ida", "ida@example.org", auth.Verbs()...)
	register(ida, "lease", "Ida", "ida@example.org").OK()
	h.Visitor().Post(h.Link("ida@example.org", "/r/")+"/remove", url.Values{}).OK().Says("Your name and address stay")
	ida.Get("/o").OK()
}

func TestWhatSomebodyOfferedEndsWithTheRoleByWhichTheyDid(t *testing.T) {
	for _, how := range []string{"it is taken", "they resign"} {
		t.Run(how, func(t *testing.T) {
			h := apptest.Open(t)
			h.SetUp()
			h.Announce(apptest.Series("lease"))
			h.Member("Boss", "boss@example.org", auth.Verbs()...)
			h.Member("Ida", "ida@example.org", auth.GiveRoles, auth.SeeRegistrations, auth.TakeAttendance)
			viewer := func(tx *store.Tx, address string) auth.Viewer {
				id, err := h.People.Find(tx, address)
				if err != nil {
					t.Fatal(err)
				}
				v := auth.Viewer{Kind: auth.Person, Person: id, Tier: auth.Fresh}
				if v.Grants, err = h.Auth.GrantsOf(tx, id); err != nil {
					t.Fatal(err)
				}
				return v
			}
			offer := func(by, to string) {
				h.Write(func(tx *store.Tx) error {
					p, _, err := h.People.Meet(t.Context(), tx, auth.AtConsole(), people.Input{Name: "Friend", Address: to, Zone: "UTC", Language: "en"})
					if err != nil {
						return err
					}
					return h.Auth.Offer(t.Context(), tx, viewer(tx, by), p.ID, "en", auth.TheNetwork(), auth.TakeAttendance)
				})
			}
			offer("ida@example.org", "friend@example.org")
			offer("boss@example.org", "other@example.org")
			link, other := h.Link("friend@example.org", "/role/"), h.Link("other@example.org", "/role/")
			h.Write(func(tx *store.Tx) error {
				if how == "they resign" {
					return h.Auth.Resign(t.Context(), tx, viewer(tx, "ida@example.org"), auth.TheNetwork())
				}
				return h.Auth.Take(t.Context(), tx, viewer(tx, "boss@example.org"), viewer(tx, "ida@example.org").Person, auth.TheNetwork())
			})
			if got := h.Visitor().Get(link).Status; got != 404 {
				t.Errorf("the offer opens %d", got)
			}
			h.Visitor().Get(other).OK()
			var said []string
			h.Read(func(tx *store.Tx) error {
				list, err := h.Auth.Offers(tx, viewer(tx, "boss@example.org"), auth.TheNetwork())
				for _, o := range list {
					said = append(said, o.GivenBy)
				}
				return err
			})
			if len(said) != 1 || !strings.Contains(said[0], idOf(h, "boss@example.org")) {
				t.Errorf("%d offers stand", len(said))
			}
		})
	}
}
