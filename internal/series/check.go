package series

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series/yamlform"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

// Check says what is wrong with a cleaned series, beside its fields: "title",
// "tracks.2.start", "sessions.3.date", "circles.meetings.1.date". Lists count
// from one. The same rules hold for a series file, which says it with lines.
func (s *Series) Check() error {
	return s.check().err()
}

// Remarks returns what is worth a look and yet may be meant, by field.
func (s *Series) Remarks() []errs.Field { return s.check().remarks }

// fault is one thing that is wrong, said twice: for a file and for a page.
type fault struct {
	field         string
	got, expected string
	text          errs.Text
	follows       []string // fields that are the cause, if something is wrong with them
}

// checker collects what is wrong with a series.
type checker struct {
	s       *Series
	faults  []fault
	remarks []errs.Field
}

// err is what is wrong, for a page.
func (c *checker) err() error {
	var form errs.Form
	for _, f := range c.faults {
		form.Add(f.field, f.text.Msg, f.text.Args...)
	}
	return form.Err()
}

func (s *Series) check() *checker {
	c := &checker{s: s}
	c.basics()
	c.window()
	c.questions()
	c.tracks()
	c.sessions()
	if s.Circles != nil {
		c.circles(s.Circles)
	}
	return c
}

// fault notes what is wrong with a field: got and expected for a file, the
// message for a page.
func (c *checker) fault(field, got, expected, msg string, args ...any) {
	c.faults = append(c.faults, fault{field, got, expected, errs.T(msg, args...), nil})
}

func (c *checker) remark(field, msg string, args ...any) {
	c.remarks = append(c.remarks, errs.Field{Name: field, Text: errs.T(msg, args...)})
}

// missing notes that a field is empty, and may be so because others are wrong.
func (c *checker) missing(field, expected, msg string, follows ...string) {
	c.faults = append(c.faults, fault{field, "nothing", expected, errs.T(msg), follows})
}

func (c *checker) basics() {
	s := c.s
	c.slug("series", s.Slug)
	if s.Title.Empty() {
		c.missing("title", "a title such as {en: …}", "org.series.title-missing|Enter a title.")
	}
	c.text("title", s.Title, typed.LongestLine)
	c.text("description", s.Description, typed.LongestText)
	c.text("audience", s.Audience, typed.LongestText)
	c.languages("languages", s.Languages, nil)
	c.line("contact.name", s.Contact.Name)
	if s.Contact.Email != "" {
		c.address("contact.email", s.Contact.Email)
	}
	c.parties("", s.Parties)
	if s.Zone == "" {
		c.missing("zone", "the time zone in which the hours are meant, such as Europe/Berlin",
			"org.series.zone-missing|Choose the city whose clock the hours are meant by.")
	} else {
		c.zone("zone", s.Zone)
	}
	for i, z := range s.ShowZones {
		c.zone(at("show_zones", i), z)
	}
	if s.JoinURL != "" {
		c.template("join_url", s.JoinURL)
	}
	oneOf(c, "visibility", s.Visibility, Public, Members, Invited)
	c.state()
}

func (c *checker) state() { oneOf(c, "state", c.s.State, Published, Draft, Cancelled, Archived) }

// at is the name of the i-th of a list; people count from one.
func at(list string, i int) string { return list + "." + strconv.Itoa(i+1) }

func (c *checker) slug(field, slug string) {
	switch {
	case slug == "":
		c.missing(field, "a short name for the address, such as spring-school",
			"org.series.slug-missing|Enter a short name for the address, such as spring-school.")
	case !typed.IsSlug(slug):
		c.fault(field, yamlform.Quote(slug), fmt.Sprintf("small letters a-z, digits and single dashes, at most %d", typed.LongestSlug),
			"org.series.slug-wrong|Use small letters a to z, digits and single dashes only, such as spring-school.")
	}
}

// text checks the languages and the length of a text.
func (c *checker) text(field string, t i18n.Text, longest int) {
	for _, lang := range t.Langs() {
		at := field + "." + yamlform.Key(lang)
		if !typed.IsLanguage(lang) {
			c.unknownLanguage(at, lang)
		}
		if n := utf8.RuneCountInString(t[lang]); n > longest {
			c.tooLong(at, n, longest)
		}
	}
}

func (c *checker) line(field, s string) {
	if n := utf8.RuneCountInString(s); n > typed.LongestLine {
		c.tooLong(field, n, typed.LongestLine)
	}
}

func (c *checker) tooLong(field string, n, longest int) {
	c.fault(field, fmt.Sprintf("%d characters", n), fmt.Sprintf("at most %d", longest),
		"org.series.too-long|This is longer than {most} characters. Please shorten it.", "most", longest)
}

// languages checks a list of languages; where others are given it may only
// narrow them.
func (c *checker) languages(field string, list, among []string) {
	for i, lang := range list {
		switch {
		case !typed.IsLanguage(lang):
			c.unknownLanguage(at(field, i), lang)
		case among != nil && !slices.Contains(among, lang):
			c.fault(at(field, i), yamlform.Quote(lang), "one of the series' languages: "+strings.Join(among, ", "),
				"org.series.language-not-of-series|The series itself is not worked in this language. Add it there first.")
		}
	}
}

func (c *checker) unknownLanguage(field, lang string) {
	c.fault(field, yamlform.Quote(lang), "the code of a language, such as en, es or pt-BR",
		"org.series.language-unknown|This language is not known. Use its short code, such as en, es or pt-BR.")
}

func (c *checker) zone(field, name string) {
	if _, err := when.Load(name); err != nil {
		expected := "a time zone such as Europe/Berlin"
		if e, ok := err.(*when.Error); ok {
			expected = e.Expected
		}
		c.fault(field, yamlform.Quote(name), expected, "err.zone|This time zone is not known. Choose a city from the list.")
	}
}

func (c *checker) address(field, address string) {
	if !people.IsAddress(address) {
		c.fault(field, yamlform.Quote(address), "an e-mail address like name@example.org",
			"people.address.wrong|Enter a whole e-mail address, for example name@example.org.")
	}
}

// link checks an address of the web.
func (c *checker) link(field, address string) {
	if !typed.IsURL(address) {
		c.fault(field, yamlform.Quote(address), "an address that begins with https:// or http://",
			"org.series.url-wrong|Enter an address that begins with https://.")
	}
}

// template checks the address of the call with its placeholders.
func (c *checker) template(field, template string) {
	filled := strings.NewReplacer("{series}", "s", "{track}", "A", "{n}", "1", "{circle}", "c", "{secret}", "x").Replace(template)
	if !typed.IsURL(filled) {
		c.fault(field, yamlform.Quote(template), "an address that begins with https://, in which {series}, {track}, {n}, {circle} and {secret} may stand",
			"org.series.join-url-wrong|Enter an address that begins with https://. Only these may stand in braces: series, track, n, circle, secret.")
	}
}

func (c *checker) parties(prefix string, p Parties) {
	for _, list := range []struct {
		name    string
		parties []Party
	}{{"hosts", p.Hosts}, {"partners", p.Partners}, {"speakers", p.Speakers}} {
		for i, party := range list.parties {
			field := at(prefix+list.name, i)
			if party.Name == "" {
				c.missing(field+".name", "a name", "org.series.party-missing|Enter a name.")
			}
			c.line(field+".name", party.Name)
			c.line(field+".role", party.Role)
			if party.URL != "" {
				c.link(field+".url", party.URL)
			}
		}
	}
}

// oneOf checks one of a few words.
func oneOf[T ~string](c *checker, field string, got T, words ...T) {
	if slices.Contains(words, got) {
		return
	}
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = string(w)
	}
	c.fault(field, yamlform.Quote(string(got)), "one of "+strings.Join(names, ", "), "org.series.choose|Choose one of the list.")
}
