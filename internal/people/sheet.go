package people

import (
	"bytes"
	"encoding/csv"
	"slices"
)

// Sheet is a table as a file (CSV) that opens in spreadsheets as what it is: UTF-8
// is marked, and no cell begins like a formula.
func Sheet(rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, row := range rows {
		row = slices.Clone(row)
		for i, cell := range row {
			row[i] = NoFormula(cell)
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}
