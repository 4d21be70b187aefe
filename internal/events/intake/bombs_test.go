package intake

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
)

// filled repeats something, with its number, until a calendar is as large as may
// be read.
func filled(before, each, after string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\n" + before)
	for n := 0; ; n++ {
		part := strings.ReplaceAll(each, "#", fmt.Sprint(n))
		if b.Len()+len(part)+len(after)+20 > LongestFile {
			return b.String() + after + "END:VCALENDAR\r\n"
		}
		b.WriteString(part)
	}
}

func bomb(lines string) string {
	return "BEGIN:VEVENT\r\nUID:#\r\nDTSTART:20270101T100000Z\r\n" + lines + "END:VEVENT\r\n"
}

// Files that are as large as may be, and are made to cost much more than that:
// what they cost stays in proportion, and each is refused or read.
func TestWhatIsMadeToCostMuchCostsLittle(t *testing.T) {
	words := "DESCRIPTION:" + strings.Repeat("x", 600) + "\r\n" // so that it is the dates that are too many, and not the events
	long := strings.Repeat("x", 4<<20)
	open, shut := bomb(""), "END:VEVENT\r\n"
	open = strings.TrimSuffix(open, shut)
	for name, c := range map[string]struct {
		file, says string
	}{
		"each day, for ever":                {filled("", bomb(words+"RRULE:FREQ=DAILY\r\n"), ""), "more than 100,000 dates"},
		"each day, to be written out":       {filled("", bomb(words+"RRULE:FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12\r\n"), ""), "more than 100,000 dates"},
		"rules that our rules cannot say":   {filled("", bomb(words+"RRULE:FREQ=YEARLY;BYDAY=1MO,2TU,3WE,4TH,5FR,-1SA,-2SU;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12\r\n"), ""), "more than 100,000 dates"},
		"each second":                       {filled("", bomb("RRULE:FREQ=SECONDLY\r\n"), ""), ""},
		"each second of a year":             {filled("", bomb("RRULE:FREQ=YEARLY;BYHOUR=1,2;BYMINUTE=1;BYSECOND=1,2,3\r\n"), ""), ""},
		"the 30th of February":              {filled("", bomb("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"), ""), ""},
		"a rule of a thousand days":         {filled("", bomb("RRULE:FREQ=MONTHLY;BYDAY="+strings.TrimSuffix(strings.Repeat("MO,", 1000), ",")+"\r\n"), ""), ""},
		"parts within parts":                {filled(open, "BEGIN:VALARM\r\n", shut), "deeper than in any calendar"},
		"events within events":              {filled("", "BEGIN:VEVENT\r\n", ""), "deeper than in any calendar"},
		"calendars within calendars":        {filled("", "BEGIN:VCALENDAR\r\n", ""), "deeper than in any calendar"},
		"zones without end":                 {filled("", "BEGIN:VTIMEZONE\r\nTZID:Zone #\r\nEND:VTIMEZONE\r\n", ""), "no event"},
		"zones that nobody knows":           {filled(open+"RRULE:FREQ=WEEKLY\r\n", "EXDATE;TZID=Zone #/A/B:20270108T100000\r\n", shut), ""},
		"one line":                          {filled("", strings.ReplaceAll(bomb("SUMMARY:"+long+"\r\n"), "#", "1"), ""), ""},
		"one word of a million lines":       {filled(open+"SUMMARY:a\r\n", " b\r\n", shut), ""},
		"exceptions in one line":            {filled(open+"RRULE:FREQ=WEEKLY\r\nEXDATE:20270101T100000Z", ",20270108T100000Z", "\r\n"+shut), ""},
		"exceptions each in a line":         {filled(open+"RRULE:FREQ=WEEKLY\r\n", "EXDATE:20270108T100000Z\r\n", shut), ""},
		"further dates":                     {filled(open, "RDATE;VALUE=PERIOD:20270108T100000Z/PT1H\r\n", shut), ""},
		"everybody comes":                   {filled(open, "ATTENDEE;CN=\"A;B:C\";PARTSTAT=ACCEPTED:mailto:a#@example.org\r\n", shut), ""},
		"a thousand dates of one event":     {filled("", "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20270101T100000Z\r\nDTSTART:20270101T100000Z\r\nEND:VEVENT\r\n", ""), "more than 10,000 entries"},
		"nothing but quotes and semicolons": {filled(open+"SUMMARY", `;a="`, ":x\r\n"+shut), ""},
		"tags within tags":                  {filled(open+"DESCRIPTION:", "<a href=x><div><script>", "\r\n"+shut), ""},
		"torn entries":                      {filled("", "BEGIN:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\n", ""), ""},
		"a table of one row":                {"id,title,start_date\n1," + strings.Repeat("x,", 2<<20), ""},
		"a table of quotation marks":        {"id,title,start_date\n" + strings.Repeat("\"\n", 2<<20), ""},
		"a table of empty rows":             {"id,title,start_date\n" + strings.Repeat(",\n", 2<<20), "no event"},
		"brackets":                          {strings.Repeat("[", LongestFile), ""},
		"braces":                            {strings.Repeat(`{"a":`, LongestFile/5), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			b, err := Read([]byte(c.file), berlin, day("2027-01-01"))
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			switch {
			case c.says != "" && (err == nil || !strings.Contains(i18n.For("en").Text(errs.Of(err).Text), c.says)):
				t.Errorf("answers %v, want %q", err, c.says)
			case c.says == "" && err == nil && len(b.Drafts)+len(b.Problems) == 0:
				t.Error("is nothing")
			}
			if spent := after.TotalAlloc - before.TotalAlloc; spent > 128*LongestFile {
				t.Errorf("%d MB were asked for, of a file of %d", spent>>20, len(c.file)>>20)
			}
			if took > 20*time.Second {
				t.Errorf("took %s", took)
			}
			t.Logf("%s, %d MB asked for", took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
		})
	}
}
