package wire

import (
	"bytes"
	"unicode/utf8"
)

// text returns a file without the mark that some programs put before UTF-8, or
// says that it is no text at all.
func text(data []byte) ([]byte, *Error) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, &Error{1, "got a packed file such as those of spreadsheets, expected text"}
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return nil, &Error{1, "got UTF-16, expected UTF-8"}
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), nil
}

// table returns the text of a file with cells and rows, or says why it is none.
func table(data []byte) ([]byte, *Error) {
	data, err := text(data)
	switch {
	case err != nil:
		err.Text += ": save the table as CSV in UTF-8"
		return nil, err
	case !utf8.Valid(data):
		return nil, &Error{notUTF8(data), "the text is not UTF-8: save the table as CSV in UTF-8"}
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")):
		return nil, &Error{1, "got JSON, expected a table (CSV) with a row for each person"}
	case bytes.ContainsRune(data, '\r') && !bytes.ContainsRune(data, '\n'):
		return nil, &Error{1, "the lines end with carriage returns alone, expected line feeds"}
	}
	return data, nil
}

// notUTF8 returns the line of the first byte that is not UTF-8.
func notUTF8(data []byte) int {
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return 1 + bytes.Count(data[:at], []byte{'\n'})
}
