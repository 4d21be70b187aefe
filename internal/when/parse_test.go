package when

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2027-02-10": "2027-02-10", "2024-02-29": "2024-02-29", "0001-01-01": "0001-01-01", "9999-12-31": "9999-12-31",
		"٢٠٢٧-٠٢-١٠": "2027-02-10", "२०२७-०२-१०": "2027-02-10",
		"2023-02-29": `got "2023-02-29", expected a day that the calendar has`,
		"2027-13-01": `got "2027-13-01", expected a day that the calendar has`,
		"2027-00-10": `got "2027-00-10", expected a day that the calendar has`,
		"":           `got "", expected a date such as 2027-02-10`,
		"0000-01-01": `got "0000-01-01", expected a date such as 2027-02-10`,
		"2027-2-10":  `got "2027-2-10", expected a date such as 2027-02-10`,
		"10.02.2027": `got "10.02.2027", expected a date such as 2027-02-10`,
		"+027-02-10": `got "+027-02-10", expected a date such as 2027-02-10`,
	} {
		d, err := ParseDate(in)
		check(t, in, d.String(), err, want)
	}
}

func TestParseClock(t *testing.T) {
	for in, want := range map[string]string{
		"10:00": "10:00", "9:05": "09:05", "00:00": "00:00", "23:59": "23:59", "१९:३०": "19:30",
		"24:00":    `got "24:00", expected a time such as 10:00 or 19:30`,
		"10:60":    `got "10:60", expected a time such as 10:00 or 19:30`,
		"10":       `got "10", expected a time such as 10:00 or 19:30`,
		"10:0":     `got "10:0", expected a time such as 10:00 or 19:30`,
		"010:00":   `got "010:00", expected a time such as 10:00 or 19:30`,
		"10:00:00": `got "10:00:00", expected a time such as 10:00 or 19:30`,
		"-1:00":    `got "-1:00", expected a time such as 10:00 or 19:30`,
	} {
		c, err := ParseClock(in)
		check(t, in, c.String(), err, want)
	}
}

func TestParseWall(t *testing.T) {
	for in, want := range map[string]string{
		"2027-01-04T09:00": "2027-01-04T09:00", "2027-01-04T9:00": "2027-01-04T09:00",
		"2027-01-04":        `got "2027-01-04", expected a date and time such as 2027-01-04T09:00`,
		"2027-02-30T09:00":  `got "2027-02-30T09:00", expected a date and time such as 2027-01-04T09:00`,
		"2027-01-04T25:00":  `got "2027-01-04T25:00", expected a date and time such as 2027-01-04T09:00`,
		"2027-01-04T09:00Z": `got "2027-01-04T09:00Z", expected a date and time such as 2027-01-04T09:00`,
	} {
		w, err := ParseWall(in)
		check(t, in, w.String(), err, want)
	}
}

func TestParseLength(t *testing.T) {
	for in, want := range map[string]string{
		"90m": "1h30m", "1h30m": "1h30m", "2h": "2h", "45m": "45m", "168h": "168h", "0h20m": "20m", "٩٠m": "1h30m",
		"0m":      `got "0m", expected a length of at least 1m and at most 168h`,
		"0h0m":    `got "0h0m", expected a length of at least 1m and at most 168h`,
		"168h1m":  `got "168h1m", expected a length of at least 1m and at most 168h`,
		"999999h": `got "999999h", expected a length of at least 1m and at most 168h`,
		"1h60m":   `got "1h60m", expected a length such as 2h, 90m or 1h30m`,
		"":        `got "", expected a length such as 2h, 90m or 1h30m`,
		"h":       `got "h", expected a length such as 2h, 90m or 1h30m`,
		"m":       `got "m", expected a length such as 2h, 90m or 1h30m`,
		"hm":      `got "hm", expected a length such as 2h, 90m or 1h30m`,
		"-1h":     `got "-1h", expected a length such as 2h, 90m or 1h30m`,
		"1h-5m":   `got "1h-5m", expected a length such as 2h, 90m or 1h30m`,
		"1h30":    `got "1h30", expected a length such as 2h, 90m or 1h30m`,
		"1.5h":    `got "1.5h", expected a length such as 2h, 90m or 1h30m`,
		"30m1h":   `got "30m1h", expected a length such as 2h, 90m or 1h30m`,
		"9999999": `got "9999999", expected a length such as 2h, 90m or 1h30m`,
		"2H":      `got "2H", expected a length such as 2h, 90m or 1h30m`,
	} {
		d, err := ParseLength(in)
		check(t, in, FormatLength(d), err, want)
	}
}

// check compares what was parsed, or what the error says, with want.
func check(t *testing.T, in, got string, err error, want string) {
	t.Helper()
	if err != nil {
		got = err.Error()
		if typed := new(Error); !errors.As(err, &typed) || typed.Got != in {
			t.Errorf("%q: the error is %#v", in, err)
		}
	}
	if got != want {
		t.Errorf("%q: %s, want %s", in, got, want)
	}
}

func TestErrorsRepeatOnlyTheBeginningOfLongTexts(t *testing.T) {
	_, err := ParseDate(strings.Repeat("ü", 5000))
	if s := err.Error(); len(s) > 150 || !utf8.ValidString(s) || !strings.Contains(s, "…") {
		t.Error(s)
	}
}

func TestDates(t *testing.T) {
	d := Date{2028, time.February, 28}
	for _, c := range []struct {
		n    int
		want string
	}{{0, "2028-02-28"}, {1, "2028-02-29"}, {2, "2028-03-01"}, {-59, "2027-12-31"}, {366, "2029-02-28"}} {
		e := d.AddDays(c.n)
		if e.String() != c.want || e.Sub(d) != c.n || d.Before(e) != (c.n > 0) {
			t.Errorf("%d days after %s: %s, which is %d after it", c.n, d, e, e.Sub(d))
		}
	}
	if d.Weekday() != time.Monday || d.IsZero() || !(Date{}).IsZero() || (Date{}).String() != "" {
		t.Error("weekday or zero date")
	}
	if w := d.At(9 * 60); w.String() != "2028-02-28T09:00" || w.IsZero() || !(Wall{}).IsZero() || (Wall{}).String() != "" {
		t.Error(w)
	}
}

func TestTextsComeBackFromJSON(t *testing.T) {
	type plan struct {
		Date  Date
		Clock Clock
		Wall  Wall
		None  Wall
	}
	in := plan{Date{2027, 2, 10}, 19*60 + 30, Wall{Date{2027, 1, 4}, 540}, Wall{}}
	data, err := json.Marshal(in)
	if want := `{"Date":"2027-02-10","Clock":"19:30","Wall":"2027-01-04T09:00","None":""}`; err != nil || string(data) != want {
		t.Fatalf("%s, %v; want %s", data, err, want)
	}
	var out plan
	if err := json.Unmarshal(data, &out); err != nil || out != in {
		t.Errorf("%+v, %v; want %+v", out, err, in)
	}
	if err := json.Unmarshal([]byte(`{"Date":"2027-02-31"}`), &out); err == nil {
		t.Error("31 February is accepted")
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := Wall{Date{1, 1, 1}.AddDays(rapid.IntRange(0, 3652058).Draw(r, "day")), Clock(rapid.IntRange(0, 1439).Draw(r, "clock"))}
		if got, err := ParseWall(w.String()); err != nil || got != w {
			r.Fatalf("%s is read as %s, %v", w, got, err)
		}
		d := time.Duration(rapid.IntRange(1, 7*24*60).Draw(r, "minutes")) * time.Minute
		if got, err := ParseLength(FormatLength(d)); err != nil || got != d {
			r.Fatalf("%s is read as %s, %v", FormatLength(d), got, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2027-02-10", "2027-01-04T09:00", "9:05", "1h30m", "90m", "168h", "٩٠m", "१९:३०", "-1h", "24:00", "Local", "Europe/Berlin"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil {
			if again, err := ParseDate(d.String()); err != nil || again != d {
				t.Errorf("date %q: %s, then %s", s, d, again)
			}
		}
		if c, err := ParseClock(s); err == nil {
			if again, err := ParseClock(c.String()); err != nil || again != c {
				t.Errorf("clock %q: %s, then %s", s, c, again)
			}
		}
		if w, err := ParseWall(s); err == nil {
			if again, err := ParseWall(w.String()); err != nil || again != w {
				t.Errorf("wall %q: %s, then %s", s, w, again)
			}
		}
		if d, err := ParseLength(s); err == nil {
			if again, err := ParseLength(FormatLength(d)); err != nil || again != d || d <= 0 || d > LongestLength {
				t.Errorf("length %q: %s, then %s", s, d, again)
			}
		} else if !utf8.ValidString(err.Error()) {
			t.Errorf("length %q: the error is not text", s)
		}
		if loc, err := Load(s); err == nil && loc.String() != s {
			t.Errorf("zone %q: %s", s, loc)
		}
	})
}
