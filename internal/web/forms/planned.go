package forms

import (
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// Length reads how long something takes: "2h", "1h30m", "90", "1:30".
func (in Entry) Length(form *errs.Form, name string) time.Duration {
	s := strings.ToLower(strings.Join(strings.Fields(i18n.Digits(in.Get(name))), ""))
	if s == "" {
		return 0
	}
	s = strings.TrimSuffix(strings.ReplaceAll(s, "min", "m"), "h00")
	if hours, minutes, ok := strings.Cut(s, ":"); ok {
		s = hours + "h" + minutes + "m"
	} else if _, err := strconv.Atoi(s); err == nil {
		s += "m"
	}
	d, err := when.ParseLength(strings.TrimPrefix(s, "0h"))
	if err != nil {
		form.Add(name, "org.series.length-wrong|Enter how long it takes, such as 2h, 90m or 1h30m.")
	}
	return d
}

// Wall reads a planned time as browsers send it, or as somebody typed it.
func (in Entry) Wall(form *errs.Form, name string) *when.Wall {
	s := strings.Replace(i18n.Digits(in.Get(name)), " ", "T", 1)
	if s == "" {
		return nil
	}
	if len(s) > len("2027-01-04T09:00") {
		s = s[:len("2027-01-04T09:00")] // seconds
	}
	w, err := when.ParseWall(s)
	if err != nil {
		form.Add(name, "org.form.wall-wrong|Enter a date and a time such as 2027-01-04 09:00.")
		return nil
	}
	return &w
}

// Clock reads an hour; nil where there is none.
func (in Entry) Clock(form *errs.Form, name string) *when.Clock {
	s := i18n.Digits(in.Get(name))
	if s == "" {
		return nil
	}
	if len(s) > 5 && s[len(s)-3] == ':' {
		s = s[:len(s)-3] // seconds
	}
	c, err := when.ParseClock(strings.Replace(s, ".", ":", 1))
	if err != nil {
		form.Add(name, "org.form.clock-wrong|Enter a time such as 10:00 or 19:30.")
		return nil
	}
	return &c
}

// Date reads a day; the zero date where there is none.
func (in Entry) Date(form *errs.Form, name string) when.Date {
	s := i18n.Digits(in.Get(name))
	if s == "" {
		return when.Date{}
	}
	d, err := when.ParseDate(s)
	if err != nil {
		form.Add(name, "org.form.date-wrong|Enter a date such as 2027-02-10.")
	}
	return d
}
