package ui

import (
	"net/url"
	"testing"
)

func TestAFormKeepsWhatWasTypedAndSaysWhatIsWrongBesideIt(t *testing.T) {
	f := Form{L: en, Values: url.Values{"email": {"amina@"}, "langs": {"en", "es"}, "code": {"123"}}, Err: refused("email")}
	page := render(t, f.Field(Field{Type: Email, Name: "email", Label: "Email", Hint: "Where to write.", Autocomplete: "email"}))
	wants(t, page, `value="amina@"`, `aria-invalid="true"`, `aria-describedby="email-hint email-err"`, `id="email-err">Please fill in email.`,
		`type="email"`, `autocomplete="email"`, `spellcheck="false"`, `dir="ltr"`, `<label for="email">`)
	if f.Field(Field{Type: Password, Name: "code"}).Value != "" {
		t.Error("a password came back")
	}
	page = render(t, f.Field(Field{Type: Checks, Name: "langs", Label: "Languages", Options: []Option{{Value: "en", Label: "E"}, {Value: "de", Label: "D"}, {Value: "es", Label: "S"}}}))
	wants(t, page, `value="en" checked`, `value="es" checked`, `<legend>Languages</legend>`)
	lacks(t, page, `value="de" checked`)
}

func TestTheErrorSummaryLeadsToTheFields(t *testing.T) {
	f := Form{L: en, Err: refused("name", "track")}
	page := render(t, f.Summary()) + render(t, f.Field(Field{Name: "name", Label: "Name"})) +
		render(t, f.Field(Field{Type: Radios, Name: "track", Label: "Track", Options: []Option{{Value: "A", Label: "A"}, {Value: "B", Label: "B"}}}))
	wants(t, page, `href="#name"`, `href="#track"`, `id="track"`, `id="track-1"`, `role="alert"`, "data-focus")
	if got := render(t, Form{L: en}.Summary()); got != "" {
		t.Errorf("a summary of nothing: %s", got)
	}
}

func TestOneBoxSendsYes(t *testing.T) {
	wants(t, render(t, Field{Type: Check, Name: "news", Label: "News", Value: "yes"}), `value="yes" checked`)
}
