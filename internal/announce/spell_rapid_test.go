package announce

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"codeberg.org/plenary/plenary/internal/when"
)

// tongue is how one language writes days and hours: in its own words, in the
// orders that people use.
type tongue struct {
	months, weekdays string // from January, from Sunday
	hour             func(h, m int) []string
	says             []string // {w} weekday, {d} day, {m} month, {n} its number, {y} the year, {h} the hour
	event            string
}

func full(format string) func(h, m int) []string {
	return func(h, m int) []string { return []string{fmt.Sprintf(format, h, m)} }
}

func tongues() map[string]tongue {
	return map[string]tongue{
		"en": {"January February March April May June July August September October November December", "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
			func(h, m int) []string {
				return []string{fmt.Sprintf("at %d:%02d %s", (h+11)%12+1, m, []string{"am", "pm"}[h/12]), fmt.Sprintf("%02d:%02d", h, m)}
			}, []string{"{w}, {d} {m} {y}, {h}", "{w} {m} {d}, {y}, {h}", "{w} the {d} of {m} {y}, {h}"}, "General meeting"},
		"de": {"Januar Februar März April Mai Juni Juli August September Oktober November Dezember", "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
			full("%d.%02d Uhr"), []string{"{w}, {d}. {m} {y}, {h}", "am {w}, dem {d}. {m} {y}, um {h}", "{w}, {d}.{n}.{y}, {h}"}, "Vollversammlung"},
		"es": {"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", "domingo lunes martes miércoles jueves viernes sábado",
			full("%d:%02d h"), []string{"{w} {d} de {m} de {y}, {h}", "el {w}, {d} de {m} de {y}, a las {h}", "{w} {d}/{n}/{y}, {h}"}, "Asamblea general"},
		"fr": {"janvier février mars avril mai juin juillet août septembre octobre novembre décembre", "dimanche lundi mardi mercredi jeudi vendredi samedi",
			full("%dh%02d"), []string{"{w} {d} {m} {y} à {h}", "le {w} {d} {m} {y}, {h}", "{w} {d}/{n}/{y} à {h}"}, "Assemblée générale"},
		"pt": {"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro", "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado",
			full("%dh%02d"), []string{"{w}, {d} de {m} de {y}, às {h}", "{w}, dia {d} de {m} de {y}, {h}", "{d}/{n}/{y} ({w}), às {h}"}, "Assembleia geral"},
		"ru": {"января февраля марта апреля мая июня июля августа сентября октября ноября декабря", "воскресенье понедельник вторник среда четверг пятница суббота",
			full("%d:%02d"), []string{"{w}, {d} {m} {y} года, {h}", "{d} {m} {y} г. ({w}), начало в {h}", "{w}, {d}.{n}.{y}, {h}"}, "Общее собрание"},
		"hi": {"जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर", "रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार",
			func(h, m int) []string {
				part := "सुबह"
				switch {
				case h >= 16:
					part = "शाम"
				case h >= 12:
					part = "दोपहर"
				}
				return []string{fmt.Sprintf("%s %d:%02d बजे", part, (h+11)%12+1, m)}
			}, []string{"{w}, {d} {m} {y}, {h}", "{d} {m} {y} ({w}) को {h}"}, "आम सभा"},
		"ar": {"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر", "الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
			func(h, m int) []string {
				part := "صباحا"
				if h >= 12 {
					part = "مساء"
				}
				return []string{fmt.Sprintf("الساعة %d:%02d %s", (h+11)%12+1, m, part)}
			}, []string{"{w} {d} {m} {y}، {h}", "يوم {w} الموافق {d} {m} {y} {h}"}, "اجتماع عام"},
	}
}

// written is every way in which a language writes a moment, with this weekday.
func (is tongue) written(d when.Date, weekday time.Weekday, h, m int) (all []string) {
	for _, says := range is.says {
		for _, hour := range is.hour(h, m) {
			all = append(all, is.event+"\n"+strings.NewReplacer("{w}", strings.Fields(is.weekdays)[weekday], "{d}", strconv.Itoa(d.Day), "{m}", strings.Fields(is.months)[d.Month-1],
				"{n}", strconv.Itoa(int(d.Month)), "{y}", strconv.Itoa(d.Year), "{h}", hour).Replace(says))
		}
	}
	return all
}

// moment draws a day of the years around, and an hour at which people meet.
func moment(t *rapid.T) (d when.Date, h, m int) {
	d = when.Date{Year: 2025, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 4*365).Draw(t, "day"))
	return d, rapid.IntRange(8, 21).Draw(t, "hour"), 15 * rapid.IntRange(0, 3).Draw(t, "quarter")
}

// TestOneMomentIsReadInEveryLanguage: whichever language says it, in whichever
// order, it is the same moment, and nothing contradicts.
func TestOneMomentIsReadInEveryLanguage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, h, m := moment(t)
		want := fmt.Sprintf("%s %02d:%02d", d, h, m)
		opt := Options{Zone: "Europe/Lisbon", Today: d.AddDays(-rapid.IntRange(1, 60).Draw(t, "before"))}
		for lang, is := range tongues() {
			for _, text := range is.written(d, d.Weekday(), h, m) {
				r := Parse(text, opt)
				if len(r.Events) != 1 || r.Events[0].Start == nil {
					t.Fatalf("%s: %q is read as %s", lang, text, brief(r))
				}
				skipped := slices.ContainsFunc(r.Events[0].Conflicts, func(c Conflict) bool { return c.Code == "time" }) // the clocks leave it out
				if got := r.Events[0].Start.Format("2006-01-02 15:04"); got != want && !skipped || len(r.Events[0].Conflicts) > 0 && !skipped {
					t.Fatalf("%s: %q is read as %s, not %s", lang, text, brief(r), want)
				}
			}
		}
	})
}

// TestAWeekdayThatDoesNotFitIsAlwaysSaid: the date is kept as it is written, and a
// conflict names the weekday.
func TestAWeekdayThatDoesNotFitIsAlwaysSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, h, m := moment(t)
		wrong := (d.Weekday() + time.Weekday(rapid.IntRange(1, 6).Draw(t, "off"))) % 7
		opt := Options{Zone: "Europe/Lisbon", Today: d.AddDays(-rapid.IntRange(1, 60).Draw(t, "before"))}
		for lang, is := range tongues() {
			for _, text := range is.written(d, wrong, h, m) {
				if strings.Contains(text, "/") && d.Day <= 12 {
					continue // the weekday may say that the month stands first
				}
				r := Parse(text, opt)
				if len(r.Events) != 1 || !slices.ContainsFunc(r.Events[0].Conflicts, func(c Conflict) bool { return c.Code == "weekday" }) {
					t.Fatalf("%s: %q is read as %s", lang, text, brief(r))
				}
				if start := r.Events[0].Start; start == nil || start.Format("2006-01-02") != d.String() {
					t.Fatalf("%s: %q is moved: %s", lang, text, brief(r))
				}
			}
		}
	})
}

// TestAYearThatIsNotWrittenIsThatOfTheWeekday: without a year, a weekday that fits
// the next such day says nothing more; one that does not is never passed over.
func TestAYearThatIsNotWrittenIsThatOfTheWeekday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, h, m := moment(t)
		off := time.Weekday(rapid.IntRange(0, 6).Draw(t, "off"))
		said := (d.Weekday() + off) % 7
		opt := Options{Zone: "Europe/Lisbon", Today: d.AddDays(-rapid.IntRange(1, 60).Draw(t, "before"))}
		for lang, is := range tongues() {
			for _, text := range is.written(d, said, h, m) {
				text = strings.NewReplacer(" de "+strconv.Itoa(d.Year), "", " "+strconv.Itoa(d.Year)+" года", "", " "+strconv.Itoa(d.Year)+" г.", "", "."+strconv.Itoa(d.Year), ".", "/"+strconv.Itoa(d.Year), "", ", "+strconv.Itoa(d.Year)+",", ",", " "+strconv.Itoa(d.Year), "").Replace(text)
				r := Parse(text, opt)
				if len(r.Events) != 1 {
					t.Fatalf("%s: %q is read as %s", lang, text, brief(r))
				}
				e := r.Events[0]
				right := e.Start != nil && e.Start.Format("2006-01-02") == d.String()
				fits := e.Start != nil && e.Start.Weekday() == said
				switch {
				case off == 0 && !right && len(e.Conflicts) == 0, off != 0 && !fits && len(e.Conflicts) == 0:
					t.Fatalf("%s: on %s %q is read as %s, and nothing says so", lang, opt.Today, text, brief(r))
				case !slices.Contains(e.Inferred, "year") && right:
					t.Fatalf("%s: %q does not say that the year is inferred: %s", lang, text, brief(r))
				}
			}
		}
	})
}
