package wire

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
)

const instantFormat = "2006-01-02T15:04:05Z"

// ReadAssignment reads a circles-assignment/1 file. An error is an *Error.
func ReadAssignment(data []byte) (*form.Placement, error) {
	return newScanner(data).assignment()
}

// ReadPrevious reads a circles-assignment/1 file from which others are formed:
// no circle and nobody in one may stand in it twice. An error is an *Error.
func ReadPrevious(data []byte) (*form.Placement, error) {
	s := newScanner(data)
	s.circles, s.members = map[string]bool{}, map[string]bool{}
	return s.assignment()
}

func (s *scanner) assignment() (*form.Placement, error) {
	a := &form.Placement{}
	s.object(func(name string) bool {
		switch name {
		case "format":
			s.format(AssignmentFormat)
		case "instance_sha256":
			a.InstanceSHA256 = s.text()
		case "seed":
			a.Seed = s.unsigned()
		case "circles":
			s.array(func() {
				s.path = "circles[" + strconv.Itoa(len(a.Circles)) + "]"
				a.Circles = append(a.Circles, form.Circle{})
				s.circle(&a.Circles[len(a.Circles)-1])
			})
		case "unplaced":
			s.array(func() {
				s.path = "unplaced[" + strconv.Itoa(len(a.Unplaced)) + "]"
				a.Unplaced = append(a.Unplaced, form.Unplaced{})
				s.unplaced(&a.Unplaced[len(a.Unplaced)-1])
			})
		default:
			return false
		}
		return true
	})
	s.end()
	s.formatted(AssignmentFormat)
	if s.err != nil {
		return nil, s.err
	}
	return a, nil
}

func (s *scanner) circle(c *form.Circle) {
	s.object(func(name string) bool {
		switch name {
		case "id":
			at := s.next()
			c.ID = s.text()
			s.once(at, c.ID, s.circles)
		case "lang":
			c.Lang = s.text()
		case "track":
			c.Track = s.text()
		case "anchor":
			c.Anchor = s.text()
		case "day":
			c.Day = s.text()
		case "start":
			c.Start = s.text()
		case "meetings":
			s.array(func() {
				at := s.next()
				text := s.text()
				if s.err != nil {
					return
				}
				t, err := time.Parse(instantFormat, text)
				if err != nil {
					s.failAt(at, "got %q, expected an instant such as 2027-01-12T17:30:00Z", text)
				}
				c.Meetings = append(c.Meetings, t)
			})
		case "members":
			s.eachText(func(at int, id string) {
				c.Members = append(c.Members, id)
				s.once(at, id, s.members)
			})
		default:
			return false
		}
		return true
	})
	if c.ID == "" {
		s.once(s.at, "", s.circles)
	}
}

func (s *scanner) unplaced(u *form.Unplaced) {
	s.object(func(name string) bool {
		switch name {
		case "id":
			u.ID = s.text()
		case "reason":
			u.Reason = form.Reason(s.text())
		case "detail":
			u.Detail = s.text()
		case "suggest":
			if s.null() {
				return true
			}
			u.Suggest = &form.Suggestion{}
			s.suggestion(u.Suggest)
		default:
			return false
		}
		return true
	})
}

func (s *scanner) suggestion(g *form.Suggestion) {
	s.object(func(name string) bool {
		switch name {
		case "circle":
			g.Circle = s.text()
		case "add_window":
			g.AddWindow = s.text()
		case "add_lang":
			g.AddLang = s.text()
		default:
			return false
		}
		return true
	})
}

// WriteAssignment returns the placement as a circles-assignment/1 file: one
// circle and one person without a circle per line. Equal circles give equal
// lines.
func WriteAssignment(a *form.Placement) []byte {
	var b bytes.Buffer
	b.WriteString(`{"format":` + quote(AssignmentFormat) + `,"instance_sha256":` + quote(a.InstanceSHA256))
	b.WriteString(`,"seed":` + strconv.FormatUint(a.Seed, 10) + ",\n\"circles\":[")
	for i := range a.Circles {
		separate(&b, i)
		writeCircle(&b, &a.Circles[i])
	}
	b.WriteString("],\n\"unplaced\":[")
	for i := range a.Unplaced {
		separate(&b, i)
		writeUnplaced(&b, &a.Unplaced[i])
	}
	b.WriteString("]}\n")
	return b.Bytes()
}

func separate(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
	b.WriteByte('\n')
}

func writeCircle(b *bytes.Buffer, c *form.Circle) {
	b.WriteString(`{"id":` + quote(c.ID) + `,"lang":` + quote(c.Lang) + `,"track":` + quote(c.Track) +
		`,"anchor":` + quote(c.Anchor) + `,"day":` + quote(c.Day) + `,"start":` + quote(c.Start) + `,"meetings":[`)
	for i, t := range c.Meetings {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(t.UTC().Format(instantFormat)))
	}
	b.WriteString(`],"members":[`)
	for i, m := range c.Members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(m))
	}
	b.WriteString("]}")
}

func writeUnplaced(b *bytes.Buffer, u *form.Unplaced) {
	b.WriteString(`{"id":` + quote(u.ID) + `,"reason":` + quote(string(u.Reason)) + `,"detail":` + quote(u.Detail))
	if g := u.Suggest; g != nil {
		b.WriteString(`,"suggest":{"circle":` + quote(g.Circle))
		if g.AddWindow != "" {
			b.WriteString(`,"add_window":` + quote(g.AddWindow))
		} else {
			b.WriteString(`,"add_lang":` + quote(g.AddLang))
		}
		b.WriteString("}")
	}
	b.WriteString("}")
}

func quote(s string) string {
	out, _ := json.Marshal(s) // a string always can be
	return string(out)
}
