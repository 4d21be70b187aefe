package intakeweb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"

	"codeberg.org/plenary/plenary/internal/announce"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

const (
	longestText = 200 << 10 // bytes of a pasted announcement
	mostPasted  = 30        // events of one announcement that become drafts at once
)

// pasting is an announcement as it was pasted, with what was read from it.
type pasting struct {
	in     forms.Entry
	text   string
	zone   string // for hours that name none
	chosen bool   // the zone was chosen by hand
	found  []*found
	passed bool // it names days or hours that are of no event to come
	make   bool // the ticked events are to become drafts
}

// found is one event of an announcement.
type found struct {
	n     int // from 1
	event announce.Event
	draft intake.Draft // with what was corrected
	first bool         // no title was found, and the first line stands in its place
}

// key is the name of a field of the event.
func (f *found) key(field string) string { return forms.Cell("e", f.n, field) }

// readPasting reads an announcement, and what was corrected about its events.
func readPasting(ctx context.Context, r *web.Request) (in pasting, err error) {
	in = pasting{in: forms.Entry{Values: r.Form, L: r.L}, text: intake.Prose(r.Value("text")), zone: r.Value("zone"), make: r.Value("make") != ""}
	in.chosen = in.zone != "" && r.Form.Has("zoned") || r.Form.Has("change-zone")
	var form errs.Form
	switch {
	case in.text == "":
		form.Add("text", "org.paste.missing|Paste the announcement first.")
	case len(in.text) > longestText:
		form.Add("text", "org.paste.long|This is longer than an announcement. Please paste the part that is about events.")
	}
	if _, zoneErr := when.Load(in.zone); zoneErr != nil {
		in.zone, in.chosen = r.Face.Zone, false
	}
	if err := form.Err(); err != nil {
		return in, err
	}
	in.read(r)
	if !in.make {
		return in, nil
	}
	return in, in.check()
}

// read finds the events of the text. Fields of a text that was read before stay
// as they were typed.
func (in *pasting) read(r *web.Request) {
	loc, err := when.Load(in.zone)
	if err != nil {
		return
	}
	reading := announce.Parse(in.text, announce.Options{Zone: in.zone, Today: when.DateOf(r.Now, loc)})
	shares := intake.Shares(in.text, reading.Events)
	in.passed = len(reading.Rest) > 0
	known := r.Value("of") == in.mark()
	for i, e := range reading.Events[:min(len(reading.Events), mostPasted)] {
		f := &found{n: i + 1, event: e, draft: intake.Announced(e, shares[i], intake.Settings{Zone: in.zone, Language: r.L.Lang})}
		if title := intake.FirstLine(in.text, shares[i], e); e.Title == "" && title != "" {
			f.draft.Event.Title, f.first = i18n.Text{f.lang(): title}, true
		}
		if !known {
			f.fill(in.in.Values)
		}
		in.found = append(in.found, f)
	}
}

// mark names the text and the zone from which the fields were filled.
func (in *pasting) mark() string {
	sum := sha256.Sum256([]byte(in.zone + "\x00" + in.text))
	return hex.EncodeToString(sum[:8])
}

// check reads what was corrected about the ticked events, and says what is wrong
// with it.
func (in *pasting) check() error {
	var form errs.Form
	any := false
	for _, f := range in.found {
		if !f.taken(in.in) {
			continue
		}
		any = true
		f.apply(&form, in.in)
	}
	if !any {
		name := "text"
		if len(in.found) > 0 {
			name = in.found[0].key("take")
		}
		form.Add(name, "org.paste.none-ticked|Tick at least one event that is to become a draft.")
	}
	return form.Err()
}

func (f *found) taken(in forms.Entry) bool { return in.Get(f.key("take")) != "" }

func (p *Pages) paste(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	if err := mayMake(r); err != nil {
		return nil, err
	}
	in := pasting{in: forms.Entry{Values: url.Values{}, L: r.L}, zone: r.Face.Zone}
	page, err := p.pastePage(tx, r, in, nil)
	if err != nil {
		return nil, err
	}
	return page, nil
}

// pasteDo shows what was found or, once somebody has ticked it, makes drafts.
func (p *Pages) pasteDo(ctx context.Context, tx *store.Tx, r *web.Request, in pasting) (web.Answer, error) {
	if err := mayMake(r); err != nil {
		return nil, err
	}
	if !in.make {
		tx.Quiet()
		return p.pastePage(tx, r, in, nil)
	}
	options, err := p.chapters(tx, r)
	if err != nil {
		return nil, err
	}
	made := url.Values{}
	var last *events.Event
	for _, f := range in.found {
		if !f.taken(in.in) {
			continue
		}
		f.draft.Event.Chapter = chapterOf(options, in.in.Get("chapter"))
		if last, err = p.saveDraft(ctx, tx, r, f.draft.Event); err != nil {
			return nil, err
		}
		made.Add("e", last.Slug)
	}
	if len(made["e"]) == 1 {
		return web.SeeOther(editor(last)), nil
	}
	return web.SeeOther("/o/events/paste/made?" + made.Encode()), nil
}

// saveDraft keeps a new draft under an address of its own.
func (p *Pages) saveDraft(ctx context.Context, tx *store.Tx, r *web.Request, e *events.Event) (_ *events.Event, err error) {
	if e.Slug, err = p.Events.FreeSlug(tx, intake.Slug(e)); err != nil {
		return nil, err
	}
	return p.Events.Save(ctx, tx, r.Viewer, e)
}

func (p *Pages) pasteAgain(ctx context.Context, tx *store.Tx, r *web.Request, in pasting, wrong *errs.Error) (web.Page, error) {
	if err := mayMake(r); err != nil {
		return web.Page{}, err
	}
	return p.pastePage(tx, r, in, wrong)
}

// pastePage is the form for an announcement, and what was found in it.
type pastePage struct {
	R       *web.Request
	Form    ui.Form
	In      pasting
	Pieces  []intake.Piece
	Chapter []ui.Option
	Once    string
	AskZone bool // the picker of cities stands open
}

func (p *Pages) pastePage(tx *store.Tx, r *web.Request, in pasting, wrong *errs.Error) (web.Page, error) {
	options, err := p.chapters(tx, r)
	if err != nil {
		return web.Page{}, err
	}
	if in.text != "" {
		in.in.Values.Set("text", in.text)
	}
	page := pastePage{R: r, In: in, Chapter: options, Once: web.NewOnce(), AskZone: r.Form.Has("change-zone"),
		Form: ui.Form{L: r.L, Values: in.in.Values, Err: wrong}}
	list := make([]announce.Event, 0, len(in.found))
	for _, f := range in.found {
		list = append(list, f.event)
	}
	page.Pieces = intake.Pieces(in.text, list)
	return web.Page{Title: r.L.T("org.paste.title|Paste an announcement"), Body: pasteBody(page), Wide: true, Here: "desk", At: "/o/events/paste"}, nil
}

// made lists the drafts that were just made of an announcement.
func (p *Pages) made(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	if err := mayMake(r); err != nil {
		return nil, err
	}
	page := madePage{R: r}
	slugs := r.Query["e"]
	for _, slug := range typed.Words(slugs[:min(len(slugs), mostPasted)]) {
		e, err := p.Events.BySlug(ctx, tx, r.Viewer, slug)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if e.State == events.Draft && p.Events.WorksOn(r.Viewer, e) {
			page.Items = append(page.Items, draftItem(r, e))
		}
	}
	return web.Page{Title: r.L.T("org.paste.made|Drafts"), Body: madeBody(page), Wide: true, Here: "desk"}, nil
}

// madePage lists drafts.
type madePage struct {
	R     *web.Request
	Items []ui.ListingItem
}

// draftItem is a draft, or what became of one, in a list.
func draftItem(r *web.Request, e *events.Event) ui.ListingItem {
	title := r.Pick(e.Title)
	item := ui.ListingItem{Title: title.Text, Lang: title.Lang, Href: desk(e.Slug)}
	if e.State == events.Draft {
		item.Href, item.Tags = editor(e), []ui.Tag{{Tone: ui.Info, Word: r.L.T("org.state.draft|Draft")}}
	}
	if list := e.Occurrences(); len(list) > 0 {
		item.Sub = whenLine(r.L, list[0].Start, list[0].End)
	}
	return item
}

func itoa(n int) string { return strconv.Itoa(n) }
