package series

import (
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/people/lists"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Bounds of what may be pasted at once.
const (
	LongestPaste = 1 << 20 // bytes
	MostPeople   = 5000    // lines, and people
)

// ListStatus is what became of one person on a list.
type ListStatus string

const (
	ListReady ListStatus = "ready" // can be entered
	ListNeeds ListStatus = "needs" // somebody has to look: Why says what for
	ListIn    ListStatus = "in"    // is in the group already
	ListTwice ListStatus = "twice" // stands further up in the same list
)

// Listed is one person read from a list.
type Listed struct {
	Line    int    // in the text, from 1
	Text    string // as it stands there
	Name    string
	Address string // "" if none is given
	Rest    string // what of the line was not used
	Status  ListStatus
	Why     errs.Text // of ListNeeds and ListTwice
	key     string    // the address in its one form
}

// PeopleList is what a pasted text or a file was read as. Nothing of it is
// dropped unsaid: every line is a person, the head of a table, or skipped.
type PeopleList struct {
	People  []Listed
	Charset string   // "UTF-8", "UTF-16", "Windows-1251" …
	Table   string   // the sign between the columns, if the list has a head line
	Unused  []string // columns that hold neither names nor addresses
	Skipped []int    // numbers of lines that hold nobody: rulers, parts of visiting cards
}

// Ready returns who can be entered.
func (l *PeopleList) Ready() []Listed { return l.with(ListReady) }

// Needing returns the lines that somebody has to look at.
func (l *PeopleList) Needing() []Listed { return l.with(ListNeeds) }

func (l *PeopleList) with(s ListStatus) []Listed {
	var list []Listed
	for _, p := range l.People {
		if p.Status == s {
			list = append(list, p)
		}
	}
	return list
}

// ReadPeople reads anything that looks like people: names, addresses, both in
// any order, one per line or many on one, tables with or without a head line,
// visiting cards. It refuses only what is too long.
func ReadPeople(data []byte) (*PeopleList, error) {
	if len(data) > LongestPaste {
		return nil, errs.New(errs.Invalid, "series.paste.bytes|The list is larger than 1 MB. Please send it in parts.")
	}
	list := &PeopleList{}
	var text string
	text, list.Charset = typed.Decode(data)
	lines := lists.Lines(text)
	if filled(lines) > MostPeople+1 { // one may be a head line
		return nil, tooManyPeople()
	}
	r := listReader{list: list, lines: lines}
	r.read()
	if len(list.People) > MostPeople {
		return nil, tooManyPeople()
	}
	list.judge()
	return list, nil
}

func tooManyPeople() error {
	return errs.New(errs.Invalid, "series.paste.lines|The list has more than {most} lines. Please send it in parts.", "most", MostPeople)
}

func filled(lines []string) (n int) {
	for _, l := range lines {
		if l != "" {
			n++
		}
	}
	return n
}

// Add puts another list behind this one, and compares all of them.
func (l *PeopleList) Add(more *PeopleList) {
	l.People = append(l.People, more.People...)
	l.Unused = append(l.Unused, more.Unused...)
	l.Skipped = append(l.Skipped, more.Skipped...)
	if l.Table == "" {
		l.Table = more.Table
	}
	if more.Charset != "UTF-8" {
		l.Charset = more.Charset
	}
	l.judge()
}

// judge gives each person a status.
func (l *PeopleList) judge() {
	byAddress, byName := map[string]int{}, map[string]int{}
	for i := range l.People {
		p := &l.People[i]
		if p.Status == ListNeeds {
			continue
		}
		p.check()
		if p.Status == ListReady {
			l.compare(i, byAddress, byName)
		}
	}
}

// check says what is wrong with one person by themselves.
func (p *Listed) check() {
	p.Name = cleanListName(p.Name)
	if p.Address != "" {
		var ok bool
		if p.key, ok = seal.CanonicalAddress(p.Address); !ok || !people.IsAddress(p.Address) {
			p.need("series.paste.address|This e-mail address is not complete. Correct it, or leave only the name.")
			return
		}
		if p.Name == "" {
			p.Name, _, _ = strings.Cut(p.key, "@")
		}
	}
	var form errs.Form
	people.CheckName(&form, "name", p.Name)
	switch e := errs.Of(form.Err()); {
	case e != nil:
		p.need(e.Fields[0].Text.Msg, e.Fields[0].Text.Args...)
	case !looksLikeName(p.Name):
		p.need("series.paste.name|We cannot find a name here. Enter a name or an e-mail address.")
	default:
		p.Status = ListReady
	}
}

func (p *Listed) need(msg string, args ...any) {
	p.Status, p.Why = ListNeeds, errs.T(msg, args...)
}

// compare finds who stands further up already. The same address is the same
// person. The same name without an address may be another one, so somebody has
// to look.
func (l *PeopleList) compare(i int, byAddress, byName map[string]int) {
	p := &l.People[i]
	if p.Address == "" {
		if first, twice := byName[p.Name]; twice {
			p.need("series.paste.same-name|The same name stands in line {line}. Add something that tells the two apart, or empty this line.", "line", l.People[first].Line)
			return
		}
		byName[p.Name] = i
		return
	}
	first, twice := byAddress[p.key]
	if !twice {
		byAddress[p.key] = i
		return
	}
	p.Status = ListTwice
	p.Why = errs.T("series.paste.twice|The same address stands in line {line}.", "line", l.People[first].Line)
	if f := &l.People[first]; nameless(*f) && !nameless(*p) {
		f.Name = p.Name
	}
}

// nameless tells whether the name was made of the address.
func nameless(p Listed) bool {
	local, _, _ := strings.Cut(p.key, "@")
	return p.Name == local
}

// FormatPeople writes people as a table that ReadPeople reads the same again.
func FormatPeople(list []Listed) string {
	var b strings.Builder
	b.WriteString("Name\tE-mail\n")
	for _, p := range list {
		name := p.Name
		if nameless(p) {
			name = ""
		}
		b.WriteString(name + "\t" + p.Address + "\n")
	}
	return b.String()
}
