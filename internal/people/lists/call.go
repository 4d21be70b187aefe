package lists

import (
	"slices"
	"strings"
	"unicode"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/typed"
)

// longestCallList bounds the list of a call, in bytes.
const longestCallList = 4 << 20

// CallPerson is somebody on the list of a call, however often they came and
// went.
type CallPerson struct {
	Line    int    // where they first stand in the file, from 1
	Name    string // as they were called
	Other   string // the name in brackets after it, such as the one that they signed up with
	Address string // "" if the list has none that can be read
}

// CallList is who was in a call, by the list that the call's program saved.
type CallList struct {
	People  []CallPerson
	Waiting []CallPerson // never came further than the waiting room
	Charset string
}

// ReadCallList reads the list of participants that programs for video calls
// save: Zoom with and without its summary table, Teams, Google Meet,
// BigBlueButton, Jitsi, or any table with a head line that names a column of
// names. It only reads; who they are is for others to find out.
func ReadCallList(data []byte) (*CallList, error) {
	if len(data) > longestCallList {
		return nil, errs.New(errs.Invalid, "org.attendance.file-large|The file is larger than {n} MB. Please send the list of one session only.", "n", longestCallList>>20)
	}
	text, charset := typed.Decode(data)
	r := callReader{lines: Lines(text), seen: map[string]*callEntry{}}
	r.read()
	if len(r.order) == 0 {
		return nil, errs.New(errs.Invalid, "org.attendance.file-unreadable|No names were found in this file. It should be the list of participants as the call's program saves it, with a line of headings such as “Name” and “Email”.")
	}
	list := &CallList{Charset: charset}
	for _, e := range r.order {
		if e.waitedOnly {
			list.Waiting = append(list.Waiting, e.CallPerson)
		} else {
			list.People = append(list.People, e.CallPerson)
		}
	}
	return list, nil
}

type callEntry struct {
	CallPerson
	waitedOnly bool
}

// callReader goes through the lines of a file, in which tables follow one
// another.
type callReader struct {
	lines []string
	head  *callHead // of the table that it is in
	seen  map[string]*callEntry
	order []*callEntry
}

// callHead is a head line that was understood: where what stands.
type callHead struct {
	sep                                   string
	name, first, last, address, id, waits int // -1 = none
	columns                               int
}

func (r *callReader) read() {
	for at, line := range r.lines {
		if line == "" || strings.HasPrefix(strings.ToLower(line), "sep=") {
			continue
		}
		if head := readCallHead(line); head != nil {
			r.head = head
			continue
		}
		if r.head != nil {
			r.row(at+1, Cells(line, r.head.sep))
		}
	}
}

// readCallHead understands the head line of a table of people. The tables in
// which programs sum up a meeting name its topic, and no person.
func readCallHead(line string) *callHead {
	if strings.Contains(line, "@") {
		return nil
	}
	if IsHead(line) && ColumnOf(line) == Name {
		return &callHead{sep: "\t", name: 0, first: -1, last: -1, address: -1, id: -1, waits: -1, columns: 1}
	}
	var best *callHead
	for _, sep := range []string{"\t", ";", ","} {
		cells := Cells(line, sep)
		if len(cells) < 2 || best != nil && len(cells) <= best.columns {
			continue
		}
		if head := callHeadOf(sep, cells); head != nil {
			best = head
		}
	}
	return best
}

func callHeadOf(sep string, cells []string) *callHead {
	h := &callHead{sep: sep, name: -1, first: -1, last: -1, address: -1, id: -1, waits: -1, columns: len(cells)}
	set := func(to *int, i int) {
		if *to < 0 {
			*to = i
		}
	}
	for i, c := range cells {
		word := headWord(c)
		if word != "" && unicode.IsDigit([]rune(word)[0]) || isSummaryWord(word) {
			return nil
		}
		kind := ColumnOf(word)
		if before, _, ok := strings.Cut(word, " ("); ok && kind == Other { // "Name (original name)"
			kind = ColumnOf(before)
		}
		switch {
		case strings.Contains(word, "waiting room"), strings.Contains(word, "warteraum"):
			set(&h.waits, i)
		case strings.Contains(word, "upn"):
			set(&h.id, i)
		case kind == Address, strings.HasSuffix(word, " email"), strings.HasSuffix(word, " e-mail"):
			set(&h.address, i)
		case kind == Name, word == "user name", word == "username":
			set(&h.name, i)
		case kind == First:
			set(&h.first, i)
		case kind == Last:
			set(&h.last, i)
		}
	}
	if h.name < 0 && h.first < 0 && h.last < 0 {
		return nil
	}
	return h
}

// isSummaryWord tells the headings of the table in which Zoom sums a meeting
// up.
func isSummaryWord(word string) bool {
	switch word {
	case "topic", "meeting id", "meeting title", "host", "host name", "host email", "start time", "end time",
		"thema", "meeting-id", "startzeit", "tema", "sujet", "тема", "الموضوع", "विषय":
		return true
	}
	return false
}

// row takes one row of a table. A row that is no person, such as the title of
// the next table, is passed over.
func (r *callReader) row(line int, cells []string) {
	h := r.head
	cell := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return strings.TrimSpace(cells[i])
	}
	if h.columns > 1 && len(cells) < 2 {
		return
	}
	p := CallPerson{Line: line, Name: cell(h.name)}
	if p.Name == "" {
		p.Name = strings.TrimSpace(cell(h.first) + " " + cell(h.last))
	}
	p.Name, p.Other = cutOther(p.Name)
	for _, c := range []string{cell(h.address), cell(h.id)} {
		if c = people.CleanAddress(c); p.Address == "" && people.IsAddress(c) {
			p.Address = c
		}
	}
	if isCount(p.Name) || p.Name == "" && p.Address == "" {
		return
	}
	r.add(p, isYes(cell(h.waits)))
}

// add notes a person once, however often they came and went. Once in the call
// is enough.
func (r *callReader) add(p CallPerson, waiting bool) {
	key := people.FoldName(p.Name) + "\x00" + people.FoldName(p.Other)
	if canonical, ok := seal.CanonicalAddress(p.Address); ok && p.Address != "" {
		key = canonical
	}
	if known := r.seen[key]; known != nil {
		known.waitedOnly = known.waitedOnly && waiting
		return
	}
	e := &callEntry{p, waiting}
	r.seen[key] = e
	r.order = append(r.order, e)
}

// cutOther takes what stands in brackets at the end of a name apart from it:
// the name somebody signed up with, or a remark of the program.
func cutOther(name string) (first, other string) {
	name = people.CleanName(name)
	if !strings.HasSuffix(name, ")") {
		return name, ""
	}
	i := strings.LastIndex(name, "(")
	if i < 1 {
		return name, ""
	}
	first, other = strings.TrimSpace(name[:i]), strings.TrimSpace(name[i+1:len(name)-1])
	if first == "" {
		return name, ""
	}
	if inner, more := cutOther(first); more != "" { // "Ada (she) (Ada Lovelace)"
		first = inner
	}
	if isRemark(other) {
		other = ""
	}
	return first, other
}

// isRemark tells what programs write behind a name that is no name.
func isRemark(s string) bool {
	return slices.Contains([]string{"", "guest", "gast", "host", "co-host", "external", "extern", "unverified", "you", "me", "organizer", "presenter",
		"nicht verifiziert", "invitado", "invité", "convidado", "гость", "ضيف", "अतिथि"}, strings.ToLower(s)) || strings.HasPrefix(s, "#") || strings.Contains(s, "/")
}

// isCount tells a number of people, or minutes, from a name. Phone numbers are
// longer.
func isCount(s string) bool {
	return s != "" && len(s) < 6 && strings.Trim(s, "0123456789") == ""
}

func isYes(s string) bool {
	return slices.Contains([]string{"yes", "ja", "sí", "si", "oui", "sim", "да", "हाँ", "نعم", "true", "1"}, strings.ToLower(s))
}
