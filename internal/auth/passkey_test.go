package auth_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"github.com/fxamacker/cbor/v2"
)

var harbour = auth.Site{Base: "https://plenary.example.org", Name: "Harbour"}

// device is an authenticator with one passkey: ES256, with the flags it is told.
type device struct {
	*desk
	key     *ecdsa.PrivateKey
	id      []byte
	handle  []byte
	counter uint32
	origin  string
	flags   byte
}

// Flags of an authenticator's answer.
const (
	present  = 0x01
	verified = 0x04
	attested = 0x40
)

func (d *desk) device() *device {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		d.Fatal(err)
	}
	return &device{desk: d, key: key, id: []byte(rand.Text()), origin: harbour.Base, flags: present | verified}
}

// options are the parts of what a page asks for that a device reads.
type options struct {
	Challenge string `json:"challenge"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	RPID string `json:"rpId"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
	AllowCredentials []any `json:"allowCredentials"`
}

func (v *device) read(c auth.Challenge) (o options) {
	v.Helper()
	if err := json.Unmarshal(c.Options, &o); err != nil {
		v.Fatal(err)
	}
	return o
}

func u64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (v *device) client(kind, challenge string) []byte {
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": v.origin, "crossOrigin": false})
	if err != nil {
		v.Fatal(err)
	}
	return text
}

func (v *device) data(rp string, flags byte) []byte {
	sum := sha256.Sum256([]byte(rp))
	return binary.BigEndian.AppendUint32(append(sum[:], flags), v.counter)
}

func (v *device) answer(response map[string]string) string {
	text, err := json.Marshal(map[string]any{"id": u64(v.id), "rawId": u64(v.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response})
	if err != nil {
		v.Fatal(err)
	}
	return string(text)
}

// makes answers a page that asks for a new passkey.
func (v *device) makes(c auth.Challenge) string {
	v.Helper()
	o := v.read(c)
	v.handle, _ = base64.RawURLEncoding.DecodeString(o.User.ID)
	public, err := v.key.PublicKey.Bytes()
	if err != nil {
		v.Fatal(err)
	}
	cose, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: public[1:33], -3: public[33:]})
	if err != nil {
		v.Fatal(err)
	}
	data := append(v.data(o.RP.ID, v.flags|attested), make([]byte, 16)...)
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(v.id))), v.id...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": append(data, cose...)})
	if err != nil {
		v.Fatal(err)
	}
	return v.answer(map[string]string{"clientDataJSON": u64(v.client("webauthn.create", o.Challenge)), "attestationObject": u64(object)})
}

// shows answers a page that asks for a passkey.
func (v *device) shows(c auth.Challenge) string {
	v.Helper()
	o := v.read(c)
	if len(o.AllowCredentials) > 0 {
		v.Error("the page says which passkeys there are")
	}
	client := v.client("webauthn.get", o.Challenge)
	data, sum := v.data(o.RPID, v.flags), sha256.Sum256(client)
	all := sha256.Sum256(append(append([]byte{}, data...), sum[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, v.key, all[:])
	if err != nil {
		v.Fatal(err)
	}
	return v.answer(map[string]string{"clientDataJSON": u64(client), "authenticatorData": u64(data), "signature": u64(sig), "userHandle": u64(v.handle)})
}

// added sets a passkey up for who is signed in.
func (d *desk) added(signIn string) *device {
	d.Helper()
	v := d.device()
	var c auth.Challenge
	if err := d.as(signIn, func(tx *store.Tx, who auth.Viewer) (err error) {
		c, err = d.room.NewPasskey(tx, who, harbour, "Amina")
		return err
	}); err != nil {
		d.Fatal(err)
	}
	response := v.makes(c)
	if err := d.as(signIn, func(tx *store.Tx, who auth.Viewer) error {
		ok, err := d.room.AddPasskey(tx, who, harbour, c.Begun, "  My   phone ", response)
		if err == nil && !ok {
			d.Error("a right passkey is refused")
		}
		return err
	}); err != nil {
		d.Fatal(err)
	}
	return v
}

// asked begins the showing of a passkey by a viewer.
func (d *desk) asked(v auth.Viewer) (c auth.Challenge) {
	d.Helper()
	d.write(func(tx *store.Tx) (err error) {
		c, err = d.room.AskPasskey(tx, v, harbour)
		return err
	})
	return c
}

func (d *desk) shown(v auth.Viewer, b auth.Begun, response string) (e auth.Entrance, ok bool, err error) {
	err = d.db.Write(context.Background(), func(tx *store.Tx) (err error) {
		e, ok, err = d.room.ShowPasskey(tx, v, harbour, b, response, "phone")
		return err
	})
	return e, ok, err
}

func TestAPasskeySignsInWithoutAName(t *testing.T) {
	each(t, func(d *desk) {
		mine := d.signedIn()
		phone := d.added(mine)
		if d.who(mine).Tier != auth.Fresh {
			d.Error("who has just set up a passkey is asked for it at once")
		}
		c := d.asked(auth.Viewer{})
		e, ok, err := d.shown(auth.Viewer{}, c.Begun, phone.shows(c))
		if err != nil || !ok {
			d.Fatalf("%v %v", ok, err)
		}
		if v := d.who(e.Secret); v.Person != amina || v.Tier != auth.Fresh {
			d.Errorf("signed in as %+v", v)
		}
		d.write(func(tx *store.Tx) error {
			w, err := d.room.Ways(tx, herself(amina))
			if len(w.Passkeys) != 1 || w.Passkeys[0].Name != "My phone" || w.Passkeys[0].UsedOn == "" {
				d.Errorf("passkeys: %+v", w.Passkeys)
			}
			return err
		})
	})
}

// herself is a viewer who is that person, for reading what is theirs.
func herself(person string) auth.Viewer {
	return auth.Viewer{Kind: auth.Person, Person: person, Tier: auth.Fresh}
}

func TestWhatIsNoRightPasskeyOpensNothing(t *testing.T) {
	each(t, func(d *desk) {
		phone := d.added(d.signedIn())
		for name, spoil := range map[string]func(v *device, c *auth.Challenge) string{
			"another key":       func(v *device, c *auth.Challenge) string { v.key = d.device().key; return v.shows(*c) },
			"another id":        func(v *device, c *auth.Challenge) string { v.id = []byte("somebody else"); return v.shows(*c) },
			"another person":    func(v *device, c *auth.Challenge) string { v.handle = []byte("somebody else"); return v.shows(*c) },
			"no person":         func(v *device, c *auth.Challenge) string { v.handle = nil; return v.shows(*c) },
			"another site":      func(v *device, c *auth.Challenge) string { v.origin = "https://evil.example"; return v.shows(*c) },
			"nobody's finger":   func(v *device, c *auth.Challenge) string { v.flags = present; return v.shows(*c) },
			"another challenge": func(v *device, c *auth.Challenge) string { return v.shows(d.asked(auth.Viewer{})) },
			"another browser":   func(v *device, c *auth.Challenge) string { s := v.shows(*c); c.Browser = "another"; return s },
			"another ceremony": func(v *device, c *auth.Challenge) string {
				s := v.shows(*c)
				c.Secret = d.asked(auth.Viewer{}).Secret
				return s
			},
			"nothing":          func(v *device, c *auth.Challenge) string { return "" },
			"no JSON":          func(v *device, c *auth.Challenge) string { return `{"id":` },
			"what made a key":  func(v *device, c *auth.Challenge) string { return v.makes(*c) },
			"ten minutes late": func(v *device, c *auth.Challenge) string { s := v.shows(*c); d.clock.Add(auth.FreshFor + 1); return s },
		} {
			v, c := *phone, d.asked(auth.Viewer{})
			if e, ok, err := d.shown(auth.Viewer{}, c.Begun, spoil(&v, &c)); ok || err != nil || e.Secret != "" {
				d.Errorf("%s: %v %v", name, ok, err)
			}
		}
		c := d.asked(auth.Viewer{})
		if _, ok, err := d.shown(auth.Viewer{}, c.Begun, phone.shows(c)); !ok || err != nil {
			d.Errorf("and the right one: %v %v", ok, err)
		}
	})
}

func TestACeremonyIsSpentWhateverComesOfIt(t *testing.T) {
	each(t, func(d *desk) {
		phone := d.added(d.signedIn())
		c := d.asked(auth.Viewer{})
		right := phone.shows(c)
		if _, ok, _ := d.shown(auth.Viewer{}, c.Begun, "{}"); ok {
			d.Error("nothing is something")
		}
		if _, ok, _ := d.shown(auth.Viewer{}, c.Begun, right); ok {
			d.Error("a challenge that was answered wrongly can be answered again")
		}
		c = d.asked(auth.Viewer{})
		right = phone.shows(c)
		var in atomic.Int32
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() {
				if _, ok, err := d.shown(auth.Viewer{}, c.Begun, right); ok && err == nil {
					in.Add(1)
				}
			})
		}
		group.Wait()
		if in.Load() != 1 {
			d.Errorf("of five at once %d were let in", in.Load())
		}
	})
}

func TestACopyOfAPasskeyIsRefused(t *testing.T) {
	each(t, func(d *desk) {
		phone := d.added(d.signedIn())
		phone.counter = 7
		c := d.asked(auth.Viewer{})
		if _, ok, err := d.shown(auth.Viewer{}, c.Begun, phone.shows(c)); !ok {
			d.Fatal(err)
		}
		phone.counter = 3 // it was at 7 already
		c = d.asked(auth.Viewer{})
		if _, ok, _ := d.shown(auth.Viewer{}, c.Begun, phone.shows(c)); ok {
			d.Error("a counter that went back is accepted")
		}
	})
}

func TestARemovedPasskeyOpensNothingAtTheNextRequest(t *testing.T) {
	each(t, func(d *desk) {
		mine := d.signedIn()
		phone := d.added(mine)
		d.clock.Add(time.Second)
		laptop := d.added(mine)
		c := d.asked(auth.Viewer{})
		e, ok, err := d.shown(auth.Viewer{}, c.Begun, phone.shows(c))
		if !ok {
			d.Fatal(err)
		}
		var id string
		d.write(func(tx *store.Tx) error {
			w, err := d.room.Ways(tx, herself(amina))
			id = w.Passkeys[0].ID
			return err
		})
		stranger := auth.Viewer{Kind: auth.Person, Person: "bea", Tier: auth.Fresh}
		if err := d.try(func(tx *store.Tx) error {
			if _, err := d.keys.Create(tx, "bea"); err != nil {
				return err
			}
			return d.room.RemovePasskey(tx, stranger, id)
		}); !errs.Is(err, errs.NotFound) {
			d.Errorf("somebody else removes it: %v", err)
		}
		if err := d.as(mine, func(tx *store.Tx, v auth.Viewer) error { return d.room.RemovePasskey(tx, v, id) }); err != nil {
			d.Fatal(err)
		}
		if d.who(e.Secret).Kind != auth.Anonymous {
			d.Error("what it signed in is still signed in")
		}
		c = d.asked(auth.Viewer{})
		if _, ok, _ := d.shown(auth.Viewer{}, c.Begun, phone.shows(c)); ok {
			d.Error("it still signs in")
		}
		c = d.asked(auth.Viewer{})
		if _, ok, err := d.shown(auth.Viewer{}, c.Begun, laptop.shows(c)); !ok {
			d.Errorf("the other one does not: %v", err)
		}
	})
}

func FuzzDigitsAreSixOrNone(f *testing.F) {
	for _, s := range []string{"123 456", "١٢٣٤٥٦", "१२३-४५६", "1234567", "abcd-efgh", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if digits := auth.Digits(text); digits != "" && (len(digits) != 6 || auth.Digits(digits) != digits) {
			t.Fatalf("%q reads as %q", text, digits)
		}
	})
}
