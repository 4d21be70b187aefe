package intake

import (
	"slices"
	"strings"
)

// columnOf is the field of an event that a column holds, by its name; "" for
// what is not used. The names are those of Mobilize's views of events and
// timeslots (where an event's part has two underscores) and of its API, and those
// that Action Network asks for in the upload of events and uses in its API. What
// the sources are, testdata/README.md says.
func columnOf(name string) string {
	switch name {
	case "id", "event_id", "identifier", "identifiers":
		return "id"
	case "title", "event_title", "event_name", "name":
		return "title"
	case "administrative_title":
		return "administrative"
	case "summary":
		return "summary"
	case "description", "event_description":
		return "description"
	case "instructions", "timeslot_instructions":
		return "instructions"
	case "start_date", "timeslot_start_date", "timeslot_start", "event_date", "date", "start", "start_datetime", "event_start_date":
		return "start"
	case "start_time", "time", "event_time", "event_start_time":
		return "start-time"
	case "end_date", "timeslot_end_date", "timeslot_end", "end", "end_datetime", "event_end_date":
		return "end"
	case "end_time", "event_end_time":
		return "end-time"
	case "timezone", "time_zone", "timezone_identifier", "event_timezone":
		return "zone"
	}
	return columnOfPlace(name)
}

// ofActionNetwork tells whether a table has the columns that Action Network asks
// for: one that nobody else has, or some of where an event is beside its title, and
// none of those by which Mobilize's are known.
func (t *table) ofActionNetwork() bool {
	if t.has("administrative") {
		return true
	}
	place, other := false, false
	for _, name := range t.names {
		switch name {
		case "location_name", "address", "city", "state", "zip":
			place = true
		case "event_type", "max_attendees", "is_virtual", "virtual_action_url", "location_venue", "location_locality", "location_region":
			other = true
		}
		other = other || strings.HasPrefix(name, "timeslot_")
	}
	return place && !other && slices.Contains(t.names, "event_title")
}

// columnOfPlace knows the columns that say where an event is, and whom to ask.
func columnOfPlace(name string) string {
	switch name {
	case "location_venue", "location_name", "venue", "venue_name":
		return "venue"
	case "location_address_line_1", "address_line_1", "address", "location_address", "address_line1":
		return "address"
	case "location_address_line_2", "address_line_2", "address_line2":
		return "address-2"
	case "location_locality", "locality", "city", "location_city":
		return "city"
	case "location_region", "region", "state", "location_state":
		return "region"
	case "location_postal_code", "postal_code", "zip", "zip_code", "zipcode", "location_zip":
		return "postcode"
	case "location_country", "country":
		return "country"
	case "browser_url", "event_url", "url", "permalink":
		return "page"
	case "virtual_action_url", "virtual_url":
		return "call"
	case "event_type", "type":
		return "kind"
	case "contact_name", "host_name", "organizer_name":
		return "contact"
	case "contact_email_address", "contact_email", "host_email", "organizer_email", "contact_email_adddress":
		return "contact-email"
	case "organization_name", "sponsor_name", "sponsor":
		return "host"
	case "accessibility_notes":
		return "access"
	case "max_attendees", "timeslot_max_attendees", "capacity":
		return "places"
	case "status":
		return "status"
	case "deleted_date":
		return "deleted"
	}
	return ""
}
