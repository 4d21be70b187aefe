package series

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/people/lists"
)

// tableHead is a head line that was understood.
type tableHead struct {
	sep     string
	columns []lists.Column
}

// readHead takes a line for the head of a table if it names names or
// addresses, and holds no address itself.
func (r *listReader) readHead(line string) bool {
	if strings.Contains(line, "@") {
		return false
	}
	if sep, ok := strings.CutPrefix(strings.ToLower(line), "sep="); ok && len(sep) <= 1 { // Excel
		r.skip()
		r.at++
		for r.at < len(r.lines) && r.lines[r.at] == "" {
			r.at++
		}
		if r.at < len(r.lines) && !r.readHead(r.lines[r.at]) {
			r.at--
		}
		return true
	}
	if lists.IsHead(line) && !strings.HasPrefix(line, `"`) {
		r.skip()
		return true
	}
	head, names := headOf(line)
	if head == nil {
		return false
	}
	r.begin(head, names)
	return true
}

// headOf reads a line as the head of a table, with the separator by which most
// of its words are known; nil if there is none.
func headOf(line string) (best *tableHead, names []string) {
	found := 0
	for _, sep := range []string{"\t", ";", ",", "|"} {
		cells := lists.Cells(line, sep)
		if len(cells) < 2 {
			continue
		}
		head := &tableHead{sep: sep}
		for _, c := range cells {
			head.columns = append(head.columns, lists.ColumnOf(c))
		}
		if n := head.known(); n > found {
			best, found, names = head, n, cells
		}
	}
	return best, names
}

// known counts the columns whose name was understood.
func (h *tableHead) known() (n int) {
	for _, c := range h.columns {
		if c != lists.Other {
			n++
		}
	}
	return n
}

// begin reads the lines that follow as rows under the head.
func (r *listReader) begin(head *tableHead, names []string) {
	head.settle(names)
	for i, c := range head.columns {
		if name := people.CleanName(names[i]); c == lists.Other && name != "" && !slices.Contains(r.list.Unused, name) {
			r.list.Unused = append(r.list.Unused, name)
		}
	}
	r.head, r.list.Table = head, head.sep
}

// longestHead bounds a head line further down, in bytes.
const longestHead = 1000

// readLaterHead takes a line further down for the head of a table if it names
// an address and something else beside it. What stands above it and holds no
// address may be its title, so somebody has to look.
func (r *listReader) readLaterHead(line string) bool {
	if strings.Contains(line, "@") || len(line) > longestHead {
		return false
	}
	head, names := headOf(line)
	if head == nil || head.known() < 2 || !slices.Contains(head.columns, lists.Address) {
		return false
	}
	if r.head != nil && head.sep != r.head.sep && strings.Contains(line, r.head.sep) {
		return false // a row of the table that we are in
	}
	above := r.list.People
	if len(above) <= mostTitles && !slices.ContainsFunc(above, func(p Listed) bool { return p.Address != "" }) {
		for i := range above {
			above[i].Text = strings.TrimRight(above[i].Text, ": ") + ":" // so that it stays one when it is read again
			above[i].needsNoHeading()
		}
	}
	r.begin(head, names)
	return true
}

// settle decides what a word means that names a whole name in some tables and
// a part of one in others: "Nombre", "Nom", "Name", "Имя".
func (h *tableHead) settle(names []string) {
	has := map[lists.Column]bool{}
	for _, c := range h.columns {
		has[c] = true
	}
	part := lists.Other
	switch {
	case has[lists.Name] && has[lists.First] && !has[lists.Last]:
		part = lists.Last
	case has[lists.Name] && has[lists.Last] && !has[lists.First]:
		part = lists.First
	}
	for i, c := range h.columns {
		if c == lists.Name && part != lists.Other {
			h.columns[i] = part
		}
	}
}

// readRow reads a row of a table. A quoted cell may go on in the next lines.
func (r *listReader) readRow() {
	from, row := r.at, r.lines[r.at]
	for more := 1; openQuote(row, r.head.sep) && more <= 4 && r.at+more < len(r.lines); more++ {
		row += "\n" + r.lines[from+more]
		if !openQuote(row, r.head.sep) {
			r.at += more
			break
		}
	}
	if openQuote(row, r.head.sep) {
		row = r.lines[from]
	}
	cells := lists.Cells(row, r.head.sep)
	p := Listed{Line: from + 1, Text: strings.Join(strings.Fields(strings.ReplaceAll(row, r.head.sep, " "+r.head.sep+" ")), " ")}
	if r.head.sep == "\t" {
		p.Text = strings.Join(nonEmpty(cells...), " ; ")
	}
	filledIn := r.head.fill(&p, cells)
	if !filledIn && strings.Trim(row, r.head.sep+"-: \t\n") == "" {
		r.list.Skipped = append(r.list.Skipped, from+1)
		return
	}
	r.add(p)
}

// fill takes name and address from their columns.
func (h *tableHead) fill(p *Listed, cells []string) bool {
	parts := map[lists.Column][]string{}
	for i, c := range cells {
		if i >= len(h.columns) {
			break
		}
		c = strings.TrimSpace(c)
		if h.columns[i] == lists.Address && strings.Contains(c, "@") {
			for piece := range strings.FieldsFuncSeq(c, func(r rune) bool { return r == ';' || r == ',' || r == ' ' || r == '\n' }) {
				if strings.Contains(piece, "@") {
					parts[lists.Address] = append(parts[lists.Address], people.CleanAddress(piece))
				}
			}
			continue
		}
		if c = cleanListName(c); c != "" {
			parts[h.columns[i]] = append(parts[h.columns[i]], c)
		}
	}
	if full := parts[lists.Name]; len(full) > 0 {
		p.Name = full[0]
	} else {
		p.Name = strings.Join(append(append(parts[lists.First], parts[lists.Middle]...), parts[lists.Last]...), " ")
	}
	if all := parts[lists.Address]; len(all) > 0 {
		p.Address, p.Rest = all[0], strings.Join(all[1:], ", ")
	}
	return p.Name != "" || p.Address != ""
}

// splitRow cuts a row without a known separator at tabs, semicolons or commas.
func splitRow(s string) []string {
	for _, sep := range []string{"\t", ";", ","} {
		if strings.Contains(s, sep) {
			return lists.Cells(s, sep)
		}
	}
	return []string{s}
}

// openQuote tells whether the last cell begins with a quote that is not closed.
func openQuote(s, sep string) bool {
	cells := lists.Cells(s, sep)
	last := cells[len(cells)-1]
	return strings.HasPrefix(last, `"`) && strings.Count(last, `"`)%2 == 1
}

// isCardLine tells whether the line is that property of a visiting card.
func isCardLine(line, property string) bool {
	name, value, ok := strings.Cut(line, ":")
	if !ok || !strings.EqualFold(name, property) {
		return false
	}
	return property == "VERSION" || property == "PRODID" || strings.EqualFold(strings.TrimSpace(value), "VCARD")
}

// readCard reads a visiting card (vCard) as one person.
func (r *listReader) readCard() {
	p := Listed{Line: r.at + 1, Text: r.lines[r.at]}
	var structured string
	for r.at++; r.at < len(r.lines); r.at++ {
		line := r.lines[r.at]
		if isCardLine(line, "BEGIN") {
			r.at--
			break
		}
		name, value := cardProperty(line)
		switch {
		case name == "FN" && p.Name == "":
			p.Name = cleanListName(value)
		case name == "N":
			structured = value
		case name == "EMAIL" && p.Address == "":
			p.Address = people.CleanAddress(value)
		case name == "EMAIL" && len(p.Rest) < longestPiece:
			p.Rest = strings.Join(nonEmpty(p.Rest, people.CleanAddress(value)), ", ")
		case line != "":
			r.skip()
		}
		if isCardLine(line, "END") {
			break
		}
	}
	if p.Name == "" {
		parts := append(strings.Split(structured, ";"), "", "", "")
		p.Name = cleanListName(strings.Join(nonEmpty(parts[1], parts[2], parts[0]), " "))
	}
	if p.Name != "" || p.Address != "" {
		p.Text = strings.Join(nonEmpty(p.Name, p.Address), " ; ")
	}
	r.add(p)
}

// cardProperty takes a line of a visiting card apart: "item1.EMAIL;TYPE=work:…".
func cardProperty(line string) (name, value string) {
	head, value, _ := strings.Cut(line, ":")
	name, params, _ := strings.Cut(strings.ToUpper(head), ";")
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	switch {
	case strings.Contains(params, "QUOTED-PRINTABLE"):
		if plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value))); err == nil {
			value = strings.ToValidUTF8(string(plain), "\ufffd")
		}
	case strings.Contains(params, "BASE64"):
		if plain, err := base64.StdEncoding.DecodeString(value); err == nil {
			value = strings.ToValidUTF8(string(plain), "\ufffd")
		}
	}
	return name, strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, " ", `\\`, `\`).Replace(value)
}
