package series

import (
	"context"
	"encoding/json"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// Test is the payload of MailTest: which letter to try out.
type Test struct {
	Kind    string `json:"kind"`
	Session int    `json:"session,omitempty"` // its number; 0 = the next
	Track   string `json:"track,omitempty"`   // letter
}

// TestKinds are the letters that an organiser can have sent to themselves.
func TestKinds() []string {
	return []string{MailRegistered, MailDayBefore, MailHourBefore, MailChanged, MailWriteUp}
}

// SendTest sends one letter of a series to the viewer alone, as somebody
// registered would get it.
func (room *Room) SendTest(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, t Test) (err error) {
	defer errs.Wrap(&err, "send a test")
	s, err := room.BySlug(ctx, tx, v, slug)
	if err != nil {
		return err
	}
	if v.Person == "" || !room.MayEdit(v, s) && !v.Can(auth.SendMail, room.scopes(s)...) {
		return errs.NotThere()
	}
	if !slices.Contains(TestKinds(), t.Kind) || t.Session != 0 && s.Session(t.Session) == nil {
		return errs.NotThere()
	}
	if s.Track(t.Track) == nil {
		t.Track = s.Letters()[0]
	}
	p, err := room.People.Load(ctx, tx, v, v.Person)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailTest, Person: p.ID, About: s.ID, Lang: p.Language, Payload: payload, Replace: true})
}
