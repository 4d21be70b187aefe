package circles_test

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestACallIsTheCirclesOwnWhateverFollowsItsName: programmes of calls tell rooms
// apart by a path or by a value of the query, and know nothing of what stands
// after it.
func TestACallIsTheCirclesOwnWhateverFollowsItsName(t *testing.T) {
	eachMet(t, 8, func(t *testing.T, d *desk) {
		for template, want := range map[string]string{ // * stands for the circle's code and secret
			"https://meet.example/{series}-{n}":                  "https://meet.example/lease-1-*",
			"https://meet.example/{series}#config.lang=en":       "https://meet.example/lease-*#config.lang=en",
			"https://meet.example/{series}?lang=en":              "https://meet.example/lease-*?lang=en",
			"https://meet.example/join?room={series}&lang=en":    "https://meet.example/join?room=lease-*&lang=en",
			"https://meet.example/{series}/{n}/enter":            "https://meet.example/lease/1-*/enter",
			"https://meet.example/{circle}-{secret}?topic={n}":   "https://meet.example/*?topic=1",
			"https://meet.example/{series}/{circle}?lang=en":     "https://meet.example/lease/*?lang=en",
			"https://meet.example/{series}?topic={n}#{n}":        "https://meet.example/lease-*?topic=1#1",
			"https://meet.example/{secret}/{series}#{n}":         "https://meet.example/$/lease#1",
			"https://meet.example/the-same-for-all/of-them.html": "",
		} {
			s := d.load()
			s.JoinURL = template
			d.write(func(tx *store.Tx) error {
				_, err := d.series.Save(tx.Context(), tx, auth.AtConsole(), s)
				return err
			})
			in := d.interest("person01")
			d.read(func(tx *store.Tx) error {
				w, err := d.room.WayIn(tx.Context(), tx, d.room.MeetKey(in, 1))
				if err != nil {
					return err
				}
				secret, err := d.room.Secret(tx, w.C.ID)
				own := strings.NewReplacer("*", strings.ToLower(w.C.Code)+"-"+secret, "$", secret).Replace(want)
				if w.Call != own || circles.HasCall(s) != (want != "") {
					t.Errorf("%s\n got %s\nwant %s", template, w.Call, own)
				}
				return err
			})
		}
	})
}
