package ui

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
)

func fullLayout(l *i18n.Locale, z *time.Location) LayoutData {
	return LayoutData{L: l, Look: NewLook("#0a0"), Title: "Register", Error: true, Network: Network{Name: "Harbour & Co", Lang: "en", LogoURL: "/logo"},
		Nav: []NavItem{{"Events", "/events", true}, {"Sign in", "/signin", false}}, Theme: "dark", Wide: true, Zone: &TimeLine{L: l, Zone: z, Now: now, Change: "/zone"},
		Notice: []Notice{{Tone: OK, Word: "Saved.", Live: true}}, Languages: []LangLink{{"en", "English", "?l=en", false}, {"ar", "العربية", "?l=ar", true}},
		Self: "/x?a=1", ThemeTo: "/theme", ZoneTo: "/zone", Footer: []NavItem{{"Privacy", "/privacy", false}}, Describe: `A "network"`, Refresh: 5, NoIndex: true,
		Feeds: []Feed{{"text/calendar", "Calendar", "/events.ics"}}, Sheets: []Asset{{Path: "/assets/x.css"}}}
}

func TestThePageSaysItsLanguageDirectionTitleAndTheme(t *testing.T) {
	page := render(t, Layout(fullLayout(i18n.For("ar"), zone(t, "Asia/Kolkata"))))
	wants(t, page, `<html lang="ar" dir="rtl" data-theme="dark">`, `<body class="wide">`, DeskSheet().Path, Script().Integrity, `name="robots" content="noindex"`,
		`<noscript><meta http-equiv="refresh" content="5"`, `data-poll="5"`, `name="back" value="/x?a=1"`, `aria-current="true">العربية`)
	d := fullLayout(en, zone(t, "Asia/Kolkata"))
	wants(t, render(t, Layout(d)), "<title>Error: Register – Harbour &amp; Co</title>", `<a class="skip" href="#main">`, "Times shown in Kolkata")
	d.Theme, d.Wide, d.Error = "", false, false
	page = render(t, Layout(d))
	wants(t, page, "<title>Register – Harbour &amp; Co</title>", `<html lang="en" dir="ltr">`)
	lacks(t, page, `dir="ltr" data-theme`, DeskSheet().Path)
	d.Title = "" // the front page
	wants(t, render(t, Layout(d)), "<title>Harbour &amp; Co</title>", `property="og:title" content="Harbour &amp; Co"`)
}

func TestThePageCarriesTheSheetItsPolicyNames(t *testing.T) {
	look := NewLook("#123456")
	wants(t, render(t, Layout(LayoutData{L: en, Look: look})), "<style>"+look.CSS+"</style>")
	if NewLook("").Hash == look.Hash {
		t.Error("another colour, the same hash")
	}
}

func TestOnlyTextsToReadCarryTheSheetTheyArePrintedWith(t *testing.T) {
	d := LayoutData{L: en, Look: NewLook("")}
	lacks(t, render(t, Layout(d)), PrintSheet().Path)
	d.Article = true
	wants(t, render(t, Layout(d)), `media="print" href="`+PrintSheet().Path)
}
