package forms

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web"
)

// Entry is a form as it was sent, or as it is shown first.
type Entry struct {
	Values url.Values
	Langs  []string // in which it asks for texts, the one that stands open first
	L      *i18n.Locale

	Preview bool // the same page is asked for again, with what would come of it
	Ask     bool // and with the question for a city
}

// Get is what was typed into a field, without spaces around it.
func (in Entry) Get(name string) string { return strings.TrimSpace(in.Values.Get(name)) }

// Text reads a text in several languages over what was there. Languages that
// the form does not ask for stay.
func (in Entry) Text(field string, was i18n.Text) i18n.Text {
	t := maps.Clone(was)
	if t == nil {
		t = i18n.Text{}
	}
	for _, lang := range in.Langs {
		name := field + "." + lang
		if !in.Values.Has(name) {
			continue
		}
		if s := in.Get(name); s != "" {
			t[lang] = s
		} else {
			delete(t, lang)
		}
	}
	return t
}

// Number reads a number of any script; nil where there is none.
func (in Entry) Number(form *errs.Form, name string) *int {
	s := in.Get(name)
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

// Fingerprint names what the form holds, so that nothing is saved but what was
// looked at. Fields whose names begin with one of without may change meanwhile.
func (in Entry) Fingerprint(without ...string) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(in.Values)) {
		switch name {
		case "seen", "past", "save", "publish", "version", "once":
			continue
		}
		if strings.Join(in.Values[name], "") == "" || slices.ContainsFunc(without, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			continue
		}
		fmt.Fprintf(sum, "%q %q\n", name, in.Values[name])
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// Languages are those in which texts are asked for: the network's, and those
// that the thing has a title in. The first stands open on the page: primary or,
// without one, the one in which the reader reads the title.
func Languages(r *web.Request, primary string, title i18n.Text) []string {
	langs := slices.Clone(r.Face.Languages)
	for _, lang := range title.Langs() {
		if !slices.Contains(langs, lang) {
			langs = append(langs, lang)
		}
	}
	if _, lang := title.Pick(r.L); primary == "" {
		primary = lang
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

// FillText puts a text into the fields of its languages.
func FillText(v url.Values, field string, t i18n.Text) {
	for lang, s := range t {
		v.Set(field+"."+lang, s)
	}
}

// WithValue is a copy of the form with one value set, since a write may run
// twice and what somebody typed is shown again.
func WithValue(v url.Values, name, value string) url.Values {
	c := maps.Clone(v)
	c.Set(name, value)
	return c
}
