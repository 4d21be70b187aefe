package e2e

import "testing"

// TestPagesOfAYesAreForEveryone goes the way of somebody who says yes to a
// circle on a phone: the form, empty and filled in, the page after it, and what
// the link from the mail opens; and the page of who looks after safety.
func TestPagesOfAYesAreForEveryone(t *testing.T) {
	for _, look := range []Look{{Lang: "ar", Width: 320, Dark: true}, {Lang: "de", Width: 1280}} {
		t.Run(look.Lang, func(t *testing.T) {
			s := Start(t, Options{Now: at("2024-08-14T09:00Z")})
			s.founder(reader{"en", "America/New_York"}, "Harbour")
			s.Do("series", "import", changedSample(t, "learning-series", "languages: [en]", "languages: [en, de, ar]"))
			j := judged{s.Tab(look), t, look}
			own := pagesOfAYes(j, s)
			for _, page := range []string{"hours", "wishes", "withdraw"} {
				j.Open(own + "/" + page)
				j.see(page, 200)
			}
			pagesOfSafety(j, s)
			j.Open(own + "/withdraw").Enter(`form[action$="/withdraw"] button`)
			j.see("after withdrawing", 200)
			j.Open(own + "/hours")
			j.see("hours of who withdrew", 200)
		})
	}
}

// pagesOfAYes says yes and returns the address of one's own page.
func pagesOfAYes(j judged, s *Server) string {
	s.Client().Open("/s/"+openSlug+"/circle").form("/circle").Set("name", "Bea").Set("email", "bea@mail.example").Set("hours", "Tue 18-21").Submit().OK()
	const form = `form[action="/s/` + openSlug + `/circle"]`
	j.Open("/s/" + openSlug).Enter(`main a[href="/s/` + openSlug + `/circle"]`)
	j.see("form of a yes", 200)
	j.Fill("hours", "x").Enter(form + " button.go")
	j.see("form of a yes with nothing that can be used", 422)
	var ticked int
	j.Click(`input[value="TUE-ALL"]`).Click(`input[value="ALL-18"]`)
	j.Eval(`document.querySelectorAll(".week td input:checked").length`, &ticked)
	if ticked != 18+6 {
		j.t.Errorf("%d hours are ticked, want all of a day and an hour of the others", ticked)
	}
	j.Fill("name", "ana").Fill("email", "ana@mail.example").Fill("hours", "").Enter(form + " button.go")
	j.see("after a yes", 200)
	own := s.awaitKind("ana@mail.example", "circles.yes").Link(j.t, "/circle/")
	j.Open(own)
	j.see("my circle, before there is one", 200)
	j.Open(own + "/wishes")
	j.see("wishes before the code", 200)
	j.Enter(`form[action$="/code"] button`)
	j.see("wishes, asked for the code", 200)
	j.Fill("code", s.code("ana@mail.example", "circles.code", 1)).Enter(`form[action$="/open"] button`)
	j.Fill("apart", "Bea\nnobody@mail.example").Enter(`form[action$="/wishes"] button.go`)
	j.see("after wishes", 200)
	return own
}

// pagesOfSafety names somebody who looks after safety, and looks in their place.
func pagesOfSafety(j judged, s *Server) {
	const at = "/o/s/" + openSlug + "/circles/safety"
	signIn := func(j judged, address string) {
		j.Open("/signin?to="+at).Fill("email", address).Enter(`main form button`)
		j.Open(s.awaitKinds(address, "auth.sign-in", 1).Link(j.t, "/signin/")).Enter(`main form button`)
	}
	signIn(j, "organiser@harbour.example")
	j.see("who looks after safety", 200)
	j.Fill("name", "Sam").Fill("email", "organiser@harbour.example").Enter(`form[action$="/name"] button`)
	j.see("who looks after safety, naming oneself", 422)
	j.Fill("name", "Bea").Fill("email", "bea@mail.example").Enter(`form[action$="/name"] button`)
	j.see("who looks after safety, named", 200)
	bea := judged{s.Tab(j.look), j.t, j.look}
	signIn(bea, "bea@mail.example")
	bea.see("the page of who looks after safety", 200)
	bea.Enter(`form[action$="/open"] button`)
	bea.see("who asks to be kept apart", 200)
}
