package deskweb

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/when"
)

func TestAClockIsNamedByACityThatTheReaderKnows(t *testing.T) {
	s := &series.Series{Zone: "Europe/Berlin"}
	zones := map[string]int{"Europe/Luxembourg": 40, "Europe/Berlin": 39, "Asia/Kolkata": 12}
	for reader, want := range map[string]string{"Europe/Berlin": "Berlin", "Europe/Paris": "Paris", "Asia/Kolkata": "Berlin"} {
		loc, err := when.Load(reader)
		if err != nil {
			t.Fatal(err)
		}
		r := &web.Request{L: i18n.For("en"), Zone: loc, Now: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)}
		if got := zoneBars(r, s, zones).Finding; !strings.Contains(got, "clock of "+want+":") {
			t.Errorf("in %s it says %s", reader, got)
		}
	}
	s.Zone = "America/New_York"
	r := &web.Request{L: i18n.For("en"), Zone: time.UTC, Now: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)}
	if got := zoneBars(r, s, zones).Finding; !strings.Contains(got, "clock of Luxembourg: 79 of 91") {
		t.Error(got)
	}
}
