package boardweb

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

func (p *Pages) rulesRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/s/{slug}/circles/rules", web.Desk(), p.rules),
		web.Post("/o/s/{slug}/circles/rules", web.Desk(), web.Steps[struct{}]{Do: p.rulesDo, Again: p.rulesAgain}),
	}
}

// rulesPage is the form of the rules.
type rulesPage struct {
	R       *web.Request
	S       *series.Series
	Form    ui.Form
	Zones   []ui.Option
	MayEdit bool // the series too, whose are size, length and dates
}

func (p *Pages) rules(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.rulesPage(ctx, tx, r, nil)
}

func (p *Pages) rulesPage(ctx context.Context, tx *store.Tx, r *web.Request, e *errs.Error) (web.Page, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	c, err := p.Circles.CohortOf(tx, r.Viewer, s.ID)
	if err != nil {
		return web.Page{}, err
	}
	zones, err := p.Circles.ZonesOf(tx, r.Viewer, s)
	if err != nil {
		return web.Page{}, err
	}
	values := fillRules(s, c.Rules)
	if e != nil && e.Kind != errs.Conflict {
		values = r.Form
	}
	page := rulesPage{R: r, S: s, Form: ui.Form{L: r.L, Values: values, Err: e}, MayEdit: p.mayEdit(r, s), Zones: zoneOptions(r, s, c.Rules, zones)}
	return web.Page{Title: r.L.T("org.circles.rules.title|Rules of the circles of {series}", "series", titleOf(r, s)), Body: rulesBody(page), Wide: true, Here: "desk"}, nil
}

// fillRules is the form as things are.
func fillRules(s *series.Series, rules circles.Rules) url.Values {
	v := url.Values{"version": {strconv.Itoa(s.Version)}, "mark": {rules.Mark()}, "grid": {strconv.Itoa(rules.GridMin)}, "org": {rules.OrgPolicy}, "offers": rules.Offers, "anchors": rules.Anchors}
	if len(rules.Anchors) == 0 {
		v["anchors"] = []string{s.Zone}
	}
	if len(rules.OffHours) == 2 {
		v.Set("off.from", rules.OffHours[0])
		v.Set("off.to", rules.OffHours[1])
	}
	if rules.Seconds {
		v.Set("seconds", "yes")
	}
	c := s.Circles
	if c == nil {
		c = &series.Circles{Size: series.CircleSize{Min: 6, Target: 8, Max: 10}, Days: series.DaysAny, Length: 90 * time.Minute, Facilitators: 1, Rota: true}
		v.Set("every", "1")
		v.Set("count", "6")
	}
	v.Set("circles.size", strconv.Itoa(c.Size.Min))
	v.Set("target", strconv.Itoa(c.Size.Target))
	v.Set("max", strconv.Itoa(c.Size.Max))
	v.Set("circles.length", strconv.Itoa(int(c.Length/time.Minute)))
	v.Set("circles.days", c.Days)
	v.Set("circles.facilitators", strconv.Itoa(c.Facilitators))
	if c.Rota {
		v.Set("rota", "yes")
	}
	if c.Closes != nil {
		v.Set("circles.closes", c.Closes.String())
	}
	return v
}

// zoneOptions are the zones whose clocks circles could follow: the series' own,
// those it prints, and those of most people.
func zoneOptions(r *web.Request, s *series.Series, rules circles.Rules, people []string) (list []ui.Option) {
	seen := map[string]bool{}
	for _, zone := range slices.Concat([]string{s.Zone}, rules.Anchors, s.ShowZones, people[:min(5, len(people))]) {
		if !seen[zone] {
			seen[zone] = true
			list = append(list, ui.Option{Value: zone, Label: r.L.City(zone)})
		}
	}
	return list
}

func (p *Pages) rulesDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	var form errs.Form
	rules := readRules(&form, r)
	if p.mayEdit(r, s) {
		readCircles(&form, r, s)
	}
	if err = form.Err(); err != nil {
		return nil, err
	}
	if p.mayEdit(r, s) {
		if s.Version, err = strconv.Atoi(r.Value("version")); err != nil {
			return nil, errs.NotThere()
		}
		if _, err = p.Series.Save(ctx, tx, r.Viewer, s); errs.Is(err, errs.Conflict) {
			err = errs.New(errs.Conflict, "org.circles.rules.meanwhile|Somebody changed these rules meanwhile. Below they stand as they are now: please enter your changes once more.")
		}
		if err != nil {
			return nil, err
		}
	}
	return web.SeeOther(home(s) + "?done=rules"), p.Circles.SetRules(tx, r.Viewer, s, r.Value("mark"), rules)
}

func (p *Pages) rulesAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, e *errs.Error) (web.Page, error) {
	return p.rulesPage(ctx, tx, r, e)
}

// readRules reads what is the circles' own.
func readRules(f *errs.Form, r *web.Request) circles.Rules {
	rules := circles.Rules{OrgPolicy: r.Value("org"), Offers: r.Form["offers"], Seconds: r.Value("seconds") != ""}
	rules.GridMin = r.Number("grid")
	if !slices.Contains([]int{15, 30, 60}, rules.GridMin) {
		f.Add("grid", "org.circles.rules.choose|Choose one of the answers offered.")
	}
	if !slices.Contains([]string{form.PolicyMix, form.PolicyKeep, form.PolicyNone}, rules.OrgPolicy) {
		f.Add("org", "org.circles.rules.choose|Choose one of the answers offered.")
	}
	for _, zone := range r.Form["anchors"] {
		if _, err := when.Load(zone); err != nil {
			f.Add("anchors", "org.circles.rules.choose|Choose one of the answers offered.")
			continue
		}
		rules.Anchors = append(rules.Anchors, zone)
	}
	known := circles.AccessTags()
	rules.Offers = slices.DeleteFunc(rules.Offers, func(tag string) bool { return !slices.Contains(known, tag) })
	from, to := r.Value("off.from"), r.Value("off.to")
	if from == "" && to == "" {
		return rules
	}
	for _, name := range []string{"off.from", "off.to"} {
		if c, err := when.ParseClock(r.Value(name)); err != nil || c%15 != 0 {
			f.Add(name, "org.circles.rules.hour|Enter a time such as 23:00, on a quarter of an hour, or leave both empty.")
		}
	}
	rules.OffHours = []string{from, to}
	return rules
}

// readCircles reads what belongs to the series.
func readCircles(f *errs.Form, r *web.Request, s *series.Series) {
	c := s.Circles
	if c == nil {
		c = &series.Circles{}
		s.Circles = c
		readMeetings(f, r, c)
	}
	number := func(field string) int {
		n, err := strconv.Atoi(i18n.Digits(r.Value(field)))
		if err != nil {
			f.Add(field, "org.circles.rules.number|Enter a number.")
		}
		return n
	}
	c.Size = series.CircleSize{Min: number("circles.size"), Target: number("target"), Max: number("max")}
	c.Length = time.Duration(number("circles.length")) * time.Minute
	if minutes := int(c.Length / time.Minute); minutes%15 != 0 || minutes < 15 || minutes > 24*60 {
		f.Add("circles.length", "org.circles.rules.length|Enter minutes in quarters of an hour, such as 60, 75 or 90.")
	}
	c.Facilitators, c.Days, c.Rota = number("circles.facilitators"), r.Value("circles.days"), r.Value("rota") != ""
	c.Closes = nil
	if text := r.Value("circles.closes"); text != "" {
		wall, err := when.ParseWall(text)
		if err != nil {
			f.Add("circles.closes", "org.circles.rules.wall|Enter a date and a time.")
		}
		c.Closes = &wall
	}
}

// readMeetings makes the dates of a series that had no circles: so many, every
// so many weeks.
func readMeetings(f *errs.Form, r *web.Request, c *series.Circles) {
	first, err := when.ParseDate(r.Value("circles.meetings"))
	if err != nil {
		f.Add("circles.meetings", "org.circles.rules.first|Enter the date of the first meeting.")
		return
	}
	count, _ := strconv.Atoi(i18n.Digits(r.Value("count")))
	every := r.Number("every")
	if count < 1 || count > 60 {
		f.Add("count", "org.circles.rules.count|Enter a number from 1 to 60.")
		return
	}
	for n := range count {
		c.Meetings = append(c.Meetings, series.Session{Date: first.AddDays(7 * max(1, every) * n), Status: series.Scheduled})
	}
}

// rulesInWords says the rules, a sentence each.
func rulesInWords(r *web.Request, s *series.Series, rules circles.Rules) (lines []string) {
	l, c := r.L, s.Circles
	say := func(msg string, args ...any) { lines = append(lines, l.T(msg, args...)) }
	say("org.circles.rule.size|{min} to {max} people in a circle, best {target}.", "min", c.Size.Min, "max", c.Size.Max, "target", c.Size.Target)
	say("org.circles.rule.free|Everybody in it can be at every meeting, on their own clocks, also after clocks are changed.")
	langs := make([]string, 0, len(s.Languages))
	for _, lang := range circles.Spoken(s) {
		langs = append(langs, l.LangName(lang))
	}
	say("org.circles.rule.language|All of them speak its language: {languages}.", "languages", l.ListOr(langs))
	meetings := circles.ToCome(s, when.DateOf(r.Now, s.Location()))
	if c.Days == series.DaysFixed && len(meetings) > 0 {
		say("org.circles.rule.fixed|It meets for {length} on {weekday}; the hour is found.", "length", l.Length(c.Length), "weekday", l.Weekday(meetings[0].Date.Weekday(), false))
	} else {
		say("org.circles.rule.any|It meets for {length}; the weekday and the hour are found.", "length", l.Length(c.Length))
	}
	dates := make([]string, 0, len(meetings))
	for _, m := range meetings {
		at, _ := m.Date.At(0).In(time.UTC)
		dates = append(dates, l.Date(at, i18n.Short))
	}
	if len(dates) > 0 {
		say("org.circles.rule.dates|{n} meeting is to come: {dates}.|{n} meetings are to come: {dates}.", "n", len(dates), "dates", l.List(dates))
	}
	switch {
	case c.Facilitators == 0:
		say("org.circles.rule.lead.none|Nobody needs to lead.")
	case rules.Seconds && c.Facilitators < 2:
		say("org.circles.rule.lead.two|One person in it is ready to lead, better two.")
	default:
		say("org.circles.rule.lead|{n} person in it is ready to lead.|{n} people in it are ready to lead.", "n", c.Facilitators)
	}
	switch rules.OrgPolicy {
	case form.PolicyMix:
		say("org.circles.rule.mix|People who came with one group meet others, unless they wish otherwise.")
	case form.PolicyKeep:
		say("org.circles.rule.keep|People who came with one group stay together, unless they wish otherwise.")
	}
	if len(rules.OffHours) == 2 && rules.OffHours[0] != rules.OffHours[1] {
		say("org.circles.rule.off|Where it can be avoided, nobody meets between {from} and {to} on their clocks.", "from", clockText(l, rules.OffHours[0]), "to", clockText(l, rules.OffHours[1]))
	}
	if len(rules.Offers) > 0 {
		names := make([]string, len(rules.Offers))
		for i, tag := range rules.Offers {
			names[i] = circles.AccessName(l, tag)
		}
		say("org.circles.rule.offers|Every circle has: {access}.", "access", l.List(names))
	}
	cities := []string{}
	for _, zone := range rules.Anchors {
		cities = append(cities, l.City(zone))
	}
	if len(cities) == 0 {
		cities = append(cities, l.City(s.Zone))
	}
	if circles.HasCall(s) {
		say("org.circles.rule.call|It has a call of its own, at an address that only its members get.")
	} else {
		say("org.circles.rule.call.none|It has no call of its own. For that, the address of the call needs words in braces, as in {example}.", "example", "https://meet.example.org/{series}-{circle}")
	}
	say("org.circles.rule.anchors|Its hour follows the clocks of {cities}.", "cities", l.ListOr(cities))
	return lines
}

func clockText(l *i18n.Locale, text string) string {
	c, err := when.ParseClock(strings.TrimSpace(text))
	if err != nil {
		return text
	}
	return l.Time(time.Date(2000, 1, 1, int(c)/60, int(c)%60, 0, 0, time.UTC))
}

func (p rulesPage) policies() []ui.Option {
	l := p.R.L
	return []ui.Option{
		{Value: form.PolicyMix, Label: l.T("org.circles.rules.mix|Meet others"), Hint: l.T("org.circles.rules.own|What people wish for themselves counts first.")},
		{Value: form.PolicyKeep, Label: l.T("org.circles.rules.keep|Stay together")},
		{Value: form.PolicyNone, Label: l.T("org.circles.rules.none|It does not matter")}}
}

func (p rulesPage) grids() (list []ui.Option) {
	for _, n := range []int{60, 30, 15} {
		list = append(list, ui.Option{Value: strconv.Itoa(n), Label: p.R.L.T("org.circles.rules.grid.every|every {n} minute|every {n} minutes", "n", n)})
	}
	return list
}

func (p rulesPage) rhythms() (list []ui.Option) {
	for _, n := range []int{1, 2, 4} {
		list = append(list, ui.Option{Value: strconv.Itoa(n), Label: p.R.L.T("org.circles.rules.every.weeks|Every week|Every {n} weeks", "n", n)})
	}
	return list
}

func (p rulesPage) access() (list []ui.Option) {
	for _, tag := range circles.AccessTags() {
		list = append(list, ui.Option{Value: tag, Label: circles.AccessName(p.R.L, tag)})
	}
	return list
}
