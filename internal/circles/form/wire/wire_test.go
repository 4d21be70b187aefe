package wire_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
)

const instance = `{
 "format": "circles-instance/1",
 "program": {
  "weeks": ["2027-01-11", "2027-02-08"],
  "length_min": 90,
  "grid_min": 30,
  "anchors": ["UTC"],
  "days": ["TUE"],
  "size": {"min": 6, "target": 8, "max": 10},
  "min_facilitators": 1,
  "want_facilitators": 2,
  "off_hours": ["23:00", "07:00"],
  "org_policy": "mix",
  "languages": ["en"],
  "tracks": [],
  "offers": ["captions"]
 },
 "locked": ["C1"],
 "people": [
  {"id": "p1", "tz": "Europe/Berlin", "country": "DE", "windows": ["MON 18:00-21:00"], "langs": ["en", "de"], "track": "", "role": "head",
   "org": "o", "experience": 3, "facilitator": true, "together": ["p2"], "apart": ["p3"], "needs": ["sign"], "offers": [], "pin": "C1"},
  {"id": "p2", "tz": "UTC", "windows": null, "langs": []}
 ]
}
`

func TestAnInstanceIsReadWithItsLines(t *testing.T) {
	in, lines, err := wire.ReadInstance([]byte(instance))
	if err != nil {
		t.Fatal(err)
	}
	want := &form.Instance{
		Program: form.Program{Weeks: []string{"2027-01-11", "2027-02-08"}, LengthMin: 90, GridMin: 30, Anchors: []string{"UTC"}, Days: []string{"TUE"},
			Size: form.Size{Min: 6, Target: 8, Max: 10}, MinFacilitators: 1, WantFacilitators: 2, OffHours: [2]string{"23:00", "07:00"}, OrgPolicy: "mix",
			Languages: []string{"en"}, Offers: []string{"captions"}},
		Locked: []string{"C1"},
		People: []form.Person{
			{ID: "p1", Zone: "Europe/Berlin", Country: "DE", Windows: []form.Window{{From: 72, To: 84}}, Langs: []string{"en", "de"}, Role: "head", Org: "o",
				Experience: 3, Facilitator: true, Together: []string{"p2"}, Apart: []string{"p3"}, Needs: []string{"sign"}, Pin: "C1"},
			{ID: "p2", Zone: "UTC"},
		},
	}
	if !reflect.DeepEqual(in, want) {
		t.Errorf("got %+v", in)
	}
	if !reflect.DeepEqual(lines.People, []int{20, 22}) {
		t.Errorf("people stand in lines %v", lines.People)
	}
	for field, line := range map[string]int{"program": 3, "weeks": 4, "size": 9, "languages": 14, "locked": 18, "people": 19} {
		if lines.Fields[field] != line {
			t.Errorf("%s stands in line %d, got %d", field, line, lines.Fields[field])
		}
	}
}

func TestBadInstancesAreRefusedWithLineAndField(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"nothing":                           {instance, "", `1: got the end of the file, expected "{"`},
		"a list":                            {instance, "[]", `1: got a list, expected "{"`},
		"half a file":                       {"  {\"id\": \"p2\"", "\x00", "22: people[1]: got '\\x00', expected \"{\""},
		"cut off":                           {instance[strings.Index(instance, `"tracks"`):], "", `15: program: got the end of the file, expected a string`},
		"a zero byte behind":                {"]\n}\n", "]\n}\n\x00", `25: got '\x00' after the end, expected nothing`},
		"something behind":                  {"]\n}\n", "]\n}\n{", `25: got an object after the end, expected nothing`},
		"another format":                    {"circles-instance/1", "circles-instance/2", `2: format: got "circles-instance/2", expected "circles-instance/1"`},
		"no format":                         {` "format": "circles-instance/1",`, "", `1: format: got "", expected "circles-instance/1"`},
		"an unknown field":                  {`"locked"`, `"lokced"`, `18: unknown field "lokced"`},
		"an unknown field of a person":      {`"country"`, `"land"`, `20: people[0]: unknown field "land"`},
		"a field in capitals":               {`"locked"`, `"Locked"`, `18: unknown field "Locked"`},
		"a field twice":                     {`"grid_min": 30`, `"length_min": 30`, `6: program: field "length_min" stands twice`},
		"a number as text":                  {`"length_min": 90`, `"length_min": "90"`, `5: program.length_min: got "90", expected a whole number`},
		"a fraction":                        {`"length_min": 90`, `"length_min": 90.5`, `5: program.length_min: got 90.5, expected a whole number`},
		"an exponent":                       {`"length_min": 90`, `"length_min": 9e1`, `5: program.length_min: got 9e1, expected a whole number`},
		"a number with a zero before it":    {`"length_min": 90`, `"length_min": 090`, `5: program.length_min: got 090, expected a whole number`},
		"a huge number":                     {`"length_min": 90`, `"length_min": 99999999999999999999`, `5: program.length_min: got 99999999999999999999, expected a whole number`},
		"no number":                         {`"length_min": 90`, `"length_min": `, `5: program.length_min: got ',', expected a whole number`},
		"text as a number":                  {`"tz": "UTC"`, `"tz": 12`, `22: people[1].tz: got 12, expected a string`},
		"nothing as text":                   {`"tz": "UTC"`, `"tz": null`, `22: people[1].tz: got null, expected a string`},
		"a word as text":                    {`"tz": "UTC"`, `"tz": UTC`, `22: people[1].tz: got UTC, expected a string`},
		"text as a list":                    {`"langs": []`, `"langs": "en"`, `22: people[1].langs: got "en", expected "["`},
		"a number in a list":                {`["en"]`, `["en", 5]`, `14: program.languages[1]: got 5, expected a string`},
		"text as truth":                     {`"facilitator": true`, `"facilitator": "yes"`, `21: people[0].facilitator: got "yes", expected true or false`},
		"a list as an object":               {`{"min": 6, "target": 8, "max": 10}`, `[6, 8, 10]`, `9: program.size: got a list, expected "{"`},
		"a field of the size":               {`"target"`, `"goal"`, `9: program.size: unknown field "goal"`},
		"one off hour":                      {`["23:00", "07:00"]`, `["23:00"]`, `12: program.off_hours: got 1 entries, expected two times such as "23:00"`},
		"too much experience":               {`"experience": 3`, `"experience": 4`, `21: people[0].experience: got 4, expected 0 to 3`},
		"a window that ends before":         {"MON 18:00-21:00", "MON 21:00-18:00", `20: people[0].windows: got "MON 21:00-18:00", expected a window such as "WED 18:00-21:30" that ends after it starts, on the same day; over midnight it is two, "MON 21:00-24:00" and "TUE 00:00-18:00"`},
		"a window over midnight":            {"MON 18:00-21:00", "SUN 22:00-01:00", `20: people[0].windows: got "SUN 22:00-01:00", expected a window such as "WED 18:00-21:30" that ends after it starts, on the same day; over midnight it is two, "SUN 22:00-24:00" and "MON 00:00-01:00"`},
		"a window of no time":               {"MON 18:00-21:00", "MON 18:00-18:00", `20: people[0].windows: got "MON 18:00-18:00", expected a window such as "WED 18:00-21:30" that ends after it starts, on the same day`},
		"a window to midnight":              {"MON 18:00-21:00", "MON 18:00-00:00", `20: people[0].windows: got "MON 18:00-00:00", expected "MON 18:00-24:00": the end of a day is 24:00`},
		"a bad window in a line of its own": {`["MON 18:00-21:00"]`, "[\"MON 18:00-21:00\",\n\"TUE 18\",\n\"WED 18:00-19:00\"]", `21: people[0].windows: got "TUE 18", expected a window such as "WED 18:00-21:30"`},
		"a spreadsheet":                     {instance, "PK\x03\x04\x14", `1: got a packed file such as those of spreadsheets, expected text`},
		"UTF-16":                            {instance, "\xff\xfe{\x00", `1: got UTF-16, expected UTF-8`},
		"a placement":                       {instance, string(wire.WriteAssignment(placement())), `1: format: got "circles-assignment/1", expected "circles-instance/1"`},
		"a window off the quarters":         {"MON 18:00-21:00", "MON 18:05-21:00", `20: people[0].windows: got "MON 18:05-21:00", expected a window such as "WED 18:00-21:30" on quarters of an hour`},
		"a weekday in another language":     {"MON 18:00-21:00", "LUN 18:00-21:00", `20: people[0].windows: got "LUN 18:00-21:00", expected a window such as "WED 18:00-21:30"`},
		"a window as a number":              {`"MON 18:00-21:00"`, "1821", `20: people[0].windows: got 1821, expected a string`},
		"no comma":                          {`"tracks": [],`, `"tracks": []`, `16: program.tracks: got "offers", expected ","`},
		"a comma too many":                  {`"langs": []}`, `"langs": [],}`, `22: people[1]: got '}', expected a string`},
		"a comma too many in a list":        {`["en"]`, `["en",]`, `14: program.languages[1]: got ']', expected a string`},
		"no colon":                          {`"org": "o"`, `"org" "o"`, `21: people[0]: got "o", expected ":"`},
		"a line break in a string":          {`"role": "head"`, "\"role\": \"he\nad\"", `20: people[0].role: a string that does not end in its line`},
		"a string without an end":           {` "locked": ["C1"]`, ` "locked": ["C1` + strings.Repeat("x", 50), `18: locked[0]: a string that does not end in its line`},
		"an unknown escape":                 {`"head"`, `"he\xad"`, `20: people[0].role: unknown escape \x`},
		"half of a surrogate pair":          {`"head"`, `"\ud83d"`, `20: people[0].role: a broken \u escape`},
		"an escape cut off":                 {`"head"`, `"\u00"`, `20: people[0].role: a broken \u escape`},
		"bytes that are not UTF-8":          {`"head"`, "\"\xff\"", `20: people[0].role: the text is not UTF-8`},
		"bytes after an escape, not UTF8":   {`"head"`, "\"\\n\xff\"", `20: people[0].role: the text is not UTF-8`},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(instance, test.old, test.new, 1)
			if bad == instance {
				t.Fatal("nothing is wrong with it")
			}
			_, _, err := wire.ReadInstance([]byte(bad))
			sayExactly(t, err, test.want)
		})
	}
}

// sayExactly makes sure that the error is a *wire.Error with this text.
func sayExactly(t *testing.T, err error, want string) {
	t.Helper()
	var e *wire.Error
	if !errors.As(err, &e) || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestTheMarkBeforeUTF8IsNoFault(t *testing.T) {
	if in, lines, err := wire.ReadInstance([]byte("\ufeff" + instance)); err != nil || len(in.People) != 2 || lines.People[0] != 20 {
		t.Errorf("the instance: %v", err)
	}
	if a, err := wire.ReadAssignment(append([]byte("\ufeff"), wire.WriteAssignment(placement())...)); err != nil || len(a.Circles) != 2 {
		t.Errorf("the placement: %v", err)
	}
}

func TestEscapesAreRead(t *testing.T) {
	in, _, err := wire.ReadInstance([]byte(strings.Replace(instance, `"head"`, `"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 ünï"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := in.People[0].Role, "\"\\/\b\f\n\r\té😀 ünï"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

const people = "id,tz,country,windows,langs,track,role,org,experience,facilitator,together,apart,needs,offers,pin\n" +
	"p1,Europe/Berlin,DE,MON 18:00-21:00; TUE 18:00-24:00,en;de,early,head,\"o, p\",3,yes,p2;p3,p4,sign,captions,C1\n" +
	"\n" +
	"p2,UTC,,,,,,,,,,,,,\n"

func TestPeopleAreReadWithTheirLines(t *testing.T) {
	list, lines, err := wire.ReadPeople([]byte("\ufeff" + strings.ReplaceAll(people, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	want := []form.Person{
		{ID: "p1", Zone: "Europe/Berlin", Country: "DE", Windows: []form.Window{{From: 72, To: 84}, {From: 168, To: 192}}, Langs: []string{"en", "de"}, Track: "early",
			Role: "head", Org: "o, p", Experience: 3, Facilitator: true, Together: []string{"p2", "p3"}, Apart: []string{"p4"}, Needs: []string{"sign"}, Offers: []string{"captions"}, Pin: "C1"},
		{ID: "p2", Zone: "UTC"},
	}
	if !reflect.DeepEqual(list, want) || !reflect.DeepEqual(lines.People, []int{2, 4}) {
		t.Errorf("got %+v in lines %v", list, lines)
	}
	list, _, err = wire.ReadPeople([]byte("windows,id,langs,tz\nMON 18:00-21:00,p1,en,UTC\n"))
	if err != nil || len(list) != 1 || list[0].ID != "p1" || list[0].Zone != "UTC" {
		t.Errorf("columns in another order: %+v, %v", list, err)
	}
}

func TestBadPeopleAreRefusedWithLineAndColumn(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"nothing":                   {people, "", `1: the file is empty, expected a row with the names of the columns`},
		"semicolons between cells":  {people, "id;tz;windows;langs\np1;UTC;;en\n", `1: the cells are separated by semicolons or tabs, expected commas (only the entries of a list in a cell have semicolons between them)`},
		"no header":                 {people[:strings.Index(people, "p1")], "", `1: got column "p1", expected some of id, tz, country, windows, langs, track, role, org, experience, facilitator, together, apart, needs, offers, pin`},
		"a column twice":            {"role", "track", `1: column "track" stands twice`},
		"an unknown column":         {"role", "job", `1: got column "job", expected some of id, tz, country, windows, langs, track, role, org, experience, facilitator, together, apart, needs, offers, pin`},
		"a column missing":          {people, "id,tz,langs\n", `1: there is no column "windows"`},
		"a cell too few":            {"p2,UTC,,,,,,,,,,,,,\n", "p2,UTC\n", `4: got 2 cells, expected 15`},
		"a cell too many":           {"p2,", "p2,,", `4: got 16 cells, expected 15`},
		"a bad window":              {"TUE 18:00-24:00", "TUE 18:00-25:00", `2: windows: got "TUE 18:00-25:00", expected a window such as "WED 18:00-21:30"`},
		"a window that ends before": {"TUE 18:00-24:00", "TUE 18:00-17:00", `2: windows: got "TUE 18:00-17:00", expected a window such as "WED 18:00-21:30" that ends after it starts, on the same day; over midnight it is two, "TUE 18:00-24:00" and "WED 00:00-17:00"`},
		"windows with commas":       {"MON 18:00-21:00; TUE", "\"MON 18:00-21:00, TUE", `2: a quotation mark where none may be: a cell begins and ends with one or has none, and those within are doubled`},
		"much experience":           {",3,yes", ",9,yes", `2: experience: got "9", expected 0 to 3`},
		"experience in words":       {",3,yes", ",a lot,yes", `2: experience: got "a lot", expected 0 to 3`},
		"who may facilitate":        {",3,yes", ",3,true", `2: facilitator: got "true", expected yes or no`},
		"a quotation mark inside":   {"head", "he\"ad", `2: a quotation mark where none may be: a cell begins and ends with one or has none, and those within are doubled`},
		"Latin-1":                   {"head", "t\xeate", `2: the text is not UTF-8: save the table as CSV in UTF-8`},
		"UTF-16":                    {people, "\xfe\xff\x00i", `1: got UTF-16, expected UTF-8: save the table as CSV in UTF-8`},
		"a spreadsheet":             {people, "PK\x03\x04\x14", `1: got a packed file such as those of spreadsheets, expected text: save the table as CSV in UTF-8`},
		"JSON":                      {people, instance, `1: got JSON, expected a table (CSV) with a row for each person`},
		"lines of old":              {people, strings.ReplaceAll(people, "\n", "\r"), `1: the lines end with carriage returns alone, expected line feeds`},
		"a column in capitals":      {"id,tz", "Id,tz", `1: got column "Id", expected "id"`},
		"a column with a space":     {"id,tz", "id, tz", `1: got column " tz", expected "tz"`},
		"a column without a name":   {"offers,pin", "offers,", `1: column 15 has no name, expected one, or no such column`},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(people, test.old, test.new, 1)
			if bad == people {
				t.Fatal("nothing is wrong with it")
			}
			_, _, err := wire.ReadPeople([]byte(bad))
			sayExactly(t, err, test.want)
		})
	}
}

// placement has all that a placement can have.
func placement() *form.Placement {
	at := time.Date(2027, 1, 12, 17, 30, 0, 0, time.UTC)
	return &form.Placement{InstanceSHA256: wire.SHA256([]byte("x")), Seed: 1<<64 - 1,
		Circles: []form.Circle{
			{ID: "C00001", Lang: "en", Track: "early", Anchor: "Europe/Paris", Day: "TUE", Start: "18:30", Meetings: []time.Time{at, at.AddDate(0, 0, 28)}, Members: []string{"p1", "\"ü<&>\u2028"}},
			{ID: "C00002"},
		},
		Unplaced: []form.Unplaced{
			{ID: "p3", Reason: form.ReasonCapacity, Detail: "All are full.", Suggest: &form.Suggestion{Circle: "C00001", AddWindow: "WED 18:00-19:30"}},
			{ID: "p4", Reason: form.ReasonTooFew, Detail: "Too few.", Suggest: &form.Suggestion{Circle: "C00001", AddLang: "es"}},
			{ID: "p5", Reason: form.ReasonNoSlot, Detail: "None."},
		},
	}
}

func TestAPlacementIsReadBackAsItWasWritten(t *testing.T) {
	for _, a := range []*form.Placement{placement(), {}} {
		back, err := wire.ReadAssignment(wire.WriteAssignment(a))
		if err != nil || !reflect.DeepEqual(back, a) {
			t.Errorf("got %+v, %v", back, err)
		}
	}
}

func TestAPlacementIsWrittenACircleALine(t *testing.T) {
	lines := strings.Split(string(wire.WriteAssignment(placement())), "\n")
	if len(lines) != 9 || !strings.HasPrefix(lines[2], `{"id":"C00001"`) || !strings.HasPrefix(lines[6], `{"id":"p4"`) {
		t.Errorf("got %q", lines)
	}
}

func TestBadPlacementsAreRefusedWithLineAndField(t *testing.T) {
	good := string(wire.WriteAssignment(placement()))
	for name, test := range map[string]struct{ old, new, want string }{
		"an instant in a line of its own": {`"2027-01-12T17:30:00Z",`, "\"2027-01-12T17:30:00Z\",\n\"2027\",", `4: circles[0].meetings: got "2027", expected an instant such as 2027-01-12T17:30:00Z`},
		"no format":                       {`"format":"circles-assignment/1",`, "", `1: format: got "", expected "circles-assignment/1"`},
		"another format":                  {"circles-assignment/1", "circles-instance/1", `1: format: got "circles-instance/1", expected "circles-assignment/1"`},
		"a negative seed":                 {"18446744073709551615", "-1", `1: seed: got -1, expected a whole number that is not negative`},
		"a seed in words":                 {"18446744073709551615", `"one"`, `1: seed: got "one", expected a whole number that is not negative`},
		"an unknown field":                {`"start"`, `"begins"`, `3: circles[0]: unknown field "begins"`},
		"a bad instant":                   {"2027-01-12T17:30:00Z", "2027-01-12 17:30", `3: circles[0].meetings: got "2027-01-12 17:30", expected an instant such as 2027-01-12T17:30:00Z`},
		"an instant elsewhere":            {"2027-01-12T17:30:00Z", "2027-01-12T18:30:00+01:00", `3: circles[0].meetings: got "2027-01-12T18:30:00+01:00", expected an instant such as 2027-01-12T17:30:00Z`},
		"members as a string":             {`["p1",`, `"p1",["x",`, `3: circles[0].members: got "p1", expected "["`},
		"a wrong suggestion":              {`"add_lang"`, `"add_day"`, `7: unplaced[1].suggest: unknown field "add_day"`},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, test.old, test.new, 1)
			if bad == good {
				t.Fatal("nothing is wrong with it")
			}
			_, err := wire.ReadAssignment([]byte(bad))
			sayExactly(t, err, test.want)
		})
	}
}

func TestAPreviousPlacementHasNothingTwice(t *testing.T) {
	good := string(wire.WriteAssignment(placement()))
	if a, err := wire.ReadPrevious([]byte(good)); err != nil || !reflect.DeepEqual(a, placement()) {
		t.Errorf("got %+v, %v", a, err)
	}
	for name, test := range map[string]struct{ old, new, want string }{
		"a circle":               {"C00002", "C00001", `4: circles[1].id: "C00001" stands twice`},
		"a circle without an id": {"C00002", "", `4: circles[1].id: the id is empty`},
		"a circle that has none": {`"id":"C00002",`, "", `4: circles[1]: the id is empty`},
		"somebody in a circle":   {`["p1",`, "[\"p1\",\n\"p1\",", `4: circles[0].members[1]: "p1" stands twice`},
		"somebody in two":        {`"start":"","meetings":[],"members":[]`, `"members":["p1"]`, `4: circles[1].members[0]: "p1" stands twice`},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, test.old, test.new, 1)
			if bad == good {
				t.Fatal("nothing is wrong with it")
			}
			_, err := wire.ReadPrevious([]byte(bad))
			sayExactly(t, err, test.want)
			if _, err := wire.ReadAssignment([]byte(bad)); err != nil {
				t.Errorf("what is to be checked may be wrong: %v", err)
			}
		})
	}
}

func TestNullIsNoSuggestionAndNoList(t *testing.T) {
	a, err := wire.ReadAssignment([]byte(`{"format":"circles-assignment/1","circles":null,"unplaced":[{"id":"p","suggest":null}]}`))
	if err != nil || a.Circles != nil || a.Unplaced[0].Suggest != nil {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestTheHashIsThatOfTheFile(t *testing.T) {
	if got := wire.SHA256(nil); got != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("got %s", got)
	}
}

func TestAHundredThousandLinesAreReadQuickly(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"format":"circles-instance/1","people":[`)
	for i := range 100_000 {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "\n{\"id\":\"p%d\",\"tz\":\"UTC\",\"langs\":[\"en\"]}", i)
	}
	b.WriteString("]}")
	began := time.Now()
	_, lines, err := wire.ReadInstance([]byte(b.String()))
	if err != nil || lines.People[99_999] != 100_001 {
		t.Error(err)
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Errorf("took %v", d)
	}
}
