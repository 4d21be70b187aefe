package ui

import (
	"context"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// CityPicker asks for the city whose time is meant. Closed, it shows the city
// that is known and sends it along unseen; its button asks the same page again
// with the picker open, keeping what was typed. Open, it is a list of all
// cities by region; the script adds a box that narrows it down.
type CityPicker struct {
	L      *i18n.Locale
	Name   string // of the field; "zone" if empty
	ID     string // Name if empty
	Label  string // "Nearest city" if empty
	Hint   string
	Zone   string // chosen zone, IANA
	Now    time.Time
	Error  string
	Open   bool
	Ask    string // name of the closed picker's button; the page is asked again with it. "change-zone" if empty
	AskURL string // the button's own address, where asking again is not the form's
}

// Render writes the picker.
func (c CityPicker) Render(ctx context.Context, w io.Writer) error {
	if c.Name == "" {
		c.Name = "zone"
	}
	if c.ID == "" {
		c.ID = c.Name
	}
	if c.Ask == "" {
		c.Ask = "change-zone"
	}
	if c.Label == "" {
		c.Label = c.L.T("ui.city|Nearest city")
	}
	if c.Zone == "" || c.Error != "" {
		c.Open = true
	}
	return cityPicker(c).Render(ctx, w)
}

// name is a city with the time that its clocks show now.
func (c CityPicker) name(zone string) string {
	loc, err := when.Load(zone)
	if err != nil {
		return zone
	}
	return c.L.T("ui.city.option|{city} ({utc})", "city", c.L.City(zone), "utc", when.UTCOffset(c.Now, loc))
}

func (c CityPicker) nowThere() string {
	loc, err := when.Load(c.Zone)
	if err != nil {
		return ""
	}
	return c.L.T("ui.city.now|It is {time} there now.", "time", c.L.Time(c.Now.In(loc)))
}

// field is the open picker as a plain Select.
func (c CityPicker) field() Field {
	f := Field{Type: Select, Name: c.Name, ID: c.ID, Label: c.Label, Hint: c.Hint, Error: c.Error,
		Value: when.Canonical(c.Zone), Options: c.options()}
	if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == f.Value }) {
		f.Guess, f.Value = true, ""
		first := Option{Label: c.L.T("ui.city.choose|Choose a city")}
		f.Options = append([]Option{first}, f.Options...)
	}
	return f
}

// options are all zones, sorted by region and by the city's name in the
// reader's language.
func (c CityPicker) options() []Option {
	regions := c.regions()
	var all []Option
	for _, zone := range when.Names() {
		area, _, ok := strings.Cut(zone, "/")
		if !ok || regions[area] == "" {
			area = "Etc"
		}
		all = append(all, Option{Value: zone, Label: c.name(zone), Group: regions[area]})
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].Group != all[j].Group {
			return all[i].Group < all[j].Group
		}
		return fold(all[i].Label) < fold(all[j].Label)
	})
	return all
}

func (c CityPicker) regions() map[string]string {
	l := c.L
	return map[string]string{
		"Africa":     l.T("ui.region.africa|Africa"),
		"America":    l.T("ui.region.america|Americas"),
		"Antarctica": l.T("ui.region.antarctica|Antarctica"),
		"Arctic":     l.T("ui.region.arctic|Arctic"),
		"Asia":       l.T("ui.region.asia|Asia"),
		"Atlantic":   l.T("ui.region.atlantic|Atlantic"),
		"Australia":  l.T("ui.region.australia|Australia"),
		"Europe":     l.T("ui.region.europe|Europe"),
		"Indian":     l.T("ui.region.indian|Indian Ocean"),
		"Pacific":    l.T("ui.region.pacific|Pacific"),
		"Etc":        l.T("ui.region.other|Others"),
	}
}

// fold sorts the common accented capitals beside their plain letters.
var fold = strings.NewReplacer("Á", "A", "Å", "A", "Ä", "A", "É", "E", "Í", "I", "Ó", "O", "Ö", "O", "Ú", "U", "Ü", "U", "Š", "S", "Ž", "Z").Replace
