package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"codeberg.org/plenary/plenary/internal/circles/form"
)

// Format names of the files.
const (
	InstanceFormat   = "circles-instance/1"
	AssignmentFormat = "circles-assignment/1"
)

// Lines says in which line of its file something starts, the first being 1.
type Lines struct {
	Fields map[string]int // the fields of the programme, and "program", "locked" and "people"
	People []int
}

// SHA256 returns the hash by which an assignment names its instance file.
func SHA256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// ReadInstance reads a circles-instance/1 file. An error is an *Error.
func ReadInstance(data []byte) (*form.Instance, Lines, error) {
	s := newScanner(data)
	in := &form.Instance{}
	s.fields = map[string]int{}
	var people []int
	line, counted := 1, 0
	s.object(func(name string) bool {
		s.fields[name] = s.line(s.at)
		switch name {
		case "format":
			s.format(InstanceFormat)
		case "program":
			s.program(&in.Program)
		case "locked":
			in.Locked = s.texts()
		case "people":
			s.array(func() {
				s.peek()
				line += s.newlines(counted)
				counted = s.at
				people = append(people, line)
				s.path = "people[" + strconv.Itoa(len(in.People)) + "]"
				in.People = append(in.People, form.Person{})
				s.person(&in.People[len(in.People)-1])
			})
		default:
			return false
		}
		return true
	})
	s.end()
	s.formatted(InstanceFormat)
	if s.err != nil {
		return nil, Lines{}, s.err
	}
	return in, Lines{s.fields, people}, nil
}

// newlines counts the lines between an offset and here.
func (s *scanner) newlines(from int) (n int) {
	for _, c := range s.data[from:s.at] {
		if c == '\n' {
			n++
		}
	}
	return n
}

func (s *scanner) program(g *form.Program) {
	s.object(func(name string) bool {
		s.fields[name] = s.line(s.at)
		switch name {
		case "weeks":
			g.Weeks = s.texts()
		case "length_min":
			g.LengthMin = s.number()
		case "grid_min":
			g.GridMin = s.number()
		case "anchors":
			g.Anchors = s.texts()
		case "days":
			g.Days = s.texts()
		case "size":
			s.size(&g.Size)
		case "min_facilitators":
			g.MinFacilitators = s.number()
		case "want_facilitators":
			g.WantFacilitators = s.number()
		case "off_hours":
			at := s.next()
			list := s.texts()
			if len(list) != 2 {
				s.failAt(at, "got %d entries, expected two times such as \"23:00\"", len(list))
				return true
			}
			g.OffHours = [2]string{list[0], list[1]}
		case "org_policy":
			g.OrgPolicy = s.text()
		case "languages":
			g.Languages = s.texts()
		case "tracks":
			g.Tracks = s.texts()
		case "offers":
			g.Offers = s.texts()
		default:
			return false
		}
		return true
	})
}

func (s *scanner) size(z *form.Size) {
	s.object(func(name string) bool {
		switch name {
		case "min":
			z.Min = s.number()
		case "target":
			z.Target = s.number()
		case "max":
			z.Max = s.number()
		default:
			return false
		}
		return true
	})
}

func (s *scanner) person(p *form.Person) {
	s.object(func(name string) bool {
		switch name {
		case "id":
			p.ID = s.text()
		case "tz":
			p.Zone = s.text()
		case "country":
			p.Country = s.text()
		case "windows":
			s.array(func() {
				at := s.next()
				text := s.text()
				if s.err != nil {
					return
				}
				w, err := window(text)
				if err != nil {
					s.failAt(at, "%v", err)
				}
				p.Windows = append(p.Windows, w)
			})
		case "langs":
			p.Langs = s.texts()
		case "track":
			p.Track = s.text()
		case "role":
			p.Role = s.text()
		case "org":
			p.Org = s.text()
		case "experience":
			at := s.next()
			if p.Experience = s.number(); p.Experience < 0 || p.Experience > 3 {
				s.failAt(at, "got %d, expected 0 to 3", p.Experience)
			}
		case "facilitator":
			p.Facilitator = s.truth()
		case "together":
			p.Together = s.texts()
		case "apart":
			p.Apart = s.texts()
		case "needs":
			p.Needs = s.texts()
		case "offers":
			p.Offers = s.texts()
		case "pin":
			p.Pin = s.text()
		default:
			return false
		}
		return true
	})
}
