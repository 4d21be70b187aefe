package store

import (
	"strconv"
	"strings"
)

// Engine is which database it is.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Lock takes the lock of one row until the end of the transaction, so that
// others who lock it wait, and returns [ErrNoRow] if it is not there. Whoever
// checks something over several rows locks the row that owns them first. The
// table's name is a constant of the caller and its key column is id.
func (tx *Tx) Lock(table, id string) error {
	for _, r := range table {
		if (r < 'a' || r > 'z') && r != '_' {
			panic("store: not a table: " + table)
		}
	}
	text := "SELECT 1 FROM " + table + " WHERE id = $1"
	if tx.Engine() == Postgres {
		// As strong as UPDATE … SET id = id, without leaving a dead row; rows
		// that only refer to this one may still be added by others.
		text += " FOR NO KEY UPDATE"
	}
	var one int
	return tx.Row(text, id).Scan(&one)
}

// LockTable has everybody else who writes to the table wait until the
// transaction ends; they may read it. SQLite has one writer anyway.
func (tx *Tx) LockTable(name string) error {
	if tx.Engine() == SQLite {
		return nil
	}
	_, err := tx.Exec("LOCK TABLE " + name + " IN SHARE ROW EXCLUSIVE MODE")
	return err
}

// SkipLocked ends a SELECT that claims rows which others may be claiming.
func (tx *Tx) SkipLocked() string {
	if tx.Engine() == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// In makes "col IN ($from, …)" and its arguments. Lists are filled up to the
// next power of two by repeating the last id, so that few different statements
// have to be prepared. No ids: a condition that is never true. The column is a
// constant of the caller; more than 16,000 ids are the caller's to split.
func In[T any](_ *Tx, col string, from int, ids []T) (text string, args []any) {
	if len(ids) == 0 {
		return "1 = 0", nil
	}
	n := 1
	for n < len(ids) {
		n *= 2
	}
	var b strings.Builder
	b.WriteString(col + " IN (")
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("$" + strconv.Itoa(from+i))
		args = append(args, ids[min(i, len(ids)-1)])
	}
	b.WriteByte(')')
	return b.String(), args
}

// Prefix makes the range of texts that begin with p: "col >= $1 AND col < $2".
// It serves instead of LIKE, whose rules about case and indexes differ between
// the engines.
func Prefix(p string) (from, before string) { return p, p + "\U0010FFFF" }

// isSelect tells whether a statement only reads.
func isSelect(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n(")
	if len(text) < 6 {
		return false
	}
	switch strings.ToUpper(text[:6]) {
	case "SELECT", "VALUES":
		return true
	}
	if strings.EqualFold(text[:4], "WITH") {
		up := strings.ToUpper(text)
		return !strings.Contains(up, "UPDATE ") && !strings.Contains(up, "INSERT ") && !strings.Contains(up, "DELETE ")
	}
	return false
}
