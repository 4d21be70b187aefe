package e2e

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestStolenFilesRevealNobody (C1) puts a value that stands nowhere else into
// every personal field, as people and organisers do, also into forms that are
// refused, and looks for it in everything that lies on a disk: 0 finds. The
// same in a program that does not seal finds what it keeps: the hunt can hunt.
func TestStolenFilesRevealNobody(t *testing.T) {
	r := newReport("What stolen files reveal", "A value that stands nowhere else was put into every personal field. Then the server was ended by kill -9, "+
		"and all that lay on the disk was searched: database, write-ahead log, PostgreSQL's data folder with its log of transactions and its server log "+
		"(which was told to write down every statement and its values), the program's own log with --verbose, backups, temporary files, names of files.")
	r.add("\n| | fields | files | MB | finds |\n|---|--:|--:|--:|--:|")
	var fields []string
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			h := steal(t, engine, "")
			for _, f := range h.found {
				t.Errorf("%s of %q: %s in %s", f.field, f.value, f.writing, f.where)
			}
			r.add("| %s | %d | %d | %.1f | %d |", engine, len(h.cage.all), h.files, float64(h.bytes)/1e6, len(h.found))
			fields = h.cage.fields()
		})
		t.Run(engine+" without sealing", func(t *testing.T) {
			program, err := unsealed()
			if err != nil {
				t.Fatal(err)
			}
			h := steal(t, engine, program)
			found := map[string]bool{}
			for _, f := range h.found {
				found[f.value] = true
			}
			for _, c := range h.cage.all {
				if c.kept && !found[c.value] {
					t.Errorf("%s is not found without sealing: is it looked for where it is kept?", c.field)
				}
			}
			r.add("| %s, the same program without sealing | %d | %d | %.1f | %d |", engine, len(h.cage.all), h.files, float64(h.bytes)/1e6, len(h.found))
		})
	}
	var names []string
	for _, w := range writings() {
		names = append(names, w.name)
	}
	r.add("\nWritten as: %s; packed files are unpacked.\n", strings.Join(names, ", "))
	r.add("Fields: %s.", strings.Join(fields, ", "))
	r.write(t, "stolen-files.md")
}

var unsealed = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("PLENARY_E2E_UNSEALED"); given != "" {
		return given, nil
	}
	program := filepath.Join(runDir(), "plenary-unsealed")
	return program, Compile(program, "./cmd/plenary", "-tags", "unsealed")
})

// steal lives through a network's first days and searches what is left.
func steal(t *testing.T, engine, program string) *hunt {
	t.Helper()
	temp := t.TempDir()
	o := Options{Now: at("2024-08-01T09:00Z"), Program: program, Args: []string{"--verbose"}, Env: []string{"TMPDIR=" + temp}}
	cluster := ""
	if engine == "postgres" {
		pg := startPostgres(t)
		u, err := url.Parse(pg.address)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		cluster = q.Get("host")
		q.Set("options", "-c log_statement=all -c log_min_messages=info -c log_parameter_max_length=-1")
		u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
		pg.address = u.String()
		o = pg.under(o)
	}
	s, c := Start(t, o), newCage()
	backups := t.TempDir()
	s.Do("series", "import", withQuestion(t))
	c.live(s)
	s.Do("backup", backups)
	s.Kill()

	h := c.hunt()
	h.folder(t, "data", s.Data)
	h.folder(t, "backup", backups)
	h.look("log", []byte(s.Log()))
	if list, _ := os.ReadDir(temp); len(list) > 0 {
		h.folder(t, "temporary files", temp)
	}
	if cluster != "" {
		if log, err := os.ReadFile(filepath.Join(cluster, "log")); err != nil || !strings.Contains(string(log), "INSERT INTO person") {
			t.Errorf("PostgreSQL did not write statements down: %v", err)
		}
		h.folder(t, "PostgreSQL", cluster)
	}
	return h
}

// withQuestion is the sample with a free question.
func withQuestion(t *testing.T) string {
	return changedSample(t, "learning-series", "visibility: public",
		`questions: [{id: needs, label: {en: "What do you need?"}, kind: text}]`+"\nvisibility: public")
}

// live does what people do, with a canary in every field that is about
// somebody.
func (c *cage) live(s *Server) {
	t := s.t
	t.Helper()
	must := func(a answer, err error, status int) {
		t.Helper()
		if err != nil || a.status != status {
			t.Fatalf("answered %d, %v\n%s", a.status, err, a.body)
		}
	}
	// Somebody registers, is refused with other values, and writes in the end
	// what they wish of a circle.
	ada := url.Values{"name": {c.name("name")}, "email": {c.address("address")}, "zone": {"Europe/Berlin"}, "language": {"en"}, "q.needs": {c.text("free answer")}}
	a, err := post(s.URL+"/s/"+openSlug+"/register", ada)
	must(a, err, http.StatusSeeOther)
	a, err = post(s.URL+"/s/"+openSlug+"/register", url.Values{"name": {c.name("refused name")}, "email": {c.address("refused address")}, "zone": {"Nowhere/" + c.core()}, "q.needs": {c.text("refused answer")}})
	must(a, err, http.StatusUnprocessableEntity)
	c.refused(3)
	visitor := s.Client()
	mine := visitor.Open(s.awaitKind(ada.Get("email"), "series.registered").Link(t, "/r/"))
	c.circle(s, visitor, mine.URL.Path, ada.Get("email"))

	c.group(s)
	desk := c.organise(s)
	c.report(s, desk)
	c.event(s, desk)

	// Nobody signs in; somebody mistypes a code.
	visitor.Open("/signin").form("/signin").Set("email", c.address("sign-in of nobody")).Submit().OK()
	c.refused(1)
	c.member(s, ada.Get("email"))
}

// circle says yes to one, and with whom they would like to be, or not.
func (c *cage) circle(s *Server, visitor *Client, mine, address string) {
	page := visitor.Open(mine+"/circle").form("/circle").Set("hours", "mon-sun 8:00-22:00").Submit().OK()
	form := unlockBy(s, visitor.Open(page.URL.Path+"/wishes"), address, "circles.code").form("/wishes")
	form.Set("together", c.text("whom they want in their circle")).Set("apart", c.text("whom they do not want there")).Submit().OK()
}

// group registers people by a list.
func (c *cage) group(s *Server) {
	page := s.Client().Open("/s/" + openSlug + "/group")
	var lines []string
	for range 12 {
		lines = append(lines, c.name("name of a member")+" <"+c.address("address of a member")+">")
	}
	contact := c.address("address of a contact person")
	form := page.Form("people").Set("name", c.name("name of a contact person")).Set("email", contact).
		Set("organisation", c.text("organisation")).Set("people", strings.Join(lines, "\n"))
	form.Submit().OK().Form("confirm").Submit().OK()
	s.AwaitMail(contact, 1)
}

// organise enters people, searches them and reads a list of a call.
func (c *cage) organise(s *Server) (desk *Client) {
	boss := c.address("address of an organiser")
	s.Do("admin", "create", boss, "--organiser", "--name", c.name("name of an organiser"))
	desk = s.Client()
	s.signIn(desk, boss)
	at := "/o/s/" + openSlug + "/people"
	desk.Open(at+"/new").Form("email").Set("name", c.name("name entered by an organiser")).Set("email", c.address("address entered by an organiser")).Submit().OK()
	desk.Open(at).form("/search").Set("q", c.name("search")).Submit().OK()
	c.refused(1)
	desk.Open(at).form("/export").Submit()
	return desk
}

// member changes what they gave of themselves.
func (c *cage) member(s *Server, address string) {
	me := s.Client()
	me.Open("/signin?to=/me").form("/signin").Set("email", address).Submit().OK()
	page := me.Open(s.awaitKind(address, "auth.sign-in").Link(s.t, "/signin/"))
	page = page.form(page.URL.Path).Submit().OK()
	page.Form("name").Set("name", c.name("changed name")).Submit().OK()
	c.private(me)
}
