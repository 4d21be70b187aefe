package yamlform

import (
	"slices"
	"strconv"
	"strings"
)

// Reading is what became of a file: where each field stands, and what is
// wrong.
type Reading struct {
	Errors Errors
	lines  map[string]int // of every field that the file has
	broken bool           // not even a mapping
}

// Read reads a file into the fields. What cannot be read is among the
// reading's errors; the fields then hold as much as could be read.
func Read(data []byte, fields []Field) *Reading {
	r := &Reading{lines: map[string]int{}}
	root, err := parse(data)
	switch {
	case err != nil:
		r.Errors, r.broken = Errors{err}, true
	case root.kind != mapping:
		r.wrong("file", root, "fields such as "+fields[0].key+": …")
		r.broken = true
	default:
		r.mapping("", root, fields)
	}
	return r
}

// Line returns the line of a field, or of the next field around it that the
// file has.
func (r *Reading) Line(field string) int {
	for field != "" {
		if line, ok := r.lines[field]; ok {
			return line
		}
		field = field[:max(0, strings.LastIndexByte(field, '.'))]
	}
	return 1
}

// Refuse adds what is wrong with a field by rules of the caller's. It is not
// worth saying if something is known to be wrong already with the field, with
// what it lies in, with a part of it, or with a field that it follows from.
func (r *Reading) Refuse(field, got, expected string, follows ...string) {
	if r.broken || r.wrongAt(field) || slices.ContainsFunc(follows, r.wrongAt) {
		return
	}
	r.fault(field, r.Line(field), got, expected)
}

func (r *Reading) wrongAt(field string) bool {
	return slices.ContainsFunc(r.Errors, func(e *Error) bool { return within(e.Field, field) || within(field, e.Field) })
}

// join notes the line of an entry and returns its path.
func (r *Reading) join(at string, p entry) string {
	path := Key(p.key)
	if at != "" {
		path = at + "." + path
	}
	r.lines[path] = p.line
	return path
}

// Key is a key as it stands in a path.
func Key(key string) string {
	if len(key) > 40 || key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != "" {
		return Quote(key)
	}
	return key
}

// item notes the line of an item of a list and returns its path; people count
// from one.
func (r *Reading) item(at string, i int, n *node) string {
	path := at + "." + strconv.Itoa(i+1)
	r.lines[path] = n.line
	return path
}

func (r *Reading) mapping(at string, n *node, fields []Field) {
	if n.kind != mapping {
		r.wrong(at, n, "fields such as "+fields[0].key+": …")
		return
	}
	for _, p := range n.entries {
		path := r.join(at, p)
		i := slices.IndexFunc(fields, func(f Field) bool { return f.key == p.key })
		if i < 0 {
			r.fault(path, p.line, "an unknown field", nearest(p.key, fields))
			continue
		}
		fields[i].read(r, path, p.value)
	}
}

func (r *Reading) scalar(at string, n *node, expected string) (string, bool) {
	if n.kind != scalar {
		r.wrong(at, n, expected)
		return "", false
	}
	return n.text, true
}

func (r *Reading) number(at string, n *node) (int, bool) {
	const most = 10_000_000
	if n.kind == scalar && n.plain {
		if v, err := strconv.Atoi(n.text); err == nil && v >= 0 && v <= most {
			return v, true
		}
	}
	r.wrong(at, n, "a whole number")
	return 0, false
}

// wrong notes that a value is of another kind than it should be.
func (r *Reading) wrong(at string, n *node, expected string) {
	got := "nothing"
	switch n.kind {
	case scalar:
		got = Quote(n.text)
	case mapping:
		got = "fields"
	case sequence:
		got = "a list"
	}
	r.fault(at, n.line, got, expected)
}

func (r *Reading) fault(at string, line int, got, expected string) {
	r.Errors = append(r.Errors, &Error{Line: line, Field: at, Got: got, Expected: expected})
}

func within(inner, outer string) bool {
	return inner == outer || strings.HasPrefix(inner, outer) && inner[len(outer)] == '.'
}

// nearest says which field an unknown key may mean: the one that differs in a
// letter or two, or any of those there are.
func nearest(key string, fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.key
		if distance(key, f.key) <= min(2, len(f.key)-1) {
			return f.key
		}
	}
	return "one of " + strings.Join(names, ", ")
}

// distance is how many letters must be changed, put in or left out to make b
// of a; anything far away is 3.
func distance(a, b string) int {
	if len(a) > len(b)+2 || len(b) > len(a)+2 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, corner+1, row[j]+1)
		}
	}
	return min(3, row[len(b)])
}
