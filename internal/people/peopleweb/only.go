package peopleweb

import (
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/places"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// wish is one part of what is asked for, in words, with the address at which it
// is asked for no more, and another that is near at hand.
type wish struct {
	Words  string
	Remove string
	Other  ui.NavItem // none without a Label
}

// fillOnly says what is asked for, and offers what one can ask for.
func (p *Pages) fillOnly(tx *store.Tx, page *eventsPage) error {
	chapters, err := p.People.Chapters(tx)
	if err != nil {
		return err
	}
	spoken, err := p.Calendar.Languages(tx)
	if err != nil {
		return err
	}
	page.Parts = page.parts(chapters)
	page.Only = page.fields(chapters, spoken)
	return nil
}

// parts say what is asked for.
func (page eventsPage) parts(chapters []people.Chapter) (list []wish) {
	l, c := page.R.L, page.C
	add := func(words string, change func(*calendar.Choice)) *wish {
		without := c
		change(&without)
		list = append(list, wish{Words: words, Remove: page.with(without)})
		return &list[len(list)-1]
	}
	if c.Kind != "" {
		add(kindName(l, c.Kind), func(c *calendar.Choice) { c.Kind = "" })
	}
	if c.Mode != "" {
		add(l.Text(c.Mode.Label()), func(c *calendar.Choice) { c.Mode = "" })
	}
	if i := slices.IndexFunc(chapters, func(x people.Chapter) bool { return x.Slug == c.Chapter }); i >= 0 {
		name := page.R.Pick(chapters[i].Name).Text
		here := add(name, func(c *calendar.Choice) { c.Chapter = "" })
		other := c
		other.Alone = !c.Alone
		switch {
		case !hasChildren(chapters, chapters[i].ID):
		case c.Alone:
			here.Words = l.T("front.only.alone|{chapter} by itself", "chapter", name)
			here.Other = ui.NavItem{Label: l.T("front.only.below.too|With all that lies in it"), Href: page.with(other)}
		default:
			here.Words = l.T("front.only.below|{chapter} with all that lies in it", "chapter", name)
			here.Other = ui.NavItem{Label: l.T("front.only.alone.too|By itself"), Href: page.with(other)}
		}
	}
	if c.Language != "" {
		add(l.T("front.only.language|In {language}", "language", l.LangName(c.Language)), func(c *calendar.Choice) { c.Language = "" })
	}
	if c.At != nil {
		add(l.T("front.only.near|Within {n} km of {place}|Within {n} km of {place}", "n", c.Within, "place", placeTitle(l, *c.At)), func(c *calendar.Choice) { c.Near, c.At = "", nil })
	}
	return list
}

func hasChildren(list []people.Chapter, id string) bool {
	return slices.ContainsFunc(list, func(c people.Chapter) bool { return c.Parent == id })
}

func kindName(l *i18n.Locale, kind events.Kind) string {
	if kind == calendar.Session {
		return l.T("front.events.sessions|Sessions of series")
	}
	return l.Text(kind.Label())
}

// placeTitle names a place so that it cannot be taken for another.
func placeTitle(l *i18n.Locale, p places.Place) string {
	name, country := p.In(l.Lang), l.RegionName(p.Country)
	switch {
	case p.Region != "":
		return l.T("front.place.region|{city}, {region}, {country}", "city", name, "region", p.Region, "country", country)
	case name == country:
		return name
	}
	return l.T("web.zone.place|{city}, {country}", "city", name, "country", country)
}

// fields are those of the form by which one narrows.
func (page eventsPage) fields(chapters []people.Chapter, spoken []string) (list []ui.Field) {
	l, c := page.R.L, page.C
	kinds := []ui.Option{{Label: l.T("front.events.all-kinds|Everything")}, {Value: string(calendar.Session), Label: kindName(l, calendar.Session)}}
	for _, kind := range events.Kinds() {
		kinds = append(kinds, ui.Option{Value: string(kind), Label: kindName(l, kind)})
	}
	list = append(list, ui.Field{Type: ui.Select, Name: "kind", Label: l.T("front.events.kinds|What"), Options: kinds, Value: string(c.Kind)})
	modes := []ui.Option{{Label: l.T("front.events.all-modes|Anywhere")}}
	for _, mode := range []events.Mode{events.InPerson, events.Online} {
		modes = append(modes, ui.Option{Value: string(mode), Label: l.Text(mode.Label())})
	}
	list = append(list, ui.Field{Type: ui.Select, Name: "mode", Label: l.T("front.events.modes|Where"), Options: modes, Value: string(c.Mode)})
	if len(chapters) > 0 {
		all := []ui.Option{{Label: l.T("front.events.all-chapters|Everywhere")}}
		list = append(list, ui.Field{Type: ui.Select, Name: "chapter", Label: l.T("front.only.chapter|Chapter"),
			Options: chapterOptions(all, treeOf(page.R, chapters), 0), Value: c.Chapter})
	}
	if !slices.Contains(spoken, c.Language) && c.Language != "" {
		spoken = append(spoken, c.Language)
	}
	if len(spoken) > 1 {
		i18n.Sort(l, spoken, func(lang string) string { return l.LangName(lang) })
		langs := []ui.Option{{Label: l.T("front.events.all-languages|All languages")}}
		for _, lang := range spoken {
			langs = append(langs, ui.Option{Value: lang, Label: l.LangTitle(lang)})
		}
		list = append(list, ui.Field{Type: ui.Select, Name: "language", Label: l.T("front.only.spoken|Language"), Options: langs, Value: c.Language})
	}
	return append(list, page.nearFields()...)
}

func (page eventsPage) nearFields() []ui.Field {
	l, c := page.R.L, page.C
	var far []ui.Option
	for _, km := range calendar.Distances() {
		far = append(far, ui.Option{Value: strconv.Itoa(km), Label: l.T("front.only.km|{n} km|{n} km", "n", km)})
	}
	within := c.Within
	if within == 0 {
		within = calendar.Usual
	}
	return []ui.Field{
		{Type: ui.Search, Name: "near", Label: l.T("front.only.near.label|Near a city"), Value: c.Near, Autocomplete: "address-level2", MaxLength: 100},
		{Type: ui.Select, Name: "within", Label: l.T("front.only.within.label|No further than"), Options: far, Value: strconv.Itoa(within)},
	}
}

// chapterOptions lists the tree, each chapter moved in by how deep it lies.
func chapterOptions(to []ui.Option, list []branch, depth int) []ui.Option {
	for _, b := range list {
		to = append(to, ui.Option{Value: b.Slug, Label: strings.Repeat("\u2003", depth) + b.Name.Text, Lang: b.Name.Lang})
		to = chapterOptions(to, b.Children, depth+1)
	}
	return to
}

// unknownNotices say what was asked for and does not exist.
func unknownNotices(r *web.Request, c calendar.Choice) (list []ui.Notice) {
	l := r.L
	for _, name := range c.Unknown {
		switch name {
		case "kind":
			list = append(list, unknown(r, l.T("front.only.no-kind|There are no events of this kind. All kinds are shown.")))
		case "mode":
			list = append(list, unknown(r, l.T("front.only.no-mode|One can come in person or online. Both are shown.")))
		case "language":
			list = append(list, unknown(r, l.T("front.only.no-language|This language is not known here. All languages are shown.")))
		case "near":
			list = append(list, unknown(r, l.T("front.only.no-place|No city called “{place}” is known here. Try the next bigger one. Events everywhere are shown.", "place", c.Near)))
		case "within":
			list = append(list, unknown(r, l.T("front.only.no-distance|This distance is not offered. {n} km is taken.|This distance is not offered. {n} km are taken.", "n", c.Within)))
		}
	}
	return list
}

// at is this view near a place.
func (page eventsPage) at(p places.Place) string {
	c := page.C
	c.Near = p.Full()
	return page.with(c)
}
