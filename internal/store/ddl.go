package store

import (
	"fmt"
	"strings"
)

// translate makes the text of one engine out of a migration; the package's
// text lists what it may hold.
func translate(e Engine, text string) (string, error) {
	text, err := expand(e, text)
	if err != nil {
		return "", err
	}
	return adapt(e, text), nil
}

// macros are the words in double braces.
func macros(e Engine) map[string]string {
	if e == SQLite {
		return map[string]string{"blob": "BLOB", "real": "REAL", "json": "TEXT"}
	}
	return map[string]string{"blob": "BYTEA", "real": "DOUBLE PRECISION", "json": `TEXT COLLATE "C"`}
}

func expand(e Engine, text string) (string, error) {
	words := macros(e)
	var b strings.Builder
	only := "" // the engine whose block we are in
	put := func(s string) {
		if only == "" || only == string(e) {
			b.WriteString(s)
		}
	}
	for {
		before, rest, found := strings.Cut(text, "{{")
		put(before)
		if !found {
			break
		}
		word, after, found := strings.Cut(rest, "}}")
		if !found {
			return "", fmt.Errorf("{{ without }}")
		}
		text = after
		switch word {
		case string(SQLite), string(Postgres):
			if only != "" {
				return "", fmt.Errorf("{{%s}} inside {{%s}}", word, only)
			}
			only = word
		case "end":
			if only == "" {
				return "", fmt.Errorf("{{end}} ends nothing")
			}
			only = ""
		default:
			s, ok := words[word]
			if !ok {
				return "", fmt.Errorf("{{%s}} means nothing", word)
			}
			put(s)
		}
	}
	if only != "" {
		return "", fmt.Errorf("{{%s}} without {{end}}", only)
	}
	return b.String(), nil
}

// adapt rewrites the types in CREATE TABLE and ALTER TABLE. On SQLite, tables
// become STRICT, which knows few types; on PostgreSQL, text compares bytewise
// as it does on SQLite.
func adapt(e Engine, text string) string {
	var (
		b       strings.Builder
		words   []string // the first two of the statement
		prev    string
		depth   int
		columns bool // in the parentheses of a CREATE TABLE
	)
	table := func() bool {
		return len(words) == 2 && words[1] == "TABLE" && (words[0] == "CREATE" || words[0] == "ALTER")
	}
	for len(text) > 0 {
		tok, kind := nextToken(text)
		text = text[len(tok):]
		switch {
		case kind == wordToken:
			up := strings.ToUpper(tok)
			if len(words) < 2 {
				words = append(words, up)
			}
			if table() {
				tok = adaptType(e, prev, tok)
			}
			prev = up
		case tok == "(":
			depth++
			columns = columns || depth == 1 && table() && words[0] == "CREATE" && prev != "AS"
		case tok == ")":
			depth--
			if depth == 0 && columns {
				columns = false
				if e == SQLite {
					tok = ") STRICT"
				}
			}
		case tok == ";" && depth == 0:
			words, prev, columns = nil, "", false
		}
		b.WriteString(tok)
	}
	return b.String()
}

// adaptType knows a type by its capitals: "text TEXT" is a column named text.
func adaptType(e Engine, prev, tok string) string {
	switch {
	case e == SQLite && (tok == "BIGINT" || tok == "BOOLEAN"):
		return "INTEGER"
	case e == Postgres && tok == "TEXT" && prev != "AS":
		return `TEXT COLLATE "C"`
	}
	return tok
}

type tokenKind uint8

const (
	otherToken tokenKind = iota
	wordToken
)

// nextToken cuts a word, a quoted thing, a comment or a single character.
func nextToken(text string) (string, tokenKind) {
	upTo := func(end string, from int) string {
		if i := strings.Index(text[from:], end); i >= 0 {
			return text[:from+i+len(end)]
		}
		return text
	}
	switch {
	case strings.HasPrefix(text, "--"):
		return upTo("\n", 0), otherToken
	case strings.HasPrefix(text, "/*"):
		return upTo("*/", 2), otherToken
	case text[0] == '\'' || text[0] == '"':
		return upTo(text[:1], 1), otherToken
	}
	n := 0
	for n < len(text) && isWordByte(text[n]) {
		n++
	}
	if n > 0 {
		return text[:n], wordToken
	}
	return text[:1], otherToken
}

func isWordByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}
