package announce

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// TestWhatWePrintIsRead prints days, hours and cities as package i18n does, in
// all languages, for every month and weekday and every zone, and reads them.
func TestWhatWePrintIsRead(t *testing.T) {
	faults, open := 0, 0
	fault := func(text, got, want string) {
		if faults++; faults < 30 {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
	for _, tag := range []string{"en", "en-US", "en-IN", "en-ZA", "de", "de-AT", "es", "es-MX", "fr", "fr-CA", "hi", "pt", "pt-PT", "ru", "ar", "ar-MA", "ar-SA", "ar-LB", "ar-TN"} {
		l := i18n.For(tag)
		for n := range 400 {
			loc, _ := when.Load("Europe/Berlin")
			at := time.Date(2025, 1, 1, 8+n%15, n*5%60, 0, 0, loc).AddDate(0, 0, n*3)
			for _, style := range []i18n.Style{i18n.Long, i18n.Medium, i18n.Plain} {
				text := title(tag) + "\n" + l.Date(at, style) + ", " + l.Time(at)
				want := at.Format("2006-01-02 15:04") + " Europe/Berlin ~zone"
				if got := brief(Parse(text, on("2025-01-01", "Europe/Berlin"))); got != want {
					fault(text, got, want)
				}
			}
			end := at.Add(75 * time.Minute)
			if end.Day() == at.Day() {
				text := title(tag) + "\n" + l.Date(at, i18n.Long) + "\n" + l.TimeRange(at, end)
				want := at.Format("2006-01-02 15:04") + end.Format("-15:04") + " Europe/Berlin ~zone"
				if got := brief(Parse(text, on("2025-01-01", "Europe/Berlin"))); got != want {
					fault(text, got, want)
				}
			}
		}
		for _, name := range when.Names() {
			loc, _ := when.Load(name)
			at := time.Date(2025, 3, 5, 19, 0, 0, 0, loc)
			city := l.City(name)
			if strings.ContainsAny(city, ",،") || city == "Granada" { // with a comma; of Spain
				continue
			}
			text := fmt.Sprintf("%s\n%s, %s (%s)", title(tag), l.Date(at, i18n.Long), l.Time(at), city)
			r := Parse(text, on("2025-01-01", ""))
			switch {
			case name == "America/Thule" && tag == "ru": // written as Tula is, in Tula
			case len(r.Events) != 1:
				fault(text, brief(r), name)
			case r.Events[0].Start == nil:
				open++ // islands of several words
			case !r.Events[0].Start.Equal(at):
				fault(text, brief(r), name)
			}
		}
	}
	if open > 20 {
		t.Errorf("the zones of %d cities were not known", open)
	}
	if faults > 0 {
		t.Errorf("%d faults", faults)
	}
}

func title(tag string) string {
	switch tag[:2] {
	case "de":
		return "Treffen der Genossenschaft"
	case "es":
		return "Asamblea de la cooperativa"
	case "fr":
		return "Assemblée de la coopérative"
	case "pt":
		return "Assembleia da cooperativa"
	case "ru":
		return "Собрание кооператива"
	case "hi":
		return "सहकारी समिति की सभा"
	case "ar":
		return "اجتماع التعاونية"
	}
	return "Assembly of the co-op"
}
