package store

// Damage says what is wrong with the files of an SQLite database: pages that do
// not hold what they should, rows without their index, references that lead
// nowhere. PostgreSQL looks after its own.
func Damage(tx *Tx) (wrong []string, err error) {
	if tx.Engine() == Postgres {
		return nil, nil
	}
	wrong, err = All(tx, Column[string], `SELECT integrity_check FROM pragma_integrity_check`)
	if err != nil || len(wrong) == 1 && wrong[0] == "ok" {
		wrong = nil
	}
	if err != nil {
		return nil, err
	}
	astray, err := All(tx, Column[string], `SELECT DISTINCT "table" || ' refers to what is not there' FROM pragma_foreign_key_check`)
	return append(wrong, astray...), err
}
