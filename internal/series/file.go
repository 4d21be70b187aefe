package series

import (
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series/yamlform"
)

// FileError says what is wrong in a line of a series file.
type FileError = yamlform.Error

// FileErrors is everything that is wrong in a series file, in the order of its
// lines, one per line.
type FileErrors = yamlform.Errors

// File is a series as it was read, which knows where each field stands.
type File struct {
	Name    string
	Series  *Series
	reading *yamlform.Reading
}

// Read reads a series file and checks it by the rules of [Series.Check]. What
// is wrong comes back as FileErrors under the file's name.
func Read(name string, data []byte) (*Series, error) {
	f, err := ReadFile(name, data)
	if err != nil {
		return nil, err
	}
	return f.Series, nil
}

// ReadFile is Read for those who must later say where in the file something
// stands.
func ReadFile(name string, data []byte) (*File, error) {
	s := &Series{State: Published}
	f := &File{Name: name, Series: s, reading: yamlform.Read(data, s.fileFields())}
	s.Clean()
	for _, fault := range s.check().faults {
		f.reading.Refuse(fault.field, fault.got, fault.expected, fault.follows...)
	}
	if len(f.reading.Errors) > 0 {
		return nil, f.reading.Errors.In(name)
	}
	return f, nil
}

// Write writes the series as a file that [Read] reads back unchanged in
// meaning. Equal series give equal bytes.
func (s *Series) Write() []byte { return yamlform.Write(s.fileFields()) }

// Place turns an error about fields, such as Import answers, into errors of
// the file's lines. Any other error comes back as it is.
func (f *File) Place(err error) error {
	e := errs.Of(err)
	if e == nil || len(e.Fields) == 0 {
		return err
	}
	l := i18n.For("en")
	var all FileErrors
	for _, field := range e.Fields {
		wrong := &FileError{Line: f.reading.Line(field.Name), Field: field.Name, Got: l.Text(field.Text)}
		if field.Name == "chapter" {
			wrong.Got, wrong.Expected = yamlform.Quote(f.Series.Chapter), "a chapter of this network"
		}
		all = append(all, wrong)
	}
	return all.In(f.Name)
}

// Remarks returns what is worth a look in the file, with its lines.
func (f *File) Remarks() []string {
	var list []string
	for _, r := range f.Series.Remarks() {
		list = append(list, f.Name+":"+itoa(f.reading.Line(r.Name))+": "+r.Name+": "+i18n.For("en").Text(r.Text))
	}
	return list
}
