package series

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/people/lists"
)

// listReader reads a list line by line.
type listReader struct {
	list   *PeopleList
	lines  []string
	at     int        // index of the line being read
	head   *tableHead // nil outside a table with a head line
	number int        // the last number that stood before a person
}

// mostTitles is how many lines above a table may be its title.
const mostTitles = 3

func (r *listReader) read() {
	first := true
	for ; r.at < len(r.lines) && len(r.list.People) <= MostPeople; r.at++ {
		line := r.lines[r.at]
		switch {
		case line == "":
			continue
		case !first && r.readLaterHead(line):
		case r.head != nil && strings.Contains(line, r.head.sep):
			r.readRow()
		case isCardLine(line, "BEGIN"):
			r.readCard()
		case isCardLine(line, "END") || isCardLine(line, "VERSION") || isCardLine(line, "PRODID"):
			r.skip()
		case first && r.readHead(line):
		case !hasLetter(line) && !strings.Contains(line, "@") && isRuler(line):
			r.skip()
		default:
			r.readLine(line)
		}
		first = false
	}
}

func (r *listReader) skip() { r.list.Skipped = append(r.list.Skipped, r.at+1) }

func (r *listReader) add(p Listed) {
	if p.Line == 0 {
		p.Line = r.at + 1
	}
	r.list.People = append(r.list.People, p)
}

// readLine reads a line outside a table: one person, or many.
func (r *listReader) readLine(line string) {
	body := r.trimNumber(trimItem(line))
	if strings.Contains(body, "|") {
		body = strings.Trim(strings.ReplaceAll(body, "|", "\t"), "\t ")
	}
	if body == "" {
		r.skip()
		return
	}
	pieces := splitPeople(body)
	for _, piece := range pieces[:min(len(pieces), MostPeople+1)] {
		p := readPerson(piece)
		p.Text = piece
		if len(pieces) == 1 {
			p.Text = line
		}
		r.add(p)
	}
}

// trimNumber cuts a number that counts the lines: "3 Amina" after "2 Jun".
func (r *listReader) trimNumber(s string) string {
	n, size := leadingNumber(s)
	rest := strings.TrimLeft(s[size:], " \t")
	if size == 0 || rest == s[size:] || n != r.number+1 || rest == "" {
		return s
	}
	r.number = n
	return rest
}

// leadingNumber reads up to four digits of any script.
func leadingNumber(s string) (n, size int) {
	for i, c := range s {
		d := digit(c)
		if d < 0 || i > 0 && n > 999 {
			return n, i
		}
		n = n*10 + d
		size = i + utf8.RuneLen(c)
	}
	return n, size
}

// digit is the value of a decimal digit, or -1. In each script they follow one
// another from 0 to 9.
func digit(c rune) int {
	if c >= '0' && c <= '9' {
		return int(c - '0')
	}
	if c < utf8.RuneSelf || !unicode.Is(unicode.Nd, c) {
		return -1
	}
	n := 0
	for n < 9 && unicode.Is(unicode.Nd, c-rune(n)-1) {
		n++
	}
	return n % 10
}

const bullets = "-*•·‣–—●○▪◦■□☐☑✓✔→>+"

// trimItem cuts bullets, boxes and numbers with a sign: "• ", "[x] ", "12) ".
func trimItem(s string) string {
	for {
		t := strings.TrimLeft(s, " \t\u00a0")
		c, size := utf8.DecodeRuneInString(t)
		switch {
		case size > 0 && strings.ContainsRune(bullets, c) && (c >= utf8.RuneSelf || startsWithSpace(t[size:])):
			t = t[size:]
		case len(t) > 3 && t[0] == '[' && t[2] == ']' && strings.IndexByte(" xX", t[1]) >= 0:
			t = t[3:]
		case len(t) > 2 && t[1] == ')' && unicode.IsLetter(rune(t[0])):
			t = t[2:]
		default:
			t = trimNumbered(t)
		}
		t = strings.TrimLeft(t, " \t\u00a0")
		if t == s {
			return s
		}
		s = t
	}
}

func startsWithSpace(s string) bool {
	c, size := utf8.DecodeRuneInString(s)
	return size > 0 && unicode.IsSpace(c)
}

// trimNumbered cuts "12." "12)" "(12)" "12:".
func trimNumbered(s string) string {
	t := strings.TrimPrefix(s, "(")
	_, size := leadingNumber(t)
	if size == 0 || size == len(t) {
		return s
	}
	c, n := utf8.DecodeRuneInString(t[size:])
	rest := t[size+n:]
	if !strings.ContainsRune(".):]。、", c) {
		return s
	}
	if next, _ := utf8.DecodeRuneInString(rest); digit(next) >= 0 { // 12.30, 1:2
		return s
	}
	return rest
}

// splitPeople cuts a line into one piece per person.
func splitPeople(s string) []string {
	at := strings.Count(s, "@")
	angle := strings.Contains(s, "<") && at > 0
	switch {
	case strings.Contains(s, "\t"), at == 1 && !angle:
		return []string{s}
	case at == 0:
		return splitNames(s)
	}
	s = strings.Join(strings.Fields(s), " ")
	var pieces []string
	start, seen := 0, false // seen: the piece has its address already
	cut := func(end, next int) {
		if p := strings.Trim(s[start:end], " ,;\t"); p != "" {
			pieces = append(pieces, p)
		}
		start, seen = next, false
	}
	inQuotes, inAngle, quote := false, false, 0
	for i, c := range s {
		switch {
		case c == '"' && inQuotes:
			inQuotes = false
			if quoted := s[quote+1 : i]; strings.Contains(quoted, "@") && !strings.Contains(quoted, " ") {
				seen = true
			}
		case c == '"' && strings.Contains(s[i+1:], `"`):
			inQuotes, quote = true, i
		case inQuotes:
		case c == '<':
			inAngle = true
		case c == '>':
			inAngle = false
		case c == '@':
			seen = true
		case inAngle:
		case c == ';' && (angle || seen), c == ',' && seen, unicode.IsSpace(c) && seen && !angle && nextIsWord(s[i:]):
			cut(i, i+utf8.RuneLen(c))
		}
	}
	cut(len(s), len(s))
	return pieces
}

// nextIsWord tells whether after the space a new person begins rather than a
// sign between an address and what belongs to it.
func nextIsWord(s string) bool {
	c, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \t\u00a0"))
	return unicode.IsLetter(c) || unicode.IsDigit(c) || c == '"'
}

// splitNames cuts a line without addresses: at semicolons, or at two commas
// and more. One comma stands between a family name and a given name.
func splitNames(s string) []string {
	sep := ";"
	if !strings.Contains(s, ";") {
		if strings.Count(s, ",")+strings.Count(s, "،")+strings.Count(s, "、") < 2 || strings.HasPrefix(s, `"`) {
			return []string{s}
		}
		s, sep = strings.NewReplacer("،", ",", "、", ",").Replace(s), ","
	}
	var pieces []string
	for _, p := range lists.Cells(s, sep) {
		if p = strings.TrimSpace(p); p != "" {
			pieces = append(pieces, p)
		}
	}
	if len(pieces) == 0 {
		return []string{s}
	}
	return pieces
}

// readPerson reads one person from a piece of text.
func readPerson(s string) Listed {
	if i := strings.Index(strings.ToLower(s), "mailto:"); i >= 0 && i+7 <= len(s) && strings.EqualFold(s[i:i+7], "mailto:") {
		s = s[:i] + s[i+7:]
	}
	if i := strings.LastIndex(s, "<"); i >= 0 && strings.Contains(s[i:], "@") {
		address, rest, _ := strings.Cut(s[i+1:], ">")
		return Listed{Name: cleanListName(s[:i]), Address: people.CleanAddress(address), Rest: cleanRest(rest)}
	}
	if !strings.Contains(s, "@") {
		return readName(s)
	}
	cells := splitRow(s)
	if len(cells) > mostCells {
		return overfull()
	}
	i := slices.IndexFunc(cells, func(c string) bool { return strings.Contains(c, "@") })
	if i < 0 {
		return readName(s)
	}
	address, around := cutAddress(cells[i])
	p := Listed{Address: address, Name: cleanListName(around)}
	before, noName := nameCells(cells[:i])
	after, more := nameCells(cells[i+1:])
	switch {
	case isName(p.Name):
		before = append(before, after...)
	case len(before) > 0:
		p.Name, before = takeName(before)
		before = append(before, after...)
	default:
		p.Name, before = takeName(after)
	}
	p.Rest = strings.Join(slices.Concat(before, noName, more), ", ")
	return p
}

// mostCells is how many columns a row without a head line may have.
const mostCells = 100

func overfull() (p Listed) {
	p.need("series.paste.cells|There is too much on this line. Put one person on each line.")
	return p
}

// readName reads a piece without an address.
func readName(s string) Listed {
	switch lower := strings.ToLower(s); {
	case strings.Contains(s, "\t"):
		cells := lists.Cells(s, "\t")
		if len(cells) > mostCells {
			return overfull()
		}
		kept, noName := nameCells(cells)
		name, rest := takeName(kept)
		return Listed{Name: name, Rest: strings.Join(append(rest, noName...), ", ")}
	case strings.HasSuffix(s, ":"):
		p := Listed{Name: cleanListName(s)}
		p.needsNoHeading()
		return p
	case strings.Contains(lower, "(at)"), strings.Contains(lower, "[at]"), strings.Contains(lower, "://"), strings.Contains(lower, "www."):
		p := Listed{}
		p.need("series.paste.name|We cannot find a name here. Enter a name or an e-mail address.")
		return p
	}
	return Listed{Name: cleanListName(s)}
}

func (p *Listed) needsNoHeading() {
	p.need("series.paste.heading|This looks like a heading. Empty the line, or enter a name.")
}

// cutAddress finds the address in a cell and returns what stands around it.
func cutAddress(cell string) (address, around string) {
	at := strings.IndexByte(cell, '@')
	start := strings.LastIndexFunc(cell[:at], endsAddress)
	if start >= 0 {
		_, size := utf8.DecodeRuneInString(cell[start:])
		start += size
	} else {
		start = 0
	}
	end := strings.IndexFunc(cell[at:], endsAddress)
	if end < 0 {
		end = len(cell)
	} else {
		end += at
	}
	address = strings.Trim(cell[start:end], ".'`*_")
	if address == "" || !strings.Contains(address, "@") {
		address = cell[start:end]
	}
	return people.CleanAddress(address), strings.TrimSpace(cell[:start]) + " " + strings.TrimSpace(cell[end:])
}

func endsAddress(c rune) bool {
	return unicode.IsSpace(c) || strings.ContainsRune(`,;:<>()[]{}"“”„«»|`, c)
}

// nameCells tells the cells that may hold a name from others that hold
// something: numbers, formulas. Those are not used, and said to be.
func nameCells(cells []string) (names, others []string) {
	for _, c := range cells {
		switch name := cleanListName(c); {
		case isName(name):
			names = append(names, name)
		case !isRuler(c) && !lists.IsHead(c):
			others = append(others, cleanRest(shortPiece(c)))
		}
	}
	return names, others
}

// takeName makes a name of the first cells: two single words are given name
// and family name, anything else is a name of its own.
func takeName(cells []string) (name string, rest []string) {
	if len(cells) > 1 && !strings.Contains(cells[0], " ") && !strings.Contains(cells[1], " ") {
		return cells[0] + " " + cells[1], cells[2:]
	}
	if len(cells) == 0 {
		return "", nil
	}
	return cells[0], cells[1:]
}
