package e2e

import (
	"net/url"
	"strings"
)

// private starts a private group and fills it. Who does is signed in.
func (c *cage) private(me *Client) {
	page := me.Post("/me/groups", url.Values{"group": {c.name("name of a private group")}, "about": {c.text("what a private group is for")}, "name": {c.name("name in a private group")}}).OK()
	at := page.URL.Path
	me.Post(at+"/note", url.Values{"title": {c.text("title of a note")}, "text": {c.text("note of a private group")}}).OK()
	me.Post(at+"/gathering", url.Values{"title": {c.text("what a private gathering is")}, "date": {"2024-09-01"}, "time": {"19:00"}, "minutes": {"60"}, "zone": {"Europe/Berlin"},
		"place": {c.text("place of a private gathering")}, "online": {"https://" + c.put("call of a private gathering", c.core()) + ".example/"}, "text": {c.text("words about a private gathering")}}).OK()
	me.Post(at+"/invite", url.Values{"email": {c.address("address invited to a private group")}}).OK()
	for _, want := range []string{c.of("name of a private group"), c.of("note of a private group"), c.of("what a private gathering is")} {
		if !strings.Contains(me.Open(at).Text(), want) {
			me.t.Errorf("the private group does not show %q", want)
		}
	}
}

// report has somebody report a person, and an organiser freeze them for it.
func (c *cage) report(s *Server, desk *Client) {
	other := c.address("address of somebody frozen")
	s.Do("admin", "create", other, "--organiser", "--name", c.name("name of somebody frozen"))
	team := desk.Open("/o/roles/network/all")
	for _, form := range team.Forms() {
		person := form.Value("person")
		if !strings.HasSuffix(form.Action(), "/take") || person == "" {
			continue
		}
		reported := s.Client().Open("/report?about=person:"+person).Form("reason").Set("reason", c.text("words of a report")).Set("email", c.address("address of who reports"))
		reported.Submit().OK()
	}
	// One of the two is about whoever decides, who is not shown it.
	list := desk.Open("/o/reports")
	report := desk.Open(list.theLink("/o/reports/", ""))
	report.Form("decision").Set("decision", "frozen").Set("why", c.text("why somebody is frozen")).Submit().OK()
}

// event has an organiser announce an evening, and somebody register for it.
func (c *cage) event(s *Server, desk *Client) {
	form := desk.Open("/o/e/new").Form("/o/e/new")
	form.Set("title.en", "Evening at the mill").Set("first", "2024-09-10").Set("start", "19:00").Set("end", "21:00").Set("venue.name", "Old mill").
		Set("questions.1.label.en", "What do you bring?").Set("questions.1.kind", "text")
	page := form.Submit("Save as a draft").OK()
	desk.Post(page.URL.Path+"/state", url.Values{"to": {"published"}}).OK()
	slug := strings.TrimPrefix(page.URL.Path, "/o/e/")
	register := s.Client().Open("/e/" + slug + "/register").Form("email")
	for _, field := range register.Fields() {
		if strings.HasPrefix(field, "q.") {
			register.Set(field, c.text("answer to an event"))
		}
	}
	register.Set("name", c.name("name of who comes to an event")).Set("email", c.address("address of who comes to an event")).Submit().OK()
	s.AwaitMail(c.of("address of who comes to an event"), 1)
}
