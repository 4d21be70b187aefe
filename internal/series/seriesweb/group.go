package seriesweb

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// listBytes is how much a form with a list may bring: the longest list, written
// as %D0%90 where every byte takes three, and the fields around it.
const listBytes = 4 << 20

// groupRoutes are the pages of groups: the form with its check page, the
// roster that the contact person's link opens, and the invitation.
func (p *Pages) groupRoutes() []web.Route {
	return slices.Concat([]web.Route{
		web.Get("/s/{slug}/group", web.Public(), p.group),
		web.Post("/s/{slug}/group", web.Public(), web.Steps[grouping]{
			Prepare: readGrouping, Do: p.groupDo, Again: p.groupAgain}).Takes(listBytes),
	}, p.rosterRoutes(), p.invitationRoutes())
}

// grouping is what the form for a group brings.
type grouping struct {
	series.GroupForm
	listing
	ask bool // the city's button was pressed
}

func readGrouping(ctx context.Context, r *web.Request) (grouping, error) {
	f := grouping{ask: r.Form.Has("change-zone"), listing: readListing(r)}
	f.Input = people.Input{Name: r.Value("name"), Address: r.Value("email"), Zone: r.Value("zone"), Language: r.Value("language")}
	f.Organisation, f.Track, f.Agree = r.Value("organisation"), r.Value("track"), r.Value("agree")
	f.TakesPart, f.Receives = r.Value("takes-part") != "", series.Receives(r.Value("receives"))
	if f.Language == "" {
		f.Language = r.L.Lang
	}
	if f.Zone == "" {
		f.Zone = r.Zone.String()
	}
	if f.list != nil {
		f.People = f.list.Ready()
	}
	f.GroupForm = f.Clean()
	return f, nil
}

// listing is a list of people as a form brings it: a text, a file, and the
// lines that were corrected on the check page.
type listing struct {
	values  url.Values
	list    *series.PeopleList // nil if the text is too long
	wrong   *errs.Error        // why
	confirm string             // "", "all", or "ready" to leave out what still needs somebody
	shown   string             // how many the button promised
}

func readListing(r *web.Request) listing {
	l := listing{values: r.Form, confirm: r.Value("confirm"), shown: r.Value("shown")}
	texts := [][]byte{[]byte(r.Value("people"))}
	if f, ok := r.Files["file"]; ok {
		texts = append(texts, f.Data)
	}
	list := &series.PeopleList{Charset: "UTF-8"}
	for _, text := range texts {
		more, err := series.ReadPeople(text)
		if err != nil {
			l.wrong = &errs.Error{Kind: errs.Invalid, Fields: []errs.Field{{Name: "people", Text: errs.Of(err).Text}}}
			return l
		}
		list.Add(more)
	}
	numbers := lineNumbers(r.Form)
	if len(numbers) > 0 { // so that no two lines have one number
		for i := range list.People {
			list.People[i].Line += numbers[len(numbers)-1]
		}
	}
	for _, n := range numbers {
		text := strings.TrimSpace(r.Value("line." + strconv.Itoa(n)))
		more, err := series.ReadPeople([]byte(text))
		if err != nil {
			continue
		}
		for i := range more.People {
			more.People[i].Line = n
		}
		list.Add(more)
	}
	if n := len(list.People); n > series.MostPeople {
		l.wrong = &errs.Error{Kind: errs.Invalid, Fields: []errs.Field{{Name: "people", Text: errs.T(
			"series.paste.lines|The list has more than {most} lines. Please send it in parts.", "most", series.MostPeople)}}}
		return l
	}
	l.list = list
	return l
}

// lineNumbers are the numbers of the corrected lines, in order.
func lineNumbers(form url.Values) []int {
	var list []int
	for name := range form {
		if number, ok := strings.CutPrefix(name, "line."); ok {
			if n, err := strconv.Atoi(number); err == nil && n > 0 && len(list) < series.MostPeople {
				list = append(list, n)
			}
		}
	}
	slices.Sort(list)
	return list
}

// confirmed tells whether the list may be taken as it is: it was confirmed,
// nothing needs somebody unless it is to be left out, and it is as long as the
// button said.
func (l listing) confirmed() bool {
	if l.confirm == "" || (len(l.list.Needing()) > 0 && l.confirm != "ready") {
		return false
	}
	return l.shown == "" || l.shown == strconv.Itoa(len(l.list.Ready()))
}

// kept is the whole list as one text, for the form's box. What cannot be read
// in it stands where it was typed.
func (l listing) kept() string {
	if text := l.values.Get("people"); l.list == nil || strings.ContainsRune(text, utf8.RuneError) && len(lineNumbers(l.values)) == 0 {
		return text
	}
	var b strings.Builder
	if ready := l.list.Ready(); len(ready) > 0 {
		b.WriteString(series.FormatPeople(ready))
	}
	for _, p := range l.list.Needing() {
		b.WriteString(p.Text + "\n")
	}
	return b.String()
}

// groupPage is what the form needs.
type groupPage struct {
	R        *web.Request
	S        *series.Series
	Title    string
	Form     ui.Form
	Ask      bool
	Once     string
	Openness series.Openness
	Window   string
	Agree    people.Agreement
	For      error // why this viewer may not register a group
}

func (p *Pages) group(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	if err := p.Series.MayGroup(r.Viewer, s, r.Now); err != nil && !errs.Is(err, errs.Closed) {
		return nil, err
	}
	r.SupposeOrganisers(s.Location())
	values := url.Values{"zone": {r.Zone.String()}, "track": {r.Query.Get("track")}}
	return p.groupPage(tx, r, s, values, nil, false)
}

func (p *Pages) groupPage(tx *store.Tx, r *web.Request, s *series.Series, values url.Values, wrong *errs.Error, ask bool) (web.Page, error) {
	r.SupposeOrganisers(s.Location())
	agree, err := p.People.Consent(tx, r.Viewer, s.ID)
	page := groupPage{Agree: agree, R: r, S: s, Title: pick(r, s.Title).Text, Form: ui.Form{L: r.L, Values: values, Err: wrong}, Ask: ask,
		Once: web.NewOnce(), Openness: s.Openness(r.Now), Window: windowLine(r, s)}
	return web.Page{Title: r.L.T("series.group.title|Register a group: {series}", "series", page.Title), Body: groupBody(page), Zoned: true}, err
}

// groupDo shows the check page until it is confirmed, and then registers.
func (p *Pages) groupDo(ctx context.Context, tx *store.Tx, r *web.Request, f grouping) (web.Answer, error) {
	slug := r.Param("slug")
	if f.ask {
		s, err := p.Series.BySlug(ctx, tx, r.Viewer, slug)
		if err != nil {
			return nil, err
		}
		return p.groupPage(tx, r, s, f.keep(), nil, true)
	}
	s, out, err := p.Series.PreviewGroup(ctx, tx, r.Viewer, slug, f.GroupForm)
	if err != nil {
		return nil, f.with(err)
	}
	if f.wrong != nil {
		return nil, f.wrong
	}
	if !f.confirmed() {
		tx.Quiet()
		page := p.checkPage(r, s, f, out)
		if f.confirm != "" && len(f.list.Needing()) > 0 {
			page.Status = 422
		}
		return page, nil
	}
	if f.Wary, err = r.Strangers(tx, f.addresses()); err != nil {
		return nil, err
	}
	if out, err = p.Series.RegisterGroup(ctx, tx, r.Viewer, slug, f.GroupForm); err != nil {
		return nil, err
	}
	out.LeftOut = len(f.list.Needing())
	receipt, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	return web.SeeOther("/s/" + slug + "/registered/" + p.Keys.Ticket(groupReceipt+slug, receipt)), nil
}

// with adds to what is wrong with the fields what is wrong with the list.
func (f grouping) with(err error) error {
	e := errs.Of(err)
	if e == nil || f.wrong == nil || e.Kind != errs.Invalid {
		return err
	}
	all := *e
	all.Fields = append(slices.Clone(e.Fields), f.wrong.Fields...)
	return &all
}

// addresses counts who would be written to.
func (f grouping) addresses() (n int) {
	for _, p := range f.People {
		if p.Address != "" {
			n++
		}
	}
	return n
}

// keep is what the form shows again: all that was typed, and what a file held.
func (f grouping) keep() url.Values {
	values := url.Values{}
	for name, v := range f.values {
		if !strings.HasPrefix(name, "line.") {
			values[name] = v
		}
	}
	if f.list != nil && (len(lineNumbers(f.values)) > 0 || values.Get("people") == "") {
		values.Set("people", f.kept())
	}
	values.Set("zone", f.Zone)
	return values
}

func (p *Pages) groupAgain(ctx context.Context, tx *store.Tx, r *web.Request, f grouping, wrong *errs.Error) (web.Page, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return web.Page{}, err
	}
	return p.groupPage(tx, r, s, f.keep(), wrong, false)
}

// groupReceipt binds a group's receipt to its series.
const groupReceipt = "series.group-receipt/"

// groupRegistered is the page after a group was registered. It knows nothing
// but the receipt in its address, which holds no name, and so is alike for all.
func (p *Pages) groupRegistered(r *web.Request, s *series.Series) (web.Page, bool) {
	plain, ok := p.Keys.OpenTicket(groupReceipt+s.Slug, r.Param("receipt"))
	var out series.GroupOutcome
	if !ok || json.Unmarshal(plain, &out) != nil {
		return web.Page{}, false
	}
	r.Suppose(out.Zone, "")
	page := groupDonePage{R: r, S: s, Out: out, Title: pick(r, s.Title).Text, First: firstLine(r, s, out.Track)}
	return web.Page{Title: page.Heading(), Body: groupDoneBody(page), Zoned: true, Hidden: true}, true
}

type groupDonePage struct {
	R     *web.Request
	S     *series.Series
	Out   series.GroupOutcome
	Title string
	First string
}

// Heading says what became of the group.
func (p groupDonePage) Heading() string {
	l := p.R.L
	switch p.Out.Standing {
	case series.InDraft:
		return l.T("series.group.done.draft|Your group is a draft: {n} more is needed|Your group is a draft: {n} more are needed", "n", p.Out.Missing)
	case series.Waitlisted:
		return l.T("series.group.done.waiting|Your group is on the waiting list")
	}
	return l.T("series.group.done|{n} person is registered|{n} people are registered", "n", p.Out.People)
}

// Steps tells what happens next.
func (p groupDonePage) Steps() []ui.Step {
	l := p.R.L
	steps := []ui.Step{{Title: l.T("series.group.done.mail|A mail is on its way to you, the contact person"),
		Text: l.T("series.group.done.mail.text|It leads to your group's page. Open it once and press its button: that confirms the group. Nothing there after ten minutes? Look into the spam folder.")}}
	switch p.Out.Standing {
	case series.InDraft:
		return append(steps, ui.Step{Title: l.T("series.group.done.complete|Add who is missing"),
			Text: l.T("series.group.done.complete.text|Paste more people on your group's page, or pass on its invitation link. As soon as the group is complete it takes effect by itself.")})
	case series.Waitlisted:
		return append(steps, ui.Step{Title: l.T("series.group.done.wait|We write as soon as there is room for all of you"),
			Text: l.T("series.group.done.wait.text|You wait together, and have two days to accept. Smaller groups may go first; your rank stays.")})
	}
	if p.S.MustAnswer() {
		steps = append(steps, ui.Step{Title: l.T("series.group.done.questions|The organisers have questions to everybody"),
			Text: l.T("series.group.done.questions.text|Members with an address answer on their own page. For the others you answer on your group's page.")})
	}
	return append(steps,
		ui.Step{Title: l.T("series.group.done.told|Members with an address get their own invitation"),
			Text: l.T("series.group.done.told.text|Once, with the hours in their own city and a button that takes them off the list.")},
		ui.Step{Title: l.T("series.group.done.change|Change the list at any time"),
			Text: l.T("series.group.done.change.text|On your group's page you add and remove people, remind them, and see who has answered.")})
}
