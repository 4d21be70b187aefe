package store

import (
	"strings"
	"unicode/utf8"
)

// plainTexts reads JSON that is a list of texts, or an object of them, written
// without spaces and escapes. Most cells are, and a calendar has thousands of
// them, for each of which encoding/json is several times slower. Of all else it
// says false, and has changed nothing.
func plainTexts(cell string, into any) bool {
	switch into := into.(type) {
	case *[]string:
		list, ok := plainList(cell)
		if ok {
			*into = list
		}
		return ok
	case *map[string]string:
		if *into != nil {
			return false
		}
		object, ok := plainObject(cell)
		if ok {
			*into = object
		}
		return ok
	}
	return false
}

func plainList(cell string) ([]string, bool) {
	if cell == "[]" {
		return []string{}, true
	}
	rest, ok := strings.CutPrefix(cell, "[")
	list := make([]string, 0, 1+strings.Count(rest, ","))
	for ok {
		var text string
		if text, rest, ok = plainText(rest); !ok {
			break
		}
		list = append(list, text)
		if rest == "]" {
			return list, true
		}
		rest, ok = strings.CutPrefix(rest, ",")
	}
	return nil, false
}

func plainObject(cell string) (map[string]string, bool) {
	object := map[string]string{}
	if cell == "{}" {
		return object, true
	}
	rest, ok := strings.CutPrefix(cell, "{")
	for ok {
		var key, text string
		if key, rest, ok = plainText(rest); !ok {
			break
		}
		if rest, ok = strings.CutPrefix(rest, ":"); !ok {
			break
		}
		if text, rest, ok = plainText(rest); !ok {
			break
		}
		object[key] = text
		if rest == "}" {
			return object, true
		}
		rest, ok = strings.CutPrefix(rest, ",")
	}
	return nil, false
}

// plainText takes a text in quotes from the front.
func plainText(s string) (text, rest string, ok bool) {
	if s == "" || s[0] != '"' {
		return "", "", false
	}
	end := strings.IndexByte(s[1:], '"')
	if end < 0 {
		return "", "", false
	}
	text, rest = s[1:1+end], s[2+end:]
	for i := range len(text) {
		if text[i] < ' ' || text[i] == '\\' {
			return "", "", false
		}
	}
	return text, rest, utf8.ValidString(text)
}
