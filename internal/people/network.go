package people

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Network is what one instance serves: its name and how it shows itself. All
// of it is public.
type Network struct {
	Name         i18n.Text
	Promise      i18n.Text // one sentence for the front page
	Languages    []string  // in which its pages are offered, the first by default
	Zone         string    // whose hours stand where nothing is known of the reader
	Colour       string    // #rrggbb
	LogoType     string    // content type of the logo, "" = none
	ContactName  string
	ContactEmail string
	SetUpAt      time.Time
}

// SetUp tells whether somebody has set the network up.
func (n Network) SetUp() bool { return !n.SetUpAt.IsZero() }

// Network returns the network. Before it is set up it has the defaults.
func (room *Room) Network(tx *store.Tx) (Network, error) {
	var n Network
	var languages string
	var setUp store.Time
	err := tx.Row(`SELECT name, promise, languages, zone, colour, logo_type, contact_name, contact_email, set_up_at
		FROM network WHERE id = 'network'`).Scan(&n.Name, &n.Promise, &languages, &n.Zone, &n.Colour, &n.LogoType,
		&n.ContactName, &n.ContactEmail, &setUp)
	if errors.Is(err, store.ErrNoRow) {
		return Network{Name: i18n.Text{"en": "Plenary"}, Languages: i18n.Languages(), Zone: "UTC", Colour: "#9b2c1f"}, nil
	}
	if err != nil {
		return n, err
	}
	n.SetUpAt = setUp.Time
	return n, json.Unmarshal([]byte(languages), &n.Languages)
}

// Logo returns the logo's bytes and type.
func (room *Room) Logo(tx *store.Tx) (data []byte, kind string, err error) {
	err = tx.Row(`SELECT logo, logo_type FROM network WHERE id = 'network'`).Scan(&data, &kind)
	if errors.Is(err, store.ErrNoRow) || (err == nil && kind == "") {
		err = errs.NotThere()
	}
	return data, kind, err
}

// Check says what is wrong with the settings, by field.
func (n Network) Check() error {
	var form errs.Form
	if n.Name.Empty() {
		form.Add("name", "adm.network.name.missing|Enter the network's name.")
	}
	if _, err := when.Load(n.Zone); err != nil {
		form.Add("zone", "err.zone|This time zone is not known. Choose a city from the list.")
	}
	if !isColour(n.Colour) {
		form.Add("colour", "adm.network.colour.wrong|Enter a colour like #9b2c1f.")
	}
	if len(n.Languages) == 0 {
		form.Add("languages", "adm.network.languages.missing|Choose at least one language.")
	}
	if n.ContactEmail != "" {
		CheckAddress(&form, "contact_email", n.ContactEmail)
	}
	return form.Err()
}

func isColour(s string) bool {
	return len(s) == 7 && s[0] == '#' && strings.Trim(strings.ToLower(s[1:]), "0123456789abcdef") == ""
}

// SaveNetwork writes the settings. The first time sets the network up.
func (room *Room) SaveNetwork(ctx context.Context, tx *store.Tx, v auth.Viewer, n Network) (err error) {
	defer errs.Wrap(&err, "save the network's settings")
	if !v.Can(auth.EditNetwork, auth.TheNetwork()) {
		return errs.NotThere()
	}
	if err := n.Check(); err != nil {
		return err
	}
	languages, err := json.Marshal(n.Languages)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO network (id, name, promise, languages, zone, colour, contact_name, contact_email, set_up_at)
		VALUES ('network', $1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, promise = excluded.promise, languages = excluded.languages,
			zone = excluded.zone, colour = excluded.colour, contact_name = excluded.contact_name,
			contact_email = excluded.contact_email, setup_hash = NULL, set_up_at = COALESCE(network.set_up_at, excluded.set_up_at)`,
		n.Name, n.Promise, string(languages), n.Zone, strings.ToLower(n.Colour), n.ContactName, n.ContactEmail, store.Time{Time: tx.Now()})
	return err
}

// SaveLogo keeps a logo that has been checked and re-encoded; no data takes it
// away.
func (room *Room) SaveLogo(ctx context.Context, tx *store.Tx, v auth.Viewer, data []byte, kind string) error {
	if !v.Can(auth.EditNetwork, auth.TheNetwork()) {
		return errs.NotThere()
	}
	_, err := tx.Exec(`UPDATE network SET logo = $1, logo_type = $2 WHERE id = 'network'`, data, kind)
	return err
}

// OfferSetUp makes a one-time secret for the set-up page, unless the network
// is set up already; then it returns "".
func (room *Room) OfferSetUp(tx *store.Tx) (secret string, err error) {
	n, err := room.Network(tx)
	if err != nil || n.SetUp() {
		return "", err
	}
	secret = store.NewID()
	hash := sha256.Sum256([]byte(secret))
	languages, err := json.Marshal(n.Languages)
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(`INSERT INTO network (id, name, promise, languages, zone, colour, setup_hash)
		VALUES ('network', $1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET setup_hash = excluded.setup_hash`,
		n.Name, n.Promise, string(languages), n.Zone, n.Colour, hash[:])
	return secret, err
}

// MaySetUp tells whether the secret is the one last offered.
func (room *Room) MaySetUp(tx *store.Tx, secret string) (bool, error) {
	hash := sha256.Sum256([]byte(secret))
	var id string
	err := tx.Row(`SELECT id FROM network WHERE setup_hash = $1`, hash[:]).Scan(&id)
	if errors.Is(err, store.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}
