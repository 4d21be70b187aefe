package web

import (
	"net/url"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// NewOnce is a fresh value for a form's hidden once input.
func NewOnce() string { return store.NewID() }

// once runs do unless the same form, filled in alike, has been taken before;
// then it answers as it did the first time. Who goes back in their browser and
// fills the form in anew, for somebody else or to mend a mistake, is heard.
func (s *Server) once(tx *store.Tx, r *Request, do func() (Answer, error)) (Answer, error) {
	token := r.Value("once")
	if token == "" {
		return do()
	}
	content := r.content()
	hash := s.Keys.Index("web.once", content)
	n, err := tx.Exec(`INSERT INTO once (hash, answer, at) VALUES ($1, NULL, $2) ON CONFLICT (hash) DO NOTHING`,
		hash, store.At(tx.Now()))
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return s.first(tx, hash, token)
	}
	answer, err := do()
	if err != nil {
		return nil, err
	}
	to, ok := answer.(Redirect)
	if !ok || len(to.Cookies) > 0 { // a page that asks further, such as a check page: the form may come again
		_, err = tx.Exec(`DELETE FROM once WHERE hash = $1`, hash)
		return answer, err
	}
	_, err = tx.Exec(`UPDATE once SET answer = $1 WHERE hash = $2`, s.Keys.Ticket("once"+token, []byte(to.To)), hash)
	return answer, err
}

// first returns the redirect with which the form was answered the first time.
func (s *Server) first(tx *store.Tx, hash []byte, token string) (Answer, error) {
	var sealed string
	if err := tx.Row(`SELECT answer FROM once WHERE hash = $1`, hash).Scan(&sealed); err != nil {
		return nil, err
	}
	to, ok := s.Keys.OpenTicket("once"+token, sealed)
	if !ok {
		return nil, errs.NotThere()
	}
	return SeeOther(string(to)), nil
}

// content is all that was sent, and where to.
func (r *Request) content() string {
	all := r.Path + "?" + r.Form.Encode()
	names := make([]string, 0, len(r.Files))
	for name := range r.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		all += "&" + url.QueryEscape(name) + "=" + etag(r.Files[name].Data)
	}
	return all
}

// ForgetOnce drops the memory of forms sent before the given time.
func ForgetOnce(tx *store.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM once WHERE at < $1`, store.At(before))
	return err
}
