package deskweb

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
)

// entry is the form of a series as it was sent, with rows in order.
type entry struct {
	values  url.Values
	langs   []string // in which it asks for texts, the one that stands open first
	l       *i18n.Locale
	preview bool // show the same page again with what would come of it
	ask     bool // for the city
}

// readEntry reads the form. Blank rows are dropped, so that the rows of the
// form are those of the series.
func readEntry(r *web.Request) entry {
	in := entry{values: maps.Clone(r.Form), l: r.L, ask: r.Form.Has("change-zone")}
	in.preview = in.ask || r.Form.Has("preview")
	for _, button := range []string{"preview", "change-zone"} {
		in.values.Del(button)
	}
	in.langs = languagesOf(r, in.values.Get("primary"), nil)
	keepRows(in.values, "tracks", func(n int) bool {
		return !in.values.Has(cell("tracks", n, "drop")) &&
			(in.values.Get(cell("tracks", n, "key")) != "" || !blank(in.values, "tracks", n, "start", "title.", "places", "languages"))
	})
	keepRows(in.values, "questions", func(n int) bool {
		return !in.values.Has(cell("questions", n, "drop")) && !blank(in.values, "questions", n, "label.", "choices.")
	})
	keepParties(in.values)
	keepMeetings(in.values)
	return in
}

// languagesOf are the languages in which texts are asked for: the network's,
// and those that the series has texts in. The first stands open on the page.
func languagesOf(r *web.Request, primary string, s *series.Series) []string {
	langs := slices.Clone(r.Face.Languages)
	if s != nil {
		for _, lang := range s.Title.Langs() {
			if !slices.Contains(langs, lang) {
				langs = append(langs, lang)
			}
		}
		if _, lang := s.Title.Pick(r.L); primary == "" {
			primary = lang
		}
	}
	if primary == "" {
		primary = r.L.Lang
	}
	if i := slices.Index(langs, primary); i > 0 {
		langs = slices.Insert(slices.Delete(langs, i, i+1), 0, primary)
	} else if i < 0 && i18n.KnownLang(primary) {
		langs = slices.Insert(langs, 0, primary)
	}
	return langs
}

// get is what was typed into a field, without spaces around it.
func (in entry) get(name string) string { return strings.TrimSpace(in.values.Get(name)) }

// text reads a text in several languages over what was there. Languages that
// the form does not ask for stay.
func (in entry) text(field string, was i18n.Text) i18n.Text {
	t := maps.Clone(was)
	if t == nil {
		t = i18n.Text{}
	}
	for _, lang := range in.langs {
		name := field + "." + lang
		if !in.values.Has(name) {
			continue
		}
		if s := in.get(name); s != "" {
			t[lang] = s
		} else {
			delete(t, lang)
		}
	}
	return t
}

// number reads a number of any script; nil where there is none.
func (in entry) number(form *errs.Form, name string) *int {
	s := in.get(name)
	if s == "" {
		return nil
	}
	n, err := i18n.ParseInt(s)
	if err != nil {
		form.Add(name, "org.form.number-wrong|Enter a number in digits.")
		return nil
	}
	return &n
}
