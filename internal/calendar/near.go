package calendar

import (
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/places"
)

// longestNear is how many characters of a place's name are read; nothing that is
// known has as many.
const longestNear = 100

// readNear settles which place is meant, and how far from it one would go.
func (c *Choice) readNear(within string) {
	if c.Near == "" {
		return
	}
	if letters := []rune(c.Near); len(letters) > longestNear { // every link of the page says it again
		c.Near = string(letters[:longestNear])
	}
	c.Within = Usual
	if within != "" {
		km, err := strconv.Atoi(within)
		if err != nil || !slices.Contains(Distances(), km) {
			c.Unknown = append(c.Unknown, "within")
		} else {
			c.Within = km
		}
	}
	found := places.Find(c.Near)
	at, others, ok := places.Plain(found)
	switch {
	case ok:
		c.At, c.Namesakes = &at, others
	case len(found) == 0:
		c.Unknown, c.Among = append(c.Unknown, "near"), places.Starting(c.Near, 6)
	default:
		c.Among = found
	}
}

// reach says how a date lies to the place that was asked for.
type reach uint8

const (
	far     reach = iota // or online only
	close                // within the distance
	unknown              // people meet there in person, and nobody knows where it is
)

func (c Choice) reach(d Date) reach {
	spot, here := d.Spot()
	switch {
	case !here:
		return far
	case spot == nil:
		return unknown
	case spot.Km(*c.At) <= float64(c.Within):
		return close
	}
	return far
}

// Spot is where people meet in person; here is false where they do not, and the
// place is nil where nobody knows it.
//
// It is looked up when it is read, so that a city that the list learns later is
// found for what was planned before. Of cities of one name the one in the
// event's own country is meant.
func (d Date) Spot() (at *places.Place, here bool) {
	if d.S != nil {
		if d.In.Session.Place == nil {
			return nil, false
		}
		return spot("", d.In.Session.Place.Address, d.In.Zone.String()), true
	}
	venue := d.E.VenueOn(d.On.Date)
	if venue == nil {
		return nil, false
	}
	return venueSpot(*venue, d.E.Zone), true
}

func venueSpot(p events.Place, zone string) *places.Place { return spot(p.City, p.Address, zone) }

// spot finds a city by its name or, where none was written, as a part of the
// address; people write "Quay 4, 20457 Hamburg".
func spot(city, address, zone string) *places.Place {
	country := i18n.CountryOf(zone)
	if city != "" {
		if at, ok := places.In(places.Find(city), country); ok {
			return &at
		}
		return nil
	}
	for _, part := range slices.Backward(strings.FieldsFunc(address, func(r rune) bool { return r == ',' || r == '\n' })) {
		name := strings.TrimFunc(part, func(r rune) bool { return r >= '0' && r <= '9' || r == ' ' || r == '\r' })
		if at, ok := places.In(places.Find(name), country); ok {
			return &at
		}
	}
	return nil
}
