package people_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestNamesAreKeptAsPeopleMeanThem(t *testing.T) {
	for _, x := range []struct{ in, want string }{
		{"  Amina   Haddad ", "Amina Haddad"},
		{"X", "X"},
		{"أمينة حداد", "أمينة حداد"},
		{"na\u202eme", "name"},    // what turns the direction of the rest goes
		{"क\u200dष", "क\u200dष"},  // joiners stay
		{"Ana\tB\nC", "Ana B C"},  // one line
		{"e\u0301va", "\u00e9va"}, // composed
		{"👩🏽\u200d🌾 farmer", "👩🏽\u200d🌾 farmer"},
		{"\u200b\ufeff", ""},
		{"\u200d \u200c\ufe0f", ""}, // joiners of nothing
		{"\u3164\u2800", ""},        // letters that nobody sees
	} {
		if got := people.CleanName(x.in); got != x.want {
			t.Errorf("CleanName(%q) = %q, want %q", x.in, got, x.want)
		}
	}
}

func TestANameHasOneTo200Characters(t *testing.T) {
	for n, wrong := range map[int]bool{0: true, 1: false, 200: false, 201: true} {
		var form errs.Form
		people.CheckName(&form, "name", strings.Repeat("ن", n))
		if form.Has("name") != wrong {
			t.Errorf("%d characters: wrong is %v", n, !wrong)
		}
	}
}

func TestANameLeadsNowhere(t *testing.T) {
	for name, fine := range map[string]bool{
		"J.P. O'Neil": true, "A/B Collective": true, "St. Mary's/St. John's": true, "ver.di/Jugend": true, "350.org": true, "Dr.Müller": true,
		"Caritas e.V./Diakonie": true, "Night shift 22/23": true, "Nos. 4/5 Quay St.": true, "@amina": true, "Amina (she/her)": true,
		"Ana M.ª Ruiz": true, "Org.de: North": true, "wwwolf": true, "А.С. Попов/Б.В. Иванов": true, "شركة أ.ب/ج": true, "K.O./R.O.": true,
		"Win money http://x.example": false, "HTTPS://X.EXAMPLE": false, "see www.evil.example": false, "WWW.Evil.com": false, "(www.evil.com)": false,
		"Win at bit.ly/x": false, "evil.com/": false, "evil.com/win now": false, "evil.co.uk:8080/a": false, "evil.com?a": false, "evil.com./x": false,
		"ｅｖｉｌ．ｃｏｍ／ｗｉｎ": false, "пример.рф/деньги": false, "write to win@evil.com": false, "a@b.org": false, "user@evil.com/x": false, "ftp://x": false,
	} {
		var form errs.Form
		people.CheckName(&form, "name", name)
		people.CheckOrganisation(&form, "organisation", name)
		if form.Has("name") == fine || form.Has("organisation") == fine {
			t.Errorf("%q: fine is %v", name, !fine)
		}
	}
	for name, want := range map[string]string{"350.org": "350.\u2060org", "J.P. O'Neil": "J.P. O'Neil", "bit.ly.x": "bit.\u2060ly.x", "St. Mary": "St. Mary"} {
		if got := people.Unlinked(name); got != want {
			t.Errorf("Unlinked(%q) = %q", name, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for address, fine := range map[string]bool{
		"a@b.org": true, "amina.h+x@mail.example.org": true, "имя@пример.рф": true,
		"": false, "a@b": false, "a b@c.org": false, "a@b.org, c@d.org": false, "a@.org": false, "a@b..org": false,
		"a@b.org\r\nBcc: x@y.org": false, "@b.org": false, "a@": false, strings.Repeat("a", 250) + "@b.org": false,
	} {
		if people.IsAddress(address) != fine {
			t.Errorf("IsAddress(%q) = %v", address, !fine)
		}
	}
	if got := people.CleanAddress(" <mailto:a@b.org> "); got != "mailto:a@b.org" && got != "a@b.org" {
		t.Errorf("got %q", got)
	}
}

// house is a room on an empty database.
func house(t *testing.T, each func(t *testing.T, db *store.DB, room *people.Room)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		each(t, db, &people.Room{Keys: seal.New(make([]byte, 32))})
	})
}

func write(t *testing.T, db *store.DB, do func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

var amina = people.Input{Name: "Amina", Address: "Amina@Example.org", Zone: "Asia/Gaza", Language: "ar"}

func TestTheSameAddressIsTheSamePersonAndLeavesThemAsTheyAre(t *testing.T) {
	house(t, func(t *testing.T, db *store.DB, room *people.Room) {
		ctx := context.Background()
		write(t, db, func(tx *store.Tx) error {
			first, known, err := room.Meet(ctx, tx, auth.Viewer{}, amina)
			if err != nil || known {
				t.Fatalf("known %v, error %v", known, err)
			}
			again := people.Input{Name: "Somebody else", Address: "amina@example.org", Zone: "UTC", Language: "en"}
			second, known, err := room.Meet(ctx, tx, auth.Viewer{}, again)
			if err != nil || !known || second.ID != first.ID || second.Name != "Amina" || second.Zone != "Asia/Gaza" {
				t.Errorf("known %v, person %+v, error %v", known, second, err)
			}
			return nil
		})
	})
}

func TestOnlyThePersonReadsAndChangesThemselves(t *testing.T) {
	house(t, func(t *testing.T, db *store.DB, room *people.Room) {
		ctx := context.Background()
		write(t, db, func(tx *store.Tx) error {
			p, _, err := room.Meet(ctx, tx, auth.Viewer{}, amina)
			if err != nil {
				return err
			}
			other := auth.Viewer{Kind: auth.Person, Person: store.NewID(), Tier: auth.Fresh, Grants: []auth.Grant{{Verb: auth.EditNetwork, Scope: auth.TheNetwork()}}}
			if _, err := room.Load(ctx, tx, other, p.ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("a stranger got %v", err)
			}
			me := auth.Holder("r", "x", p.ID)
			if err := room.Change(ctx, tx, me, p.ID, people.Change{Name: "Mina", Zone: "Europe/Berlin"}); err != nil {
				return err
			}
			got, err := room.Load(ctx, tx, me, p.ID)
			if got.Name != "Mina" || got.Zone != "Europe/Berlin" || got.Language != "ar" {
				t.Errorf("got %+v", got)
			}
			return err
		})
	})
}

func TestAnErasedPersonReadsAsNobodyAndTheAddressIsFree(t *testing.T) {
	house(t, func(t *testing.T, db *store.DB, room *people.Room) {
		ctx := context.Background()
		var id string
		write(t, db, func(tx *store.Tx) error {
			p, _, err := room.Meet(ctx, tx, auth.Viewer{}, amina)
			id = p.ID
			if err != nil {
				return err
			}
			return room.Erase(ctx, tx, auth.Holder("r", "x", p.ID), p.ID)
		})
		write(t, db, func(tx *store.Tx) error {
			gone, err := room.Get(tx, id)
			if err != nil || gone.Name != "" || gone.Address != "" {
				t.Errorf("got %+v, %v", gone, err)
			}
			p, known, err := room.Meet(ctx, tx, auth.Viewer{}, amina)
			if known || p.ID == id {
				t.Error("the erased person was met again")
			}
			return err
		})
	})
}

func TestNobodyElseErases(t *testing.T) {
	house(t, func(t *testing.T, db *store.DB, room *people.Room) {
		ctx := context.Background()
		err := db.Write(ctx, func(tx *store.Tx) error {
			p, _, err := room.Meet(ctx, tx, auth.Viewer{}, amina)
			if err != nil {
				return err
			}
			return room.Erase(ctx, tx, auth.Viewer{Kind: auth.Person, Person: store.NewID()}, p.ID)
		})
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTheSetUpSecretWorksUntilTheNetworkIsSetUp(t *testing.T) {
	house(t, func(t *testing.T, db *store.DB, room *people.Room) {
		ctx := context.Background()
		var secret string
		write(t, db, func(tx *store.Tx) (err error) {
			secret, err = room.OfferSetUp(tx)
			return err
		})
		write(t, db, func(tx *store.Tx) error {
			if ok, err := room.MaySetUp(tx, secret); !ok || err != nil {
				t.Errorf("the secret: %v, %v", ok, err)
			}
			if ok, _ := room.MaySetUp(tx, store.NewID()); ok {
				t.Error("another secret was taken")
			}
			return room.SaveNetwork(ctx, tx, auth.AtConsole(), people.Network{Name: i18n.Text{"en": "Harbour"}, Languages: []string{"en", "ar"},
				Zone: "Europe/Berlin", Colour: "#0B5A7A"})
		})
		write(t, db, func(tx *store.Tx) error {
			if ok, err := room.MaySetUp(tx, secret); ok || err != nil {
				t.Errorf("the secret still works: %v, %v", ok, err)
			}
			if again, err := room.OfferSetUp(tx); again != "" || err != nil {
				t.Errorf("a second secret was offered: %v", err)
			}
			n, err := room.Network(tx)
			if n.Colour != "#0b5a7a" || !n.SetUp() || strings.Join(n.Languages, " ") != "en ar" {
				t.Errorf("got %+v", n)
			}
			return err
		})
	})
}

func TestSettingsThatCannotBeAreRefusedByField(t *testing.T) {
	err := people.Network{Zone: "Mars/Base", Colour: "red", ContactEmail: "x"}.Check()
	var e *errs.Error
	if !errors.As(err, &e) || len(e.Fields) != 5 {
		t.Errorf("got %v", err)
	}
}
