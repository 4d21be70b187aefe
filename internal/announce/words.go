package announce

import (
	"strings"
	"sync"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// kind is a sort of word.
type kind uint8

const (
	kNone kind = iota
	kMonth
	kWeekday
	kPlural
	kDayPart
	kOf
	kOrdinal
	kToday
	kThis
	kNext
	kNextDay
	kTBA
	kNumber
	kHour
	kNth
	kMer
	kPart
	kNoon
	kMidnight
	kClock
	kMinutes
	kAt
	kTo
	kAnd
	kOr
	kBefore
	kAfter
	kClockWord
	kLong
	kHours
	kEvery
	kRhythm
	kSessions
	kTimes
	kElsewhere
	kEvent
	kSender
	kConsecutive
	kFrom
	kUntil
	kDeadline
	kDeadlineAfter
	kRegistering
	kPublished
	kPast
	kPastAfter
	kGone
	kDayWord
	kOutage
	kHijri
	kSame
	kOffice
	kDoors
	kBegins
	kEnds
	kAside
	kMoved
	kCancelled
	kLabelWhen
	kLabelTime
	kLabelZone
	kLabelWhere
	kLabelTitle
	kLabelHost
	kLabelPeople
	kLabelCapacity
	kLabelOther
	kAbbr
	kZoneName
	kZoneTime
	kZoneTimeBefore
	kLocal
	kCity
	kCountry
	kOnline
	kHybrid
	kInPerson
	kStreet
	kIn
	kSeats
	kLimited
	kRequired
	kOptional
	kSignUp
	kInvites
	kMoney
	kUnit
	kMasked
	kCommon
	kMulti
	kState
	kRareCity // a city whose name is more often a word
	numKinds
)

// kindOf names the kinds of the tables.
var kindOf = map[string]kind{
	"month": kMonth, "weekday": kWeekday, "plural": kPlural, "of": kOf, "ordinal": kOrdinal, "today": kToday, "this": kThis,
	"next": kNext, "nextday": kNextDay, "tba": kTBA, "number": kNumber, "hour": kHour, "nth": kNth, "mer": kMer, "part": kPart,
	"noon": kNoon, "midnight": kMidnight, "clock": kClock, "minutes": kMinutes, "at": kAt, "to": kTo, "and": kAnd, "or": kOr,
	"before": kBefore, "after": kAfter, "clockword": kClockWord, "long": kLong, "hours": kHours, "every": kEvery, "rhythm": kRhythm,
	"sessions": kSessions, "times": kTimes, "elsewhere": kElsewhere, "event": kEvent, "sender": kSender, "consecutive": kConsecutive, "from": kFrom, "until": kUntil, "deadline": kDeadline,
	"deadline_after": kDeadlineAfter, "registering": kRegistering, "published": kPublished, "past": kPast, "past_after": kPastAfter, "gone": kGone, "dayword": kDayWord, "outage": kOutage, "hijri": kHijri, "same": kSame, "office": kOffice,
	"doors": kDoors, "begins": kBegins, "ends": kEnds, "aside": kAside, "moved": kMoved, "cancelled": kCancelled,
	"label_when": kLabelWhen, "label_time": kLabelTime, "label_zone": kLabelZone, "label_where": kLabelWhere, "label_title": kLabelTitle,
	"label_host": kLabelHost, "label_people": kLabelPeople, "label_capacity": kLabelCapacity, "label_other": kLabelOther,
	"abbr": kAbbr, "zname": kZoneName, "ztime": kZoneTime, "ztime_before": kZoneTimeBefore, "local": kLocal,
	"online": kOnline, "hybrid": kHybrid, "inperson": kInPerson, "street": kStreet, "in": kIn, "seats": kSeats, "limited": kLimited,
	"required": kRequired, "optional": kOptional, "signup": kSignUp, "invites": kInvites, "money": kMoney, "unit": kUnit,
	"masked": kMasked, "common": kCommon, "multi": kMulti, "state": kState, "weekly_noun": kNone,
}

// countryZones is the zone of each country that has one clock, or one that is
// meant where nothing else is said; "" for those where that cannot be.
var countryZones = sync.OnceValue(func() map[string]string {
	main := map[string]string{
		"ES": "Europe/Madrid", "PT": "Europe/Lisbon", "DE": "Europe/Berlin", "CN": "Asia/Shanghai", "CL": "America/Santiago",
		"EC": "America/Guayaquil", "NZ": "Pacific/Auckland", "UA": "Europe/Kyiv", "UZ": "Asia/Tashkent", "MY": "Asia/Kuala_Lumpur",
		"CY": "Asia/Nicosia", "AR": "America/Argentina/Buenos_Aires", "KZ": "Asia/Almaty",
		"US": "", "CA": "", "RU": "", "BR": "", "MX": "", "AU": "", "ID": "", "CD": "", "MN": "", "GL": "", "AQ": "", "PF": "", "FM": "", "KI": "", "PS": "", "UM": "",
	}
	zones := map[string]string{}
	for _, name := range when.Names() {
		c := i18n.CountryOf(name)
		if c == "" {
			continue
		}
		if zone, ok := main[c]; ok {
			zones[c] = zone
		} else if _, ok := zones[c]; !ok {
			zones[c] = name
		}
	}
	return zones
})

// hit is a meaning of the tokens from some place on.
type hit struct {
	*meaning
	n int // how many tokens it takes
}

// meanings looks all words up: for each token, what begins there may say,
// the longest first.
func (x *lexicon) meanings(list []token) [][]hit {
	all := make([][]hit, len(list))
	var key []byte
	for i := range list {
		t := &list[i]
		if t.kind != isWord && t.kind != isNumber || t.fold == "" {
			continue
		}
		for _, first := range firsts(t) {
			n := x.longest[first]
			if n == 0 {
				continue
			}
			key = append(key[:0], first...)
			all[i] = x.look(key, nil, 1)
			for words, j := 1, i; words < n; {
				if j = joined(list, j); j < 0 {
					break
				}
				words++
				key = append(append(key, ' '), list[j].fold...)
				all[i] = x.look(key, all[i], j-i+1)
			}
			if len(all[i]) > 0 {
				break
			}
		}
	}
	return all
}

// look puts the meanings of a key before those of shorter ones.
func (x *lexicon) look(key []byte, shorter []hit, n int) []hit {
	found := x.words[string(key)]
	if len(found) == 0 {
		return shorter
	}
	hits := make([]hit, 0, len(found)+len(shorter))
	for i := range found {
		hits = append(hits, hit{&found[i], n})
	}
	return append(hits, shorter...)
}

// joined is the word that is said together with the one at i: only spaces, a
// hyphen, an apostrophe or a full stop stand between. -1 if there is none.
func joined(list []token, i int) int {
	j := i + 1
	if j < len(list) && list[j].kind == isSign && (list[j].text == "-" || list[j].text == "'" || list[j].text == "." || list[j].text == ":" && !list[j].spaced && j+1 < len(list) && !list[j+1].spaced || list[j].text == "·") {
		j++
	}
	if j < len(list) && (list[j].kind == isWord || list[j].kind == isNumber) && list[j].fold != "" {
		return j
	}
	return -1
}

// firsts are the forms under which a word is looked up: as it is, and in Arabic
// without what is written at its beginning.
func firsts(t *token) []string {
	if t.kind != isWord || len(t.fold) < 4 || !strings.HasPrefix(t.fold, "و") && !strings.HasPrefix(t.fold, "ب") && !strings.HasPrefix(t.fold, "ل") && !strings.HasPrefix(t.fold, "ف") && !strings.HasPrefix(t.fold, "ك") {
		return []string{t.fold}
	}
	rest := t.fold[len("و"):]
	forms := []string{t.fold, article(rest)}
	if more, ok := strings.CutPrefix(t.fold, "لل"); ok {
		forms = append(forms, more)
	}
	if t.fold[:2] == "و" && len(rest) > 4 {
		forms = append(forms, article(rest[2:]))
	}
	return forms
}
