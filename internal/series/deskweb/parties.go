package deskweb

import (
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// partyLists are the lists of those who appear beside the organiser, as the
// file and the form name them.
var partyLists = [...]string{"hosts", "partners", "speakers"}

// keepParties drops the rows that say nothing.
func keepParties(v url.Values) {
	for _, list := range partyLists {
		forms.KeepParties(v, list)
	}
}

// parties reads who hosts, supports or speaks. A form without these fields
// leaves them as they are.
func (in entry) parties(was series.Parties) series.Parties {
	if !in.Values.Has("parties") {
		return was
	}
	read := func(list string) []series.Party { return deskparts.ReadParties(in.Entry, list) }
	return series.Parties{Hosts: read("hosts"), Partners: read("partners"), Speakers: read("speakers")}
}

func fillParties(v url.Values, p series.Parties) {
	v.Set("parties", "1")
	for i, all := range [][]series.Party{p.Hosts, p.Partners, p.Speakers} {
		deskparts.FillParties(v, partyLists[i], all)
	}
}

func sameParties(a, b series.Parties) bool {
	return slices.Equal(a.Hosts, b.Hosts) && slices.Equal(a.Partners, b.Partners) && slices.Equal(a.Speakers, b.Speakers)
}

// partiesOf are the rows of all lists of a form.
func partiesOf(form ui.Form) []forms.Parties {
	l := form.L
	titles := [...]string{l.T("org.parties.hosts|Hosts"), l.T("org.parties.partners|Partners"), l.T("org.parties.speakers|Speakers")}
	var all []forms.Parties
	for i, list := range partyLists {
		all = append(all, forms.Parties{Form: form, List: list, Title: titles[i]})
	}
	return all
}

// partiesLine sums up the part that is folded away.
func (p editPage) partiesLine() string {
	n := len(p.S.Parties.Hosts) + len(p.S.Parties.Partners) + len(p.S.Parties.Speakers)
	if n == 0 {
		return p.R.L.T("org.parties.none|Hosts, partners, speakers: none named")
	}
	return p.R.L.T("org.parties.some|Hosts, partners, speakers: {n} named|Hosts, partners, speakers: {n} named", "n", n)
}

// anyParty tells whether a row is filled in.
func (p editPage) anyParty() bool {
	return slices.ContainsFunc(partyLists[:], func(list string) bool { return forms.RowCount(p.In.Values, list) > 0 })
}
