package circles

import (
	"fmt"
	"slices"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
)

// Change is what an organiser does to a proposal by hand.
type Change struct {
	What Deed
	Who  []string // interests
	To   string   // code of a circle
}

// made returns the arrangement after a change, without reasons and breaches,
// and what was done. The arrangement itself stays as it is. The problem is
// needed to gather people in a new circle only.
func (a *Arrangement) made(c Change, p *form.Problem) (*Arrangement, Did, error) {
	b := a.clone()
	did := Did{What: c.What, N: len(c.Who), Circle: c.To}
	to := b.Of(c.To)
	if needsCircle(c.What) && to == nil {
		return nil, did, errs.New(errs.Conflict, "org.circles.change.no-circle|This circle is not there any more.")
	}
	if needsPeople(c.What) && len(c.Who) == 0 {
		return nil, did, errs.New(errs.Invalid, "org.circles.change.nobody|Tick people first.")
	}
	switch c.What {
	case Move:
		b.move(c.Who, to.Code)
	case TakeOut:
		b.takeOut(c.Who)
	case Gather:
		code, err := b.gather(c.Who, p)
		if err != nil {
			return nil, did, err
		}
		did.Circle = code
	case Dissolve:
		did.N = len(to.Members)
		b.takeOut(slices.Clone(to.Members))
	case Pin, Unpin:
		did.N = b.pin(c.Who, c.What == Pin)
	case Keep, Release:
		to.Kept, did.N = c.What == Keep, len(to.Members)
	default:
		return nil, did, errs.NotThere()
	}
	b.tidy()
	return b, did, nil
}

func needsCircle(what Deed) bool {
	return what == Move || what == Dissolve || what == Keep || what == Release
}

func needsPeople(what Deed) bool {
	return what == Move || what == TakeOut || what == Gather || what == Pin || what == Unpin
}

// takeOut takes people out of their circles. Pins go with them.
func (a *Arrangement) takeOut(who []string) {
	for i := range a.Circles {
		c := &a.Circles[i]
		before := len(c.Members)
		c.Members = slices.DeleteFunc(c.Members, func(m string) bool { return slices.Contains(who, m) })
		if len(c.Members) < before {
			c.Kept = false
		}
	}
	for _, m := range who {
		delete(a.Pins, m)
	}
}

// move puts people into a circle. Whoever is moved by hand stays there when
// the rest is formed again.
func (a *Arrangement) move(who []string, to string) {
	a.takeOut(who)
	c := a.Of(to)
	c.Members, c.Kept = append(c.Members, who...), false
	for _, m := range who {
		a.Pins[m] = to
	}
}

// gather makes a new circle of the people, at the best hour they share.
func (a *Arrangement) gather(who []string, p *form.Problem) (code string, err error) {
	at, ok := form.Meet(p, who)
	if !ok {
		return "", errs.New(errs.Invalid, "org.circles.change.no-hour|These people share no hour and language in which a circle of theirs could meet.")
	}
	code = a.nextCode()
	a.Circles = append(a.Circles, Planned{Code: code, Lang: at.Lang, Track: at.Track, Zone: at.Anchor, Day: at.Day, Start: at.Start})
	a.move(who, code)
	return code, nil
}

// nextCode is a code that no circle has, nor had one that was dissolved.
func (a *Arrangement) nextCode() string {
	codes, highest := slices.Clone(a.Gone), 0
	for i := range a.Circles {
		codes = append(codes, a.Circles[i].Code)
	}
	for _, code := range codes {
		n := 0
		if _, err := fmt.Sscanf(code, "C%d", &n); err == nil {
			highest = max(highest, n)
		}
	}
	return fmt.Sprintf("C%05d", highest+1)
}

// pin has people stay where they are, or no longer; it returns how many that
// concerns.
func (a *Arrangement) pin(who []string, stay bool) (n int) {
	for _, m := range who {
		c := a.Where(m)
		switch {
		case c != nil && stay:
			a.Pins[m] = c.Code
			n++
		case a.Pins[m] != "" && !stay:
			delete(a.Pins, m)
			n++
		}
	}
	return n
}

// tidy drops circles without members. They stay dissolved when the rest is
// formed again.
func (a *Arrangement) tidy() {
	a.Circles = slices.DeleteFunc(a.Circles, func(c Planned) bool {
		if len(c.Members) == 0 {
			a.Gone = append(a.Gone, c.Code)
		}
		return len(c.Members) == 0
	})
}
