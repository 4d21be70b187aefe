package circles

import (
	"strings"
	"sync"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// meaning is what a word says in a line of hours.
type meaning struct {
	kind wordKind
	days dayset
	mer  byte      // of a part of the day: 'a' before noon, 'p' after, 'n' at night …
	span clockSpan // … and the hours it means where it stands alone
}

// The hours of parts of the day where they stand alone, and when an evening ends
// that somebody gives the beginning of. Who wrote them sees the hours and can
// change them.
var (
	mornings   = clockSpan{8 * 60, 12 * 60}
	afternoons = clockSpan{13 * 60, 18 * 60}
	evenings   = clockSpan{18 * 60, 22 * 60}
	wholeDays  = clockSpan{8 * 60, 22 * 60}
)

type wordKind uint8

const (
	isUnknown wordKind = iota
	isNoise            // says nothing: "Uhr", "de", "every"
	isDays
	isRange // "to", "bis", "до"
	isList  // "and", "or"
	isPart  // a part of the day: "pm", "abends"
	isAfter // "ab", "a partir de": a time after it is a beginning
	isNot   // "no", where it does not mean "on the"
)

// dayset holds weekdays, the lowest bit for Monday.
type dayset uint8

const (
	workDays dayset = 0b0011111
	restDays dayset = 0b1100000
	allDays  dayset = 0b1111111
)

// vocabulary is what one language calls things. A word that ends in * stands
// for all that begin so; words joined by _ are said together.
type vocabulary struct {
	lang  string
	days  [7]string // from Monday on
	work  string    // Monday to Friday
	rest  string    // Saturday and Sunday, where that is everywhere a weekend
	every string
	to    string
	and   string
	am    string
	pm    string
	night string
	noise string
	not   string // what is a word without meaning in another language

	morning, afternoon, evening string // those that say enough alone
	after                       string
	whole                       string // all day
}

func vocabularies() []vocabulary {
	return []vocabulary{
		{"en", [7]string{"mo mon monday*", "tu tue tues tuesday*", "wed wednesday*", "th thu thur thurs thursday*", "fr fri friday*", "sa sat saturday*", "su sun sunday*"},
			"weekday* week_days working_days workdays work_days", "weekend*", "daily everyday day days", "to till til until through thru", "and or", "am a_m", "pm p_m", "night",
			"from at on in the every each any of o clock oclock i can h hr hrs hour hours between", "no",
			"morning*", "afternoon*", "evening*", "after from", "all_day all_day_long whole_day any_time anytime"},
		{"de", [7]string{"mo mon montag*", "di dienstag*", "mi mittwoch*", "do don donnerstag*", "fr fre freitag*", "sa sam samstag* sonnabend*", "so son sonntag*"},
			"werktags wochentags werktage wochentage unter_der_woche", "wochenende*", "taglich taeglich tag tage", "bis", "und u oder", "", "", "nachts",
			"von um am an im jeden jede jeder alle der die das uhr h std immer jeweils zwischen ich kann", "",
			"morgens fruh vormittag*", "nachmittag*", "abend abends", "ab nach", "ganztags ganztagig ganzen_tag den_ganzen_tag"},
		{"es", [7]string{"lu lun lunes", "ma mar martes", "mi mie miercoles", "ju jue jueves", "vi vie viernes", "sa sab sabado*", "do dom domingo*"},
			"entre_semana dias_laborables dias_laborales dias_habiles", "fin_de_semana fines_de_semana finde findes", "dia dias diario diariamente", "a al hasta", "y e o u", "a_m am", "p_m pm", "noche noches",
			"de del la las el los por en entre cada todos todas h hs hora horas puedo", "no",
			"manana mananas", "tarde tardes", "", "desde despues_de a_partir_de", "todo_el_dia dia_entero"},
		{"fr", [7]string{"lu lun lundi*", "ma mar mardi*", "mer mercredi*", "jeu jeudi*", "ve ven vendredi*", "sa sam samedi*", "di dim dimanche*"},
			"en_semaine jours_ouvrables jours_ouvres jours_de_semaine", "week_end weekend* week_ends", "quotidiennement jour jours", "a au jusque jusqu", "et ou", "", "", "nuit",
			"de du des d le la les l en entre chaque tous toutes h heure heures je peux", "",
			"matin*", "apresmidi", "soir soirs soiree", "apres a_partir_de", "toute_la_journee journee_entiere"},
		{"pt", [7]string{"seg segunda*", "ter terca*", "qua quarta*", "qui quinta*", "sex sexta*", "sab sabado*", "dom domingo*"},
			"dias_uteis dias_de_semana", "fim_de_semana fins_de_semana finais_de_semana", "dia dias diariamente", "a as ao ate", "e ou", "", "", "noite noites",
			"de da das do dos em no na nos nas o os aos cada todo todos toda todas entre h hora horas feira feiras posso", "",
			"manha manhas", "tarde tardes", "", "depois_de depois_das apos a_partir_de a_partir_das desde", "o_dia_todo dia_todo o_dia_inteiro dia_inteiro"},
		{"ru", [7]string{"пн пон понед понедел*", "вт вторник*", "ср сред*", "чт четв четверг*", "пт пятн пятниц*", "сб суб суббот*", "вс воскр воскресен*"},
			"будни будням будние_дни будним_дням рабочие_дни рабочим_дням", "выходные выходным", "ежедневно день дни", "до по", "и или", "", "", "ночи ночью",
			"с со в во каждый каждую каждое каждые все от ч час часа часов между у меня могу", "",
			"утра утром утрам", "дня днем", "вечера вечером вечерам", "после начиная_с", "весь_день целый_день"},
		{"ar", [7]string{"اثنين اتنين", "ثلاثاء ثلاثا تلات", "أربعاء أربعا أربع", "خميس", "جمعة", "سبت", "أحد حد"},
			"", "", "يوميا كل_يوم كل_الأيام", "إلى حتى لغاية ل", "و أو", "ص", "م", "ليلا",
			"من في يوم أيام كل ساعة ب بين عند", "",
			"صباحا صباح", "ظهرا عصرا", "مساء", "بعد", "طوال_اليوم كل_النهار"},
		{"hi", [7]string{"सोम सोमवार", "मंगल मंगलवार", "बुध बुधवार", "गुरु गुरुवार बृहस्पति बृहस्पतिवार वीरवार", "शुक्र शुक्रवार", "शनि शनिवार", "रवि रविवार इतवार"},
			"कार्यदिवस कार्यदिवसों", "सप्ताहांत वीकेंड", "रोज रोज़ रोज़ाना प्रतिदिन दिन", "से", "और व एवं तथा या", "am a_m", "pm p_m", "रात",
			"तक बजे को के की हर सभी प्रत्येक बीच में", "",
			"सुबह पूर्वाह्न", "दोपहर अपराह्न", "शाम", "के_बाद", "पूरे_दिन पूरा_दिन दिन_भर"},
	}
}

// nights are the hours of a night where it stands alone: those of the evening in
// languages that have no other word for it; elsewhere they are not clear.
func (v vocabulary) nights() clockSpan {
	if v.evening == "" {
		return evenings
	}
	return clockSpan{}
}

// lexicon is a vocabulary made ready for look-up. All words are folded.
type lexicon struct {
	words map[string]meaning
	stems []stem
}

type stem struct {
	text string
	meaning
}

// lexicons are those of all languages, by language.
var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	for _, v := range vocabularies() {
		x := &lexicon{words: map[string]meaning{}}
		x.add(v.noise, meaning{kind: isNoise})
		x.add(v.not, meaning{kind: isNot})
		x.add(v.to, meaning{kind: isRange})
		x.add(v.and, meaning{kind: isList})
		x.add(v.am, meaning{kind: isPart, mer: 'a'})
		x.add(v.pm, meaning{kind: isPart, mer: 'p'})
		x.add(v.night, meaning{kind: isPart, mer: 'n', span: v.nights()})
		x.add(v.morning, meaning{kind: isPart, mer: 'a', span: mornings})
		x.add(v.afternoon, meaning{kind: isPart, mer: 'p', span: afternoons})
		x.add(v.evening, meaning{kind: isPart, mer: 'p', span: evenings})
		x.add(v.whole, meaning{kind: isPart, span: wholeDays})
		x.add(v.after, meaning{kind: isAfter})
		x.add(v.every, meaning{kind: isDays, days: allDays})
		x.add(v.rest, meaning{kind: isDays, days: restDays})
		x.add(v.work, meaning{kind: isDays, days: workDays})
		for i, words := range v.days {
			x.add(words, meaning{kind: isDays, days: 1 << i})
		}
		all[v.lang] = x
	}
	return all
})

func (x *lexicon) add(words string, m meaning) {
	for w := range strings.FieldsSeq(words) {
		w, open := strings.CutSuffix(w, "*")
		w = i18n.Fold(strings.ReplaceAll(w, "_", " "))
		if x.words[w] = m; open {
			x.stems = append(x.stems, stem{w, m})
		}
	}
}

func (x *lexicon) look(word string) meaning {
	if m, ok := x.words[word]; ok {
		return m
	}
	if strings.Contains(word, " ") {
		return meaning{}
	}
	for _, s := range x.stems {
		if strings.HasPrefix(word, s.text) {
			return s.meaning
		}
	}
	return meaning{}
}

// meaningOf says what folded words mean to somebody who reads a language: what
// they mean in it, else what they mean in all others that know them.
func meaningOf(words, lang string) meaning {
	if x := lexicons()[lang]; x != nil {
		if m := x.look(words); m.kind != isUnknown {
			return m
		}
	}
	var found meaning
	for _, x := range lexicons() {
		m := x.look(words)
		switch {
		case m.kind == isUnknown, m == found:
		case found.kind == isUnknown:
			found = m
		default:
			return meaning{}
		}
	}
	return found
}

// meaningIn is meaningOf for one word, with what Arabic writes at its
// beginning: "and", "the".
func meaningIn(word, lang string) (m meaning, and bool) {
	if m = meaningOf(word, lang); m.kind != isUnknown {
		return m, false
	}
	rest, and := strings.CutPrefix(word, "و")
	for _, article := range []string{"ال", "لل", "بال"} {
		if w, ok := strings.CutPrefix(rest, article); ok {
			return meaningOf(w, lang), and
		}
	}
	if and {
		m = meaningOf(rest, lang)
	}
	return m, and
}
