package intake

import (
	"fmt"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// saidOf is all that is said of a file: its events with their dates, each with its
// length, what is remarked on, and what could not be read.
func saidOf(t *testing.T, file string) string {
	t.Helper()
	b, err := Read([]byte(file), berlin, day("2027-01-01"))
	if err != nil {
		return "refused: " + i18n.For("en").Text(errs.Of(err).Text)
	}
	var lines []string
	for _, d := range b.Drafts {
		line := d.Event.Title["en"]
		for _, o := range d.Event.Occurrences() {
			line += fmt.Sprintf(", %s %s", o.Wall, strings.TrimSuffix(o.End.Sub(o.Start).String(), "0s"))
		}
		if d.Floating {
			line += ", floating"
		}
		lines = append(lines, line)
		for _, r := range d.Remarks {
			if !strings.HasPrefix(r.Msg, "org.intake.utc|") {
				lines = append(lines, i18n.For("en").Text(r))
			}
		}
	}
	for _, p := range b.Problems {
		lines = append(lines, fmt.Sprintf("line %d: %s", p.Line, i18n.For("en").Text(p.Text)))
	}
	return strings.Join(lines, "\n")
}

func TestTablesAreReadHoweverTheyWereSaved(t *testing.T) {
	const table = "id;title;start_date;end_date;timezone\n1;Café à la Königsallee;2027-02-10 19:00;2027-02-10 21:00;Europe/Berlin\n2;\"Say \"\"no\"\"; loudly\";2027-02-11 19:00;2027-02-11 20:00;W. Europe Standard Time\n"
	const want = "Café à la Königsallee, 2027-02-10T19:00 2h0m\nSay \"no\"; loudly, 2027-02-11T19:00 1h0m"
	in := func(e encoding.Encoding) string {
		s, err := e.NewEncoder().String(table)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, file := range map[string]string{
		"UTF-8":                      table,
		"with a mark at its start":   "\ufeff" + table,
		"UTF-16, little end first":   in(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)),
		"UTF-16, big end first":      in(unicode.UTF16(unicode.BigEndian, unicode.UseBOM)),
		"UTF-16 without a mark":      in(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)),
		"Windows-1252":               in(charmap.Windows1252),
		"lines as Windows ends them": strings.ReplaceAll(table, "\n", "\r\n"),
		"lines as old Macs end them": strings.ReplaceAll(table, "\n", "\r"),
		"its separator named":        "sep=;\r\n" + table,
		"empty lines between":        strings.ReplaceAll(table, "\n", "\n\n\r\n"),
		"tabs":                       strings.ReplaceAll(strings.ReplaceAll(table, "; loudly", " loudly"), ";", "\t"),
	} {
		expected := want
		if name == "tabs" {
			expected = strings.ReplaceAll(want, "; loudly", " loudly")
		}
		if got := saidOf(t, file); got != expected {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// One row that is wrong takes no other with it.
func TestARowWithoutAnEndTakesNoOtherWithIt(t *testing.T) {
	const head, good = "id,title,start_date,end_date,timezone\n", "%d,Singing,2027-02-11 19:00,2027-02-11 20:00,Europe/Berlin\n"
	const read, torn = "Singing, 2027-02-11T19:00 1h0m", "This row cannot be read: a quotation mark is missing, or one too many."
	row := func(n int) string { return fmt.Sprintf(good, n) }
	for name, c := range map[string]struct{ file, says string }{
		"an open quote before others":  {head + "1,\"Reading,2027-02-10 19:00\n" + row(2) + row(3), read + "\n" + read + "\nline 2: " + torn},
		"an open quote at the end":     {head + row(1) + "2,\"Reading,2027-02-10 19:00", read + "\nline 3: " + torn},
		"two of them":                  {head + "1,\"Reading,x\n" + row(2) + "3,\"Reading,x\n" + row(4), read + "\n" + read + "\nline 2: " + torn + "\nline 4: " + torn},
		"words behind a quote":         {head + "1,\"Reading\" aloud,x\n" + row(2), read + "\nline 2: " + torn},
		"quotes within words":          {head + "1,Reading on 17\" screens,2027-02-11 19:00,2027-02-11 20:00,Europe/Berlin\n" + row(2), strings.Replace(read, "Singing", "Reading on 17\" screens", 1) + "\n" + read},
		"a cell of two lines":          {head + "1,\"Reading\naloud\",2027-02-11 19:00,2027-02-11 20:00,Europe/Berlin\n" + row(2), strings.Replace(read, "Singing", "Reading aloud", 1) + "\n" + read},
		"the same row again":           {head + row(1) + row(1), read},
		"years that nobody lives to":   {head + "1,Reading,10000-02-10 19:00,,\n2,Reading,9999-02-10 19:00,,\n3,Reading,0000-00-00 00:00,,\n", "line 2: “Reading”: the start “10000-02-10 19:00” cannot be read, or has no hour.\nline 3: “Reading”: the start “9999-02-10 19:00” cannot be read, or has no hour.\nline 4: “Reading”: the start “0000-00-00 00:00” cannot be read, or has no hour."},
		"an end before the start":      {head + "1,Reading,2027-02-11 19:00,2027-02-11 18:00,Europe/Berlin\n", "Reading, 2027-02-11T19:00 1h0m\nLine 2: the end “2027-02-11 18:00” cannot be read, or is not after the start. One hour is assumed."},
		"hours that name no zone":      {head + "1,Reading,2027-02-11 19:00,2027-02-11 20:00,\n", "Reading, 2027-02-11T19:00 1h0m, floating\nThe file does not say in which time zone these hours are meant. Berlin is assumed."},
		"what a table would calculate": {head + "=1+1,=HYPERLINK(x),2027-02-11 19:00,2027-02-11 20:00,Europe/Berlin\n", "=HYPERLINK(x), 2027-02-11T19:00 1h0m"},
	} {
		if got := saidOf(t, c.file); got != c.says {
			t.Errorf("%s: %s\nwant %s", name, got, c.says)
		}
	}
	many := saidOf(t, head+strings.Repeat("1,\"Reading\n", 1000)+row(2))
	if !strings.HasSuffix(many, "Too many rows have no end. From this one on nothing is read.") || strings.Count(many, torn) != mostTorn+1 {
		t.Errorf("a thousand rows without an end: %s", many)
	}
}

// What is odd in a calendar is read as it must be meant, or said.
func TestOddEntriesAreReadOrSaid(t *testing.T) {
	entry := func(lines ...string) string {
		return "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:One\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
	}
	const start, hour, late = "DTSTART;TZID=Europe/Berlin:20270210T190000", "DTEND;TZID=Europe/Berlin:20270210T200000", "DTSTART;TZID=Europe/Berlin:20270310T190000"
	const one, noEnd, older = "One, 2027-02-10T19:00 1h0m", "The file does not say when it ends. One hour is assumed.", "The file has an older form of this event too. It is left out."
	const floating = "The file does not say in which time zone these hours are meant. Berlin is assumed."
	const weekly = "RRULE:FREQ=WEEKLY;COUNT=3"
	for name, c := range map[string]struct{ file, says string }{
		"a zone of Windows":              {entry("DTSTART;TZID=Eastern Standard Time:20270210T190000", "DURATION:PT1H"), one},
		"a zone that nobody knows":       {entry("DTSTART;TZID=Customized Time Zone:20270210T190000", "DURATION:PT1H"), one + ", floating\nThe time zone “Customized Time Zone” is not known. Choose in which zone these hours are meant."},
		"a zone of another world":        {entry("DTSTART;TZID=Mars/Olympus:20270210T190000", "DTEND;TZID=Mars/Olympus:20270210T200000", "EXDATE;TZID=Mars/Olympus:20270217T190000"), one + ", floating\nThe time zone “Mars/Olympus” is not known. Choose in which zone these hours are meant."},
		"hours that float":               {entry("DTSTART:20270210T190000", "DURATION:PT1H"), one + ", floating\n" + floating},
		"a length before its start":      {entry("DURATION:PT3H", start), "One, 2027-02-10T19:00 3h0m"},
		"a length below nothing":         {entry(start, "DURATION:-PT3H"), one + "\n" + noEnd},
		"an end before the start":        {entry(start, "DTEND;TZID=Europe/Berlin:20270210T170000"), one + "\nLine 2: the end “2027-02-10T17:00” cannot be read, or is not after the start. One hour is assumed."},
		"the same twice":                 {entry(start, hour) + entry(start, hour), one},
		"two dates of one age":           {entry(start, hour) + entry(late, hour), "One, 2027-02-10T19:00 1h0m, 2027-03-10T19:00 1h0m"},
		"a newer form":                   {entry(start, hour) + entry(late, "DTEND;TZID=Europe/Berlin:20270310T210000", "SEQUENCE:2"), "One, 2027-03-10T19:00 2h0m\n" + older},
		"a newer form of one date":       {entry(start, hour, weekly) + entry("RECURRENCE-ID;TZID=Europe/Berlin:20270217T190000", "DTSTART;TZID=Europe/Berlin:20270218T190000", "SEQUENCE:1") + entry("RECURRENCE-ID;TZID=Europe/Berlin:20270217T190000", "DTSTART;TZID=Europe/Berlin:20270219T190000", "SEQUENCE:2"), "One, 2027-02-10T19:00 1h0m, 2027-02-19T19:00 1h0m\n" + older},
		"two rules":                      {entry(start, hour, weekly) + entry(late, weekly), "One, 2027-02-10T19:00 1h0m, 2027-03-10T19:00 1h0m\nThe file has more than one rule for this event. Only the first is taken."},
		"a date of a rule that is away":  {entry("RECURRENCE-ID;TZID=Europe/Berlin:20270203T190000", start, hour), one + "\nThe file has single dates of something that repeats, and not the rule by which it does."},
		"further dates with their hours": {entry(start, hour, "RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20270217T190000/20270217T210000,20270224T190000/PT3H"), "One, 2027-02-10T19:00 1h0m, 2027-02-17T19:00 2h0m, 2027-02-24T19:00 3h0m"},
		"a rule until the end of time":   {entry(start, hour, "RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z"), one},
		"the year 10,000":                {entry("DTSTART:100000210T190000Z"), "line 5: “100000210T190000Z” is no time that can be read."},
		"the year 9999":                  {entry("DTSTART:99990210T190000Z"), "line 5: “99990210T190000Z” is no time that can be read."},
		"the 30th of February":           {entry("DTSTART:20270230T190000Z"), "line 5: “20270230T190000Z” is no time that can be read."},
		"a year long":                    {entry(start, "DTEND;TZID=Europe/Berlin:20280210T190000"), "line 2: One date takes two weeks at most. Enter several dates."},
		"an alarm with a start":          {entry(start, hour, "BEGIN:VALARM", "DTSTART:20300101T000000Z", "SUMMARY:Wake", "END:VALARM"), one},
		"lines as old Macs end them":     {strings.ReplaceAll(entry(start, hour), "\r\n", "\r"), one},
	} {
		file := "BEGIN:VCALENDAR\r\n" + c.file + "END:VCALENDAR\r\n"
		if name == "lines as old Macs end them" {
			file = "BEGIN:VCALENDAR\r" + c.file + "END:VCALENDAR\r"
		}
		if got := saidOf(t, file); got != c.says {
			t.Errorf("%s: %s\nwant %s", name, got, c.says)
		}
	}
}

// TestAZoneOfATableThatNobodyKnowsIsSaidOnce: and not that the table names none.
func TestAZoneOfATableThatNobodyKnowsIsSaidOnce(t *testing.T) {
	const head, unknown = "id,title,start_date,end_date,timezone\n1,One,", "\nThe time zone “Mars/Olympus” is not known. Choose in which zone these hours are meant."
	for hours, says := range map[string]string{
		"2027-02-10 19:00,2027-02-10 20:00,Mars/Olympus":         "One, 2027-02-10T19:00 1h0m, floating" + unknown,
		"2027-02-10T18:00:00Z,2027-02-10T19:00:00Z,Mars/Olympus": "One, 2027-02-10T19:00 1h0m" + unknown,
	} {
		if got := saidOf(t, head+hours+"\n"); got != says {
			t.Errorf("%s: %s\nwant %s", hours, got, says)
		}
	}
}

// TestATableIsCalledByItsColumns: those of Action Network need not all be there.
func TestATableIsCalledByItsColumns(t *testing.T) {
	for head, want := range map[string]Format{
		"event_title,administrative_title,location_name,address,city,state,zip,country,start_date": ActionNetwork,
		"event_title,location_name,address,city,state,country,start_date":                          ActionNetwork,
		"Event Title,Location Name,Start Date":                                                     ActionNetwork,
		"event_title,address,city,start_date":                                                      ActionNetwork,
		"event_title,start_date,zip":                                                               ActionNetwork,
		"title,administrative_title,start_date":                                                    ActionNetwork,
		"id,title,start_date,timezone":                                                             Mobilize,
		"Event title,Event type,Timeslot start,Location name,City,Max attendees":                   Mobilize,
		"id,title,location__venue,location__locality,location__region,start_date":                  Mobilize,
		"event_title,event_type,city,state,zipcode,timeslot_start_date":                            Mobilize,
		"event_title,start_date":                                                                   Mobilize,
	} {
		cells := make([]string, strings.Count(head, ",")+1)
		for i, name := range strings.Split(strings.ToLower(head), ",") {
			switch {
			case strings.HasSuffix(name, "title"):
				cells[i] = "One"
			case strings.Contains(name, "start"):
				cells[i] = "2027-02-10 19:00"
			}
		}
		b, err := Read([]byte(head+"\n"+strings.Join(cells, ",")+"\n"), berlin, day("2027-01-01"))
		if err != nil || b.Format != want || len(b.Drafts) != 1 {
			t.Errorf("%s: %+v, %v", head, b, err)
		}
	}
}

// TestBytesThatAreNoTextAreNoTable: they are not shown as the names of columns.
func TestBytesThatAreNoTextAreNoTable(t *testing.T) {
	for _, data := range []string{"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR,\x04\xb0\n1,2\n", "\x7fELF\x02\x01\x01\x00,a,b\nx,y,z\n", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1,\x01\x02\n1,2\n"} {
		if is := saidOf(t, data); !strings.HasPrefix(is, "refused: This is no file of events") {
			t.Errorf("%q: %s", data, is)
		}
	}
}
