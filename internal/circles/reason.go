package circles

import (
	"context"
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// Why says why somebody has no circle, and what would help. It never tells of
// anybody who is to be kept apart: that reads as circles that have no place.
type Why struct {
	Reason  form.Reason      `json:"reason"`
	Suggest *form.Suggestion `json:"suggest,omitempty"` // nil = nothing is known to help
}

// WhyOf is what is said to the person of what the engine found.
func WhyOf(reason form.Reason, suggest *form.Suggestion) Why {
	if reason == form.ReasonBlocked {
		reason = form.ReasonCapacity
	}
	return Why{reason, suggest}
}

func (room *Room) noteWhy(tx *store.Tx, in Interest, why Why) error {
	why = WhyOf(why.Reason, why.Suggest)
	plain, err := json.Marshal(why)
	if err != nil {
		return err
	}
	box, err := room.Keys.Box(tx, in.Person)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE interest SET why = $1 WHERE id = $2`, box.Seal("interest", "why", in.ID, string(plain)), in.ID)
	return err
}

// WhyNot returns why somebody has no circle, to that person and to the house;
// known is false as long as nobody has looked.
func (room *Room) WhyNot(tx *store.Tx, v auth.Viewer, in Interest) (why Why, known bool, err error) {
	defer errs.Wrap(&err, "read why somebody has no circle")
	if !v.Is(in.Person) && v.Kind != auth.System {
		return why, false, errs.NotThere()
	}
	return room.whyOf(tx, in)
}

func (room *Room) whyOf(tx *store.Tx, in Interest) (why Why, known bool, err error) {
	var cell []byte
	if err = tx.Row(`SELECT why FROM interest WHERE id = $1`, in.ID).Scan(&cell); err != nil || cell == nil {
		return why, false, err
	}
	box, err := room.Keys.Box(tx, in.Person)
	if err != nil {
		return why, false, err
	}
	plain, err := box.Open("interest", "why", in.ID, cell)
	if err == nil {
		err = json.Unmarshal([]byte(plain), &why)
	}
	return why, err == nil, err
}

// TakeSuggestion does what would help somebody to a circle: it adds the hours,
// or the language, and has the place taken at once.
func (room *Room) TakeSuggestion(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Interest) (err error) {
	defer errs.Wrap(&err, "take up a suggestion")
	if err = room.own(tx, v, in); err != nil {
		return err
	}
	if seeking, err := room.Seeking(tx, v, *in); err != nil || seeking { // pressed twice
		return err
	}
	why, known, err := room.WhyNot(tx, v, *in)
	if err != nil {
		return err
	}
	_, placed, err := room.placement(tx, in.ID)
	if err != nil {
		return err
	}
	if !known || why.Suggest == nil || in.State != Yes || placed {
		return errs.New(errs.Closed, "circles.suggest.gone|This is no longer open. The page shows what is.")
	}
	if err = room.stillMeets(tx, *in); err != nil {
		return err
	}
	if err = room.sayAlso(tx, v, in, why.Suggest); err != nil {
		return err
	}
	if _, err = tx.Exec(`UPDATE interest SET why = NULL WHERE id = $1`, in.ID); err != nil {
		return err
	}
	return room.seekPlace(tx, *in)
}

// sayAlso adds what would help to what somebody said.
func (room *Room) sayAlso(tx *store.Tx, v auth.Viewer, in *Interest, also *form.Suggestion) error {
	if also.AddWindow == "" {
		in.Languages = append(in.Languages, also.AddLang)
		return room.saveInterest(tx, in)
	}
	w, err := form.ParseWindow(also.AddWindow)
	if err == nil {
		err = room.AddHours(tx, v, in.Person, Hours{w})
	}
	if err == nil {
		err = room.laterElsewhere(tx, *in)
	}
	if err == nil {
		err = room.saveInterest(tx, in)
	}
	return err
}

// stillMeets refuses where no circle meets any more into which somebody could
// come.
func (room *Room) stillMeets(tx *store.Tx, in Interest) error {
	c, err := room.cohort(tx, in.Cohort)
	if err != nil {
		return err
	}
	s, err := room.Series.ByID(tx.Context(), tx, auth.Itself(), c.Subject)
	if err != nil {
		return err
	}
	return room.notOver(tx, s, c)
}

// ReasonText is what a person without a circle reads. The last sentence is for
// all whom circles at their hours cannot take: the circles are full, or do not
// answer what they need, or have somebody from whom they are kept apart.
func ReasonText(l *i18n.Locale, r form.Reason) string {
	switch r {
	case form.ReasonNoLanguage:
		return l.T("circles.reason.language|None of the languages you chose is one in which circles meet.")
	case form.ReasonNoSlot:
		return l.T("circles.reason.hours|Your hours leave no time that is long enough for a meeting on every date.")
	case form.ReasonNoFacilitator:
		return l.T("circles.reason.facilitator|Nobody who is ready to lead a circle shares a language and a free hour with you.")
	case form.ReasonTooFew:
		return l.T("circles.reason.few|Too few people share a language and a free hour with you to make a circle.")
	}
	return l.T("circles.reason.noplace|No circle that meets at your hours and in your languages has a place for you at the moment.")
}

// SuggestText says what would help somebody to a circle, in words for them; ""
// if nothing is known to. Hours are those of their zone.
func SuggestText(l *i18n.Locale, s *form.Suggestion, zone string) string {
	switch {
	case s == nil:
		return ""
	case s.AddLang != "":
		return l.T("circles.suggest.language|If you can also talk in {language}, there is a place for you in a circle at your hours.", "language", l.LangName(s.AddLang))
	}
	w, err := form.ParseWindow(s.AddWindow)
	if err != nil {
		return ""
	}
	return l.T("circles.suggest.hours|If you can also come at these hours, there is a place for you in a circle: {hours}, {city} time.", "hours", Hours{w}, "city", l.City(zone))
}
