package series

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// TimeRow is one session of one track on the clocks of one zone.
type TimeRow struct {
	Track   string `json:"track"` // "" in a series without tracks
	Session int    `json:"session"`
	Zone    string `json:"zone"`
	Start   Stamp  `json:"start"`
	End     Stamp  `json:"end"`
	// Moved is by how many minutes the zone's distance to the organiser's has
	// changed since session 1; nil for a session with hours of its own.
	Moved  *int   `json:"moved_minutes"`
	Status Status `json:"status,omitempty"` // only if cancelled

	days int // by which the zone's date is later than the organiser's
}

// Stamp is an instant that is written with the offset of its zone, also where
// that is none.
type Stamp struct{ time.Time }

const stampLayout = "2006-01-02T15:04:05-07:00"

// MarshalText writes the instant, as in 2027-02-10T04:00:00-05:00.
func (s Stamp) MarshalText() ([]byte, error) { return s.AppendFormat(nil, stampLayout), nil }

// MarshalJSON writes the instant as a text.
func (s Stamp) MarshalJSON() ([]byte, error) { return []byte(s.Format(`"` + stampLayout + `"`)), nil }

// Times returns every session on the clocks of the zones: by track, then by
// session, then by zone. Cancelled sessions are among them under their number.
func (s *Series) Times(zones []*time.Location) []TimeRow {
	rows := []TimeRow{}
	for _, letter := range s.Letters() {
		for i := range s.Sessions {
			o := s.Occurrence(&s.Sessions[i], letter)
			for _, zone := range zones {
				rows = append(rows, s.timeRow(o, zone))
			}
		}
	}
	return rows
}

func (s *Series) timeRow(o Occurrence, zone *time.Location) TimeRow {
	row := TimeRow{Track: o.Track, Session: o.Session.N, Zone: zone.String(), Start: Stamp{o.Start.In(zone)}, End: Stamp{o.End.In(zone)},
		days: when.DayShift(o.Start, o.Zone, zone)}
	if minutes, ok := s.Moved(o, zone); ok {
		row.Moved = &minutes
	}
	if s.StatusOf(o.Session) == CalledOff {
		row.Status = CalledOff
	}
	return row
}

// WriteTimesJSON writes the rows as a JSON array, one row per line.
func WriteTimesJSON(w io.Writer, rows []TimeRow) error {
	before := "[\n"
	for _, row := range rows {
		line, err := json.Marshal(row)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s", before, line); err != nil {
			return err
		}
		before = ",\n"
	}
	end := "\n]\n"
	if len(rows) == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// WriteTimes writes the rows as a table for people.
func WriteTimes(w io.Writer, rows []TimeRow) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "TRACK\tSESSION\tZONE\tSTART\tEND\tNOTE")
	for _, row := range rows {
		track := row.Track
		if track == "" {
			track = "-"
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s", track, row.Session, row.Zone, row.Start.Format("Mon 2006-01-02 15:04"), row.End.Format("15:04"))
		if remark := row.remark(); remark != "" {
			fmt.Fprint(t, "\t", remark)
		}
		fmt.Fprintln(t)
	}
	return t.Flush()
}

// remark says what a reader of the table would stumble over.
func (row TimeRow) remark() string {
	var words string
	add := func(s string) {
		if words != "" {
			words += ", "
		}
		words += s
	}
	if row.Status == CalledOff {
		add("cancelled")
	}
	switch {
	case row.days == 1 || row.days == -1:
		add(fmt.Sprintf("%+d day", row.days))
	case row.days != 0:
		add(fmt.Sprintf("%+d days", row.days))
	}
	if row.Moved != nil && *row.Moved != 0 {
		add(movedWords(*row.Moved))
	}
	return words
}

// movedWords says a shift of the clock in plain words: "1 h earlier".
func movedWords(minutes int) string {
	word := "later"
	if minutes < 0 {
		word, minutes = "earlier", -minutes
	}
	switch {
	case minutes < 60:
		return strconv.Itoa(minutes) + " min " + word
	case minutes%60 == 0:
		return strconv.Itoa(minutes/60) + " h " + word
	}
	return fmt.Sprintf("%d h %d min %s", minutes/60, minutes%60, word)
}
