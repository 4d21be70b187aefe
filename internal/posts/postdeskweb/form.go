package postdeskweb

import (
	"context"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// writing is the form of a text as it was sent, or as it is shown first.
type writing struct {
	forms.Entry
	publish bool
}

// readWriting reads the form. A look at it writes nothing.
func readWriting(ctx context.Context, r *web.Request) (writing, error) {
	in := writing{Entry: forms.Entry{Values: maps.Clone(r.Form), L: r.L}, publish: r.Form.Has("publish")}
	in.Langs = forms.Languages(r, in.Get("primary"), nil)
	look := r.Form.Has("preview")
	in.Values.Del("preview")
	forms.KeepRows(in.Values, "corrections", func(n int) bool {
		return !in.Values.Has(forms.Cell("corrections", n, "drop")) && !forms.Blank(in.Values, "corrections", n, "text.", "by", "day")
	})
	if look {
		return in, forms.Look()
	}
	return in, nil
}

// fill is the form of a text as it is.
func fill(r *web.Request, post posts.Post) writing {
	in := writing{Entry: forms.Entry{L: r.L}}
	in.Langs = forms.Languages(r, post.Original(), post.Title)
	in.Values = url.Values{"primary": {in.Langs[0]}, "version": {strconv.Itoa(post.Version)}}
	in.Values.Set("kind", string(post.Kind))
	in.Values.Set("chapter", post.Chapter)
	in.Values.Set("slug", post.Slug)
	in.remember(post)
	forms.FillText(in.Values, "title", post.Title)
	forms.FillText(in.Values, "body", post.Body)
	for i, c := range post.Corrections {
		in.Values.Set(forms.Cell("corrections", i+1, "day"), c.Day.String())
		in.Values.Set(forms.Cell("corrections", i+1, "by"), c.By)
		forms.FillText(in.Values, forms.Cell("corrections", i+1, "text"), c.Text)
	}
	for i, ref := range post.Related {
		in.Values.Set("related."+strconv.Itoa(i+1), ref.Kind+":"+ref.ID)
	}
	return in
}

// places are the fields that say where a text stands. The form says for each what
// stood there when it was made, so that what nobody touched in it does not undo
// what somebody else changed.
var places = []string{"kind", "chapter", "slug"}

// remember notes where the text stands as the form is made.
func (in writing) remember(post posts.Post) {
	for _, name := range places {
		in.Values.Set("was."+name, placeOf(post, name))
	}
}

func placeOf(post posts.Post, name string) string {
	switch name {
	case "kind":
		return string(post.Kind)
	case "chapter":
		return post.Chapter
	}
	return post.Slug
}

// place is where the text is to stand.
func (in writing) place(kept posts.Post, name string) string {
	now, mine := placeOf(kept, name), in.Get(name)
	if !in.Values.Has(name) || in.Values.Has("was."+name) && mine == in.Get("was."+name) || name == "slug" && mine == "" {
		return now
	}
	return mine
}

// clashes are the places that the form and somebody else have changed in two
// ways.
func (in writing) clashes(kept posts.Post) (names []string) {
	for _, name := range places {
		if now := placeOf(kept, name); in.Values.Has("was."+name) && in.place(kept, name) != now && in.Get("was."+name) != now {
			names = append(names, name)
		}
	}
	return names
}

// post is what the form says, over what is kept.
func (in writing) post(kept posts.Post) (posts.Post, error) {
	var form errs.Form
	kept.Title, kept.Body = in.Text("title", kept.Title), in.Text("body", kept.Body)
	kept.Lang = in.Langs[0]
	kept.Version = 0
	if n := in.Number(&form, "version"); n != nil {
		kept.Version = *n
	}
	kept.Kind, kept.Chapter, kept.Slug = posts.Kind(in.place(kept, "kind")), in.place(kept, "chapter"), in.place(kept, "slug")
	old := kept.Corrections
	kept.Corrections = nil
	for n := 1; n <= forms.RowCount(in.Values, "corrections"); n++ {
		var was i18n.Text
		if n <= len(old) {
			was = old[n-1].Text
		}
		kept.Corrections = append(kept.Corrections, posts.Correction{Day: in.Date(&form, forms.Cell("corrections", n, "day")),
			Text: in.Text(forms.Cell("corrections", n, "text"), was), By: in.Get(forms.Cell("corrections", n, "by"))})
	}
	kept.Related = in.related()
	for _, lang := range in.Langs[1:] {
		if in.Values.Has("fits." + lang) {
			kept.StillFits(lang)
		}
	}
	return kept, form.Err()
}

// related are the things chosen, each once.
func (in writing) related() (list []posts.Ref) {
	seen := map[posts.Ref]bool{}
	for n := 1; n <= mostRelated; n++ {
		kind, id, ok := strings.Cut(in.Get("related."+strconv.Itoa(n)), ":")
		ref := posts.Ref{Kind: kind, ID: id}
		if ok && !seen[ref] && (kind == "event" || kind == "series") {
			seen[ref] = true
			list = append(list, ref)
		}
	}
	return list
}

// mostRelated is how many things a text can go with.
const mostRelated = 20

// editor is the form of a text with what stands around it, whatever kind of
// text it is.
type editor struct {
	R       *web.Request
	In      writing
	Form    ui.Form
	Kept    posts.Post // the latest text; a zero one if there is none
	Action  string
	Theirs  *theirs     // what somebody else has saved meanwhile
	Things  []ui.Option // that the text can go with
	Publish string      // label of the button that publishes; "" = elsewhere
	Place   *place      // nil for a write-up, which stands with what it tells of
}

// place is where a text of the network or of a chapter stands.
type place struct {
	Kinds    []ui.Option
	Chapters []ui.Option
}

// published tells whether readers have the text already.
func (e editor) published() bool { return e.Kept.State == posts.Published }

// lang is the language of the original.
func (e editor) lang() string { return e.In.Langs[0] }

// field completes a field of the form.
func (e editor) field(f ui.Field) ui.Field { return e.Form.Field(f) }

// in is a field for one language.
func (e editor) in(f ui.Field, lang string) ui.Field {
	labelled := e.In.In(e.Form, f, lang)
	if lang == e.lang() && len(e.In.Langs) > 1 && lang != e.R.L.Lang {
		labelled.Label = e.R.L.T("org.form.in-language|{label} ({language})", "label", f.Label, "language", e.R.L.LangName(lang))
	}
	return labelled
}

// lags tells of a translation whether it is behind the original.
func (e editor) lags(lang string) bool { return e.Kept.Lags(lang) }

// translations are the languages beside the original, those first that lag, so
// that what has to be done stands on top.
func (e editor) translations() (langs []string) {
	for _, want := range []bool{true, false} {
		for _, lang := range e.In.Langs[1:] {
			if e.lags(lang) == want {
				langs = append(langs, lang)
			}
		}
	}
	return langs
}

// open tells whether a translation's part stands open: it lags, or something in
// it is wrong.
func (e editor) open(lang string) bool {
	return e.lags(lang) || forms.WrongIn(e.Form.Err, "title."+lang, "body."+lang)
}

// translation names a translation's part and says how it stands.
func (e editor) translation(lang string) string {
	l, name := e.R.L, e.R.L.LangName(lang)
	switch {
	case e.lags(lang):
		return l.T("org.post.translation.lags|{language}: the original has changed since", "language", name)
	case e.In.Get("body."+lang) != "":
		return l.T("org.post.translation.there|{language}: translated", "language", name)
	}
	return l.T("org.post.translation.none|{language}: no translation yet", "language", name)
}

// rows is how many corrections the form asks for: one more than there are.
func (e editor) rows() int { return forms.RowCount(e.In.Values, "corrections") + 1 }

// correctionLangs are the languages in which corrections are asked for: those
// that the text is in.
func (e editor) correctionLangs() []string {
	langs := []string{e.lang()}
	for _, lang := range e.In.Langs[1:] {
		if e.In.Get("body."+lang) != "" {
			langs = append(langs, lang)
		}
	}
	return langs
}

// correctionsOpen tells whether the part with corrections stands open.
func (e editor) correctionsOpen() bool {
	return e.rows() > 1 || forms.WrongIn(e.Form.Err, "corrections")
}

// relatedRows is how many choices of related things the form shows.
func (e editor) relatedRows() int { return min(len(e.In.related())+1, mostRelated) }

// relatedOpen tells whether anything is chosen.
func (e editor) relatedOpen() bool { return e.relatedRows() > 1 }

// cell is a field of one correction.
func (e editor) cell(n int, f ui.Field) ui.Field {
	f.Name = forms.Cell("corrections", n, f.Name)
	return e.field(f)
}

// cellIn is a field of one correction in one language.
func (e editor) cellIn(n int, f ui.Field, lang string) ui.Field {
	f.Name = forms.Cell("corrections", n, f.Name)
	return e.in(f, lang)
}

// placed puts what is wrong with the title and the text beside the fields of the
// original.
func placed(wrong *errs.Error, lang string) *errs.Error {
	if wrong == nil {
		return nil
	}
	out := *wrong
	out.Fields = nil
	for _, f := range wrong.Fields {
		if f.Name == "title" || f.Name == "body" {
			f.Name += "." + lang
		}
		if n, field, ok := forms.CutRow(f.Name, "corrections"); ok && field == "text" {
			f.Name = forms.Cell("corrections", n, "text."+lang)
		}
		out.Fields = append(out.Fields, f)
	}
	return &out
}
