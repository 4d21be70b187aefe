package forms

import (
	"net/url"
	"strconv"
	"strings"
)

// Rows of a form are fields named list.1.field, list.2.field and so on, counted
// from one, as the room names them when something is wrong.

// Cell is the name of a field in a row.
func Cell(list string, n int, field string) string {
	return list + "." + strconv.Itoa(n) + "." + field
}

// RowCount returns the highest number of a row.
func RowCount(v url.Values, list string) int {
	most := 0
	for name := range v {
		if n, _, ok := CutRow(name, list); ok {
			most = max(most, n)
		}
	}
	return most
}

// CutRow takes the name of a row's field apart.
func CutRow(name, list string) (n int, field string, ok bool) {
	rest, ok := strings.CutPrefix(name, list+".")
	if !ok {
		return 0, "", false
	}
	number, field, ok := strings.Cut(rest, ".")
	if !ok {
		return 0, "", false
	}
	n, err := strconv.Atoi(number)
	return n, field, err == nil && n >= 1 && n <= mostRows
}

// mostRows bounds what a form may bring.
const mostRows = 1000

// KeepRows renumbers the rows of a list without those that are not kept.
func KeepRows(v url.Values, list string, keep func(n int) bool) {
	rows := map[int]url.Values{}
	most := 0
	for name, values := range v {
		if n, field, ok := CutRow(name, list); ok {
			if rows[n] == nil {
				rows[n] = url.Values{}
			}
			rows[n][field] = values
			most = max(most, n)
		}
	}
	kept := make([]url.Values, 0, len(rows))
	for n := 1; n <= most; n++ {
		if rows[n] != nil && keep(n) {
			kept = append(kept, rows[n])
		}
	}
	DropRows(v, list, 0)
	for i, row := range kept {
		for field, values := range row {
			v[Cell(list, i+1, field)] = values
		}
	}
}

// DropRows removes the rows behind the nth.
func DropRows(v url.Values, list string, n int) {
	for name := range v {
		if m, _, ok := CutRow(name, list); ok && m > n {
			delete(v, name)
		}
	}
}

// Blank tells whether a row says nothing in the fields of these names; a name
// that ends in a dot stands for all that begin with it.
func Blank(v url.Values, list string, n int, fields ...string) bool {
	for name, values := range v {
		m, field, ok := CutRow(name, list)
		if !ok || m != n {
			continue
		}
		for _, f := range fields {
			if field != f && !(strings.HasSuffix(f, ".") && strings.HasPrefix(field, f)) {
				continue
			}
			for _, s := range values {
				if strings.TrimSpace(s) != "" {
					return false
				}
			}
		}
	}
	return true
}
