package diff

import "strings"

// Line is one paragraph of a comparison, or a stretch of paragraphs that
// nothing changed in.
type Line struct {
	Parts []Part
	Same  int // how many paragraphs are left out here; 0 for one that is shown
}

// changed tells whether anything in the paragraph did.
func (l Line) changed() bool { return !Equal(l.Parts) }

// Lines puts a comparison into paragraphs. Those that nothing changed in are
// left out, but for the nearest around a change.
func Lines(list []Part) []Line {
	all := paragraphs(list)
	var out []Line
	for i, line := range all {
		near := line.changed() || i > 0 && all[i-1].changed() || i+1 < len(all) && all[i+1].changed()
		switch n := len(out); {
		case near:
			out = append(out, line)
		case n > 0 && out[n-1].Same > 0:
			out[n-1].Same++
		default:
			out = append(out, Line{Same: 1})
		}
	}
	return out
}

// mark stands where a line end came or went that no paragraph shows.
const mark = "¶"

func paragraphs(list []Part) (all []Line) {
	var line Line
	end := func() {
		if len(line.Parts) > 0 {
			all = append(all, line)
		}
		line = Line{}
	}
	for _, p := range list {
		for n, piece := range strings.Split(p.Text, "\n") {
			if n > 0 {
				if p.Op != Keep && len(line.Parts) > 0 && line.Parts[len(line.Parts)-1].Op != p.Op {
					line.Parts = append(line.Parts, Part{p.Op, mark})
				}
				end()
			}
			if piece != "" {
				line.Parts = append(line.Parts, Part{p.Op, piece})
			}
		}
	}
	end()
	return all
}
