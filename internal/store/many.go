package store

import (
	"strconv"
	"strings"
)

// mostTogether is how many rows one INSERT writes.
const mostTogether = 200

// InsertMany writes several rows with one statement for every two hundred of
// them, since each costs a way to the database and back. Into is the table with
// its columns, values are those of all rows one after another, and after is
// what stands behind them, such as ON CONFLICT DO NOTHING.
func (tx *Tx) InsertMany(into string, columns int, values []any, after string) error {
	for len(values) > 0 {
		n := min(len(values), columns*mostTogether)
		if _, err := tx.Exec(`INSERT INTO `+into+` VALUES `+places(n/columns, columns)+" "+after, values[:n]...); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

// places are the placeholders of so many rows: ($1,$2),($3,$4).
func places(rows, columns int) string {
	var b strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
			b.WriteString("($")
		case i%columns == 0:
			b.WriteString("),($")
		default:
			b.WriteString(",$")
		}
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteByte(')')
	return b.String()
}
