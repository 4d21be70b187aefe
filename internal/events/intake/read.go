package intake

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

// LongestFile is how many bytes of a file are read. More is no calendar of a
// network but an attack, or somebody's whole past.
const LongestFile = ical.LongestFile

// mostDrafts bounds how many events one file brings.
const mostDrafts = 10_000

// Read makes drafts of a file. What it is, its content says: a calendar, the
// answer of Gancio's API, or a table in the columns of Mobilize or of Action
// Network. Its name says nothing.
func Read(data []byte, set Settings, today when.Date) (*Batch, error) {
	if len(data) > LongestFile {
		return nil, errs.New(errs.Invalid, "org.intake.large|This file is too large. A file of events has at most {most} megabytes; please split it.", "most", LongestFile>>20)
	}
	if bytes.HasPrefix(data, []byte("\x1f\x8b")) || bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, errs.New(errs.Invalid, "org.intake.packed|This file is packed. Unpack it, and bring the file that is in it.")
	}
	text, charset := typed.Decode(data)
	text = strings.TrimLeft(text, "\ufeff \t\r\n")
	if !strings.Contains(text, "\n") { // as old Macs end lines
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	b, err := read(text, set, today)
	if err != nil {
		return nil, err
	}
	b.Charset = charset
	if len(b.Drafts) > mostDrafts {
		return nil, errs.New(errs.Invalid, "org.intake.many|This file has more than {most} events. Please split it.", "most", mostDrafts)
	}
	b.check()
	b.name()
	if len(b.Drafts) == 0 && len(b.Problems) == 0 {
		return nil, errs.New(errs.Invalid, "org.intake.nothing|There is no event in this file.")
	}
	return b, nil
}

func read(text string, set Settings, today when.Date) (*Batch, error) {
	switch {
	case text == "":
		return nil, errs.New(errs.Invalid, "org.intake.empty|This file is empty.")
	case text[0] == '[' || text[0] == '{':
		return gancio(text, set)
	case len(text) > 15 && strings.EqualFold(text[:15], "BEGIN:VCALENDAR"):
		return Calendar([]byte(text), set, today)
	}
	return tables(text, set)
}

// check takes out the drafts that no event may be, and says why; what could not
// be read stands in the order of the file.
func (b *Batch) check() {
	var kept []Draft
	for _, d := range b.Drafts {
		d.Event.Slug = "x" // it gets its own when it is kept
		if wrong := errs.Of(d.Event.Check()); wrong != nil && len(wrong.Fields) > 0 {
			b.Problems = append(b.Problems, Problem{d.Line, wrong.Fields[0].Text})
			continue
		}
		kept = append(kept, d)
	}
	b.Drafts = kept
	slices.SortStableFunc(b.Problems, func(x, y Problem) int { return cmp.Compare(x.Line, y.Line) })
}

// longestSource is how many bytes of what its origin calls an event are kept as
// they are.
const longestSource = 200

// name gives each draft a source of its own: the same file read again gives the
// same.
func (b *Batch) name() {
	seen := map[string]int{}
	for i := range b.Drafts {
		d := &b.Drafts[i]
		if d.Source == "" {
			d.Source = string(b.Format) + ":" + d.called()
		}
		if len(d.Source) > longestSource {
			sum := sha256.Sum256([]byte(d.Source))
			d.Source = d.Source[:40] + hex.EncodeToString(sum[:16])
			d.Source = strings.ToValidUTF8(d.Source, "")
		}
		if seen[d.Source]++; seen[d.Source] > 1 {
			d.Source += "#" + strconv.Itoa(seen[d.Source])
		}
	}
}

// called is what tells a draft without a name of its own from others: its title
// and when it first takes place.
func (d *Draft) called() string {
	e := d.Event
	s := e.Title[e.Languages[0]]
	if len(e.Dates) > 0 {
		s += " " + e.Occurrence(&e.Dates[0]).Wall.String() + " " + e.Zone
	}
	return s
}
