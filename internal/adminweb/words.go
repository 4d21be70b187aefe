package adminweb

import (
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// languagesLine says in which languages the pages are offered.
func languagesLine(r *web.Request, form ui.Form) string {
	n := len(form.Values["languages"])
	return r.L.T("adm.network.languages.line|Languages of the pages: {n}", "n", n)
}

// The fields that are written once in each language.

func nameField(r *web.Request) ui.Field {
	return ui.Field{Name: "name", Label: r.L.T("adm.text.name|Name"), Required: true}
}

func promiseField(r *web.Request) ui.Field {
	return ui.Field{Type: ui.Area, Rows: 2, Name: "promise", Label: r.L.T("adm.text.promise|One sentence for the front page")}
}

func aboutField(r *web.Request) ui.Field {
	return ui.Field{Type: ui.Area, Rows: 2, Name: "description", Label: r.L.T("adm.text.about|About it, in one or two sentences")}
}

// translated completes a field for one language. What is wrong with the text
// as a whole stands beside the first.
func translated(form ui.Form, f ui.Field, lang string, first bool) ui.Field {
	whole := form.Field(ui.Field{Name: f.Name}).Error
	name := f.Name
	f.Name, f.Lang, f.Required = name+"."+lang, lang, f.Required && first
	if first {
		f.ID = name
	}
	f = form.Field(f)
	if first && f.Error == "" {
		f.Error = whole
	}
	return f
}

// otherLine names a language, and says whether something is written in it.
func otherLine(r *web.Request, form ui.Form, lang string, fields []ui.Field) string {
	written := 0
	for _, f := range fields {
		if form.Values.Get(f.Name+"."+lang) != "" {
			written++
		}
	}
	name := i18n.For(lang).LangTitle(lang)
	switch written {
	case 0:
		return r.L.T("adm.text.none|{language}: nothing yet", "language", name)
	case len(fields):
		return r.L.T("adm.text.all|{language}: written", "language", name)
	}
	return r.L.T("adm.text.some|{language}: a part", "language", name)
}

// branch is a chapter with those that lie in it.
type branch struct {
	ID, Slug string
	Name     ui.Words
	Children []branch
}

// under are the chapters that lie in another, by name.
func under(r *web.Request, list []people.Chapter, parent string, depth int) []branch {
	const deepest = 12
	var found []branch
	for _, c := range list {
		if c.Parent == parent && depth < deepest {
			found = append(found, branch{c.ID, c.Slug, r.Pick(c.Name), under(r, list, c.ID, depth+1)})
		}
	}
	i18n.Sort(r.L, found, func(b branch) string { return b.Name.Text })
	return found
}

// topmost are the chapters of a list that lie in none of it, with those that lie
// in them, by name.
func topmost(r *web.Request, list []people.Chapter) (found []branch) {
	for _, c := range list {
		if !holdsID(list, c.Parent) {
			found = append(found, branch{c.ID, c.Slug, r.Pick(c.Name), under(r, list, c.ID, 0)})
		}
	}
	i18n.Sort(r.L, found, func(b branch) string { return b.Name.Text })
	return found
}

// parentOf is the chapter with that id as the only choice.
func parentOf(r *web.Request, list []people.Chapter, id string) ui.Option {
	for _, c := range list {
		if c.ID == id {
			name := r.Pick(c.Name)
			return ui.Option{Value: c.ID, Label: name.Text, Lang: name.Lang}
		}
	}
	return ui.Option{Label: r.L.T("adm.chapter.parent.none|The network itself")}
}

// parents are the chapters in which another may lie: all but itself and those
// that lie in it, and the network for those who may change it.
func parents(r *web.Request, list []branch, but string, whole bool) []ui.Option {
	var options []ui.Option
	if whole {
		options = append(options, ui.Option{Value: "", Label: r.L.T("adm.chapter.parent.none|The network itself")})
	}
	var add func([]branch, string)
	add = func(list []branch, before string) {
		for _, b := range list {
			if b.Slug == but {
				continue
			}
			options = append(options, ui.Option{Value: b.ID, Label: before + b.Name.Text, Lang: b.Name.Lang})
			add(b.Children, before+"\u2003")
		}
	}
	add(list, "")
	return options
}

// logoActions are to set a logo, and to take it away where there is one.
func logoActions(r *web.Request) []ui.Button {
	list := []ui.Button{{Label: r.L.T("adm.network.logo.use|Use this logo")}}
	if r.Face.HasLogo {
		list = append(list, ui.Button{Label: r.L.T("adm.network.logo.remove|Take the logo away"), Kind: ui.Danger, Name: "remove", Value: "1"})
	}
	return list
}
