package circlesweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// lead says whether the member is ready to lead.
func (p *Pages) lead(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	ready := r.Value("ready") == "yes"
	return map[bool]string{true: "leads", false: "leads-not"}[ready], p.Circles.Lead(ctx, tx, m.V, &m.In, ready)
}

// swap asks others to lead a meeting.
func (p *Pages) swap(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "asked", p.Circles.AskSwap(ctx, tx, m.V, m.In, r.Number("n"), r.Value("who"))
}

func (p *Pages) swapTake(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "swapped", p.Circles.Take(ctx, tx, m.V, &m.In, r.Number("n"))
}

func (p *Pages) swapDecline(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "declined", p.Circles.Decline(ctx, tx, m.V, m.In, r.Number("n"))
}

func (p *Pages) swapBack(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "kept", p.Circles.TakeBack(ctx, tx, m.V, m.In, r.Number("n"))
}

// turn is a meeting to come, with who leads it and what can be done about that.
type turn struct {
	N      int
	When   string
	Theme  string
	Who    string
	Asked  bool // the member asks others to lead it
	Me     bool // the member is asked to lead it, or nobody leads it
	Named  bool // they alone are asked
	Mine   bool // they lead it
	Others []ui.Option
}

// turns are the meetings to come, in their order.
func (p minePage) turns() (list []turn) {
	o, me := &p.O, p.M.In.ID
	for _, m := range o.Circle.Meetings {
		if p.off() || !m.TakesPlace() || !o.Circle.Begins(m).After(p.R.Now) {
			continue
		}
		t := turn{N: m.N, When: p.R.L.Range(o.Circle.Begins(m).In(p.R.Zone), o.Circle.Ends(m).In(p.R.Zone)), Who: p.leads(m), Mine: m.Lead == me}
		t.Theme = p.theme(m).Text
		for _, w := range o.Swaps {
			switch {
			case w.Meeting != m.ID || w.Giver != m.Lead:
			case w.Giver == me:
				t.Asked = true
			case w.Taker == me:
				t.Me, t.Named = true, true
			case w.Taker == "" && p.M.In.Leads:
				t.Me = true
			}
		}
		t.Me = t.Me || m.Lead == ""
		if t.Mine && !t.Asked {
			t.Others = p.others()
		}
		list = append(list, t)
	}
	return list
}

// others are those whom the member can ask to lead: all of them who are ready
// or, where their names show, one.
func (p minePage) others() (list []ui.Option) {
	for _, x := range p.O.Members {
		if !x.Leads || x.Interest == p.M.In.ID {
			continue
		}
		if len(list) == 0 {
			list = append(list, ui.Option{Value: "", Label: p.R.L.T("circles.swap.all|Everybody who is ready to lead")})
		}
		if p.O.Named && x.Name != "" {
			list = append(list, ui.Option{Value: x.Interest, Label: x.Name})
		}
	}
	return list
}

// alone tells whether the member leads and nobody else is ready to.
func (p minePage) alone() bool { return p.M.In.Leads && len(p.others()) == 0 }

// leads says who leads a meeting: the member, somebody by name, or somebody.
func (p minePage) leads(m circles.Meeting) string {
	l := p.R.L
	who := func(interest string) string {
		x := p.O.Member(interest)
		switch {
		case interest == p.M.In.ID:
			return l.T("circles.lead.you|you")
		case x == nil || x.Name == "":
			return l.T("circles.lead.somebody|somebody else")
		}
		return x.Name
	}
	switch {
	case m.Lead == "" && !circles.NeedLead(p.M.S):
		return ""
	case m.Lead == "":
		return l.T("circles.lead.nobody|Nobody leads it yet.")
	case m.Second != "":
		return l.T("circles.lead.two|Led by: {first}, with {second}", "first", who(m.Lead), "second", who(m.Second))
	}
	return l.T("circles.lead.one|Led by: {who}", "who", who(m.Lead))
}
