package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestAPrivateGroupFromItsStartToItsEnd has somebody start a private group on a
// phone, hand a code over, let a second person in, plan a gathering and write a
// note, while somebody else of the same network finds nothing of it. Every page
// on the way is judged.
func TestAPrivateGroupFromItsStartToItsEnd(t *testing.T) {
	for _, look := range []Look{{Lang: "ar", Width: 320, Dark: true}, {Lang: "de", Width: 1280}} {
		t.Run(look.Lang, func(t *testing.T) {
			s := Start(t, Options{Now: at("2024-08-01T09:00Z")})
			s.founder(reader{"en", "America/New_York"}, "Harbour")
			s.Do("series", "import", changedSample(t, "learning-series", "languages: [en]", "languages: [en, de, ar]"))
			asha, bo, cy := s.privately(t, "asha", look), s.privately(t, "bo", look), s.privately(t, "cy", look)
			group := asha.starts()
			bo.joins(asha, group)
			bo.plansAndWrites()
			asha.leaves(group)
			cy.Open(group)
			cy.see("a group of others", 404)
			cy.Open("/me/groups")
			cy.see("private groups of somebody who has none", 200)
			if strings.Contains(cy.Text("main"), "Night shift") {
				t.Error("somebody outside reads of it")
			}
		})
	}
}

// privately signs somebody in whom the network knows.
func (s *Server) privately(t *testing.T, name string, look Look) judged {
	t.Helper()
	address := name + "@mail.example"
	a, err := post(s.URL+"/s/"+openSlug+"/register", url.Values{"name": {name}, "email": {address}, "zone": {"Europe/Berlin"}, "language": {look.Lang}})
	if err != nil || a.status != http.StatusSeeOther {
		t.Fatalf("registering answered %d, %v", a.status, err)
	}
	j := judged{s.Tab(look), t, look}
	j.Open("/signin?to=/me").Fill("email", address).Enter(`main form button`)
	j.Open(s.awaitKinds(address, "auth.sign-in", 1).Link(t, "/signin/")).Enter(`main form button`)
	return j
}

// starts starts a group and returns its address.
func (j judged) starts() string {
	j.t.Helper()
	j.Enter(`main a[href="/me/groups"]`)
	j.see("private groups, none yet", 200)
	j.Click("main details summary").Enter(`form[action="/me/groups"] button.go`)
	j.see("starting a group without a name", 422)
	j.Fill("group", "Night shift").Fill("about", "Talk among us.").Enter(`form[action="/me/groups"] button.go`)
	j.see("a group with one member", 200)
	u, err := url.Parse(j.URL())
	if err != nil {
		j.t.Fatal(err)
	}
	return u.Path
}

// joins asks with a code that the steward makes, and is let in.
func (j judged) joins(steward judged, group string) {
	j.t.Helper()
	steward.Open(group + "/steer").Enter(`form[action$="/code"] button`)
	steward.see("a code to hand over", 200)
	var link string
	steward.Eval(`document.querySelector('[id^="link-"]').value || document.querySelector('[id^="link-"]').textContent`, &link)
	j.Open(strings.TrimSpace(link))
	j.see("a code", 200)
	j.Enter(`form[action="/me/join"] button.go`)
	j.see("asked", 200)
	j.Open(strings.TrimSpace(link)).Enter(`form[action="/me/join"] button.go`)
	j.see("the same code again", 422)
	steward.Open(group)
	steward.see("a group that somebody asks for", 200)
	steward.Open(group + "/steer").Enter(`form[action$="/confirm"] button.go`)
	steward.see("let in", 200)
	steward.Enter(`form[action$="/raise"] button`)
	steward.see("two stewards", 200)
}

// plansAndWrites plans a gathering and writes a note.
func (j judged) plansAndWrites() {
	j.t.Helper()
	j.Open("/me/groups").Enter(`main a[href^="/me/groups/"]`)
	j.see("a group", 200)
	home := j.URL()
	j.Open(home + "/gathering").Enter(`form[action$="/gathering"] button.go`)
	j.see("a gathering without a day", 422)
	var set string // such fields are typed in another order in each language
	j.Eval(`document.querySelector("[name=date]").value = "2024-08-09", document.querySelector("[name=time]").value = "19:00"`, &set)
	j.Fill("title", "Tea").Fill("place", "Back room").Enter(`form[action$="/gathering"] button.go`)
	j.see("a gathering", 200)
	j.Open(home).Fill("text", "Bring *cake*.").Enter(`form[action$="/note"] button.go`)
	j.see("a group with a gathering and a note", 200)
	if text := j.Text("main"); !strings.Contains(text, "Tea") || !strings.Contains(text, "Bring cake.") {
		j.t.Errorf("the group shows %s", text)
	}
}

// leaves takes a steward out whom another one replaces.
func (j judged) leaves(group string) {
	j.t.Helper()
	j.Open(group + "/steer")
	j.see("what stewards do", 200)
	j.Open(group).Click(`main details:has(form[action$="/leave"]) summary`).Enter(`form[action$="/leave"] button`)
	j.see("left", 200)
	j.Open(group)
	j.see("a group that was left", 404)
}
