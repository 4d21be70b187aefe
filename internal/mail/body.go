package mail

// Body is what a message says, as a list of blocks: the plain text and the
// HTML are both made from it. All texts are plain; nothing in them is markup.
type Body []Block

// Block is one piece of a Body. The functions below make them.
type Block struct {
	kind      blockKind
	text      string
	url       string
	head      []string
	rows      [][]string
	lang, dir string
}

type blockKind uint8

const (
	paragraph blockKind = iota
	heading
	small
	code
	button
	link
	facts
	list
	table
)

// String is the block's name in layout.html.
func (k blockKind) String() string {
	return [...]string{"p", "h", "small", "code", "button", "link", "facts", "list", "table"}[k]
}

// P is a paragraph. Line breaks in it are kept.
func P(text string) Block { return Block{kind: paragraph, text: text} }

// H is a heading: the first one the message's own, those after it of a part.
func H(text string) Block { return Block{kind: heading, text: text} }

// Small is a remark that matters less.
func Small(text string) Block { return Block{kind: small, text: text} }

// Code is a short code to be typed elsewhere, shown large.
func Code(text string) Block { return Block{kind: code, text: text} }

// Button is the one thing to do. Its address stands below it in full, for
// those who do not see buttons. A message should have one only.
func Button(label, url string) Block { return Block{kind: button, text: label, url: escape(url)} }

// Link is a further address, with its label before it.
func Link(label, url string) Block { return Block{kind: link, text: label, url: escape(url)} }

// Facts are names with their values: when, where, with whom.
func Facts(pairs [][2]string) Block {
	b := Block{kind: facts}
	for _, p := range pairs {
		b.rows = append(b.rows, []string{p[0], p[1]})
	}
	return b
}

// List is a list of short texts.
func List(items ...string) Block {
	b := Block{kind: list}
	for _, item := range items {
		b.rows = append(b.rows, []string{item})
	}
	return b
}

// Table is a table with a head. Keep it to three short columns: it has to fit
// a phone.
func Table(head []string, rows [][]string) Block {
	return Block{kind: table, head: head, rows: rows}
}

// In says that the block is in another language than the message, such as what
// an organiser wrote. dir is "ltr" or "rtl".
func (b Block) In(lang, dir string) Block {
	b.lang, b.dir = lang, dir
	return b
}
