package app

import (
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"time"

	"codeberg.org/plenary/plenary/internal/adminweb"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/auth/authweb"
	"codeberg.org/plenary/plenary/internal/auth/roleweb"
	"codeberg.org/plenary/plenary/internal/calendar/calendarweb"
	"codeberg.org/plenary/plenary/internal/circles/boardweb"
	"codeberg.org/plenary/plenary/internal/circles/circlesweb"
	"codeberg.org/plenary/plenary/internal/community/communityweb"
	"codeberg.org/plenary/plenary/internal/devweb"
	"codeberg.org/plenary/plenary/internal/events/eventdeskweb"
	"codeberg.org/plenary/plenary/internal/events/eventsweb"
	"codeberg.org/plenary/plenary/internal/events/intakeweb"
	"codeberg.org/plenary/plenary/internal/files/filesweb"
	"codeberg.org/plenary/plenary/internal/people/peopleweb"
	"codeberg.org/plenary/plenary/internal/posts/postdeskweb"
	"codeberg.org/plenary/plenary/internal/posts/postsweb"
	"codeberg.org/plenary/plenary/internal/search/searchweb"
	"codeberg.org/plenary/plenary/internal/series/deskweb"
	"codeberg.org/plenary/plenary/internal/series/seriesweb"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// server gathers the routes of all rooms.
func (a *App) server() *web.Server {
	s := &web.Server{DB: a.DB, Keys: a.Keys, Log: a.Log, Base: a.Config.BaseURL, Dev: a.Config.Dev,
		WhoIs: a.whoIs, NoteRead: a.Auth.NoteRead, Noticed: a.Auth.Noticed, Network: a.face, HolderRests: a.holderRests, Hold: a.Auth.Hold}
	s.Quotas = a.quotas()
	s.Routes = append(s.Routes, web.Choices()...)
	s.Routes = append(s.Routes, assets()...)
	s.Routes = append(s.Routes, a.health()...)
	s.Routes = append(s.Routes, (&authweb.Pages{DB: a.DB, Auth: a.Auth, People: a.People, Other: a.other()}).Routes()...)
	s.Routes = append(s.Routes, (&eventsweb.Pages{Keys: a.Keys, Files: a.Files, People: a.People, Posts: a.Posts, Events: a.Events, Series: a.Series, Circles: a.Circles}).Routes()...)
	s.Routes = append(s.Routes, (&intakeweb.Pages{DB: a.DB, Files: a.Files, People: a.People, Events: a.Events, Intake: a.Intake}).Routes()...)
	s.Routes = append(s.Routes, (&eventdeskweb.Pages{DB: a.DB, Keys: a.Keys, Files: a.Files, People: a.People, Posts: a.Posts, Events: a.Events}).Routes()...)
	s.Routes = append(s.Routes, (&seriesweb.Pages{Keys: a.Keys, People: a.People, Posts: a.Posts, Events: a.Events, Series: a.Series, Circles: a.Circles}).Routes()...)
	s.Routes = append(s.Routes, (&deskweb.Pages{Keys: a.Keys, People: a.People, Posts: a.Posts, Series: a.Series, Events: a.Events, Circles: a.Circles}).Routes()...)
	s.Routes = append(s.Routes, (&boardweb.Pages{DB: a.DB, Keys: a.Keys, Series: a.Series, Circles: a.Circles}).Routes()...)
	s.Routes = append(s.Routes, (&peopleweb.Pages{Keys: a.Keys, Auth: a.Auth, People: a.People, Posts: a.Posts, Events: a.Events, Series: a.Series, Circles: a.Circles,
		Calendar: a.Calendar, Labels: Labels(), Records: Records()}).Routes()...)
	s.Routes = append(s.Routes, (&calendarweb.Pages{People: a.People, Events: a.Events, Series: a.Series, Calendar: a.Calendar}).Routes()...)
	s.Routes = append(s.Routes, (&circlesweb.Pages{Keys: a.Keys, People: a.People, Series: a.Series, Circles: a.Circles}).Routes()...)
	s.Routes = append(s.Routes, (&communityweb.Pages{People: a.People, Groups: a.Community}).Routes()...)
	s.Routes = append(s.Routes, (&postdeskweb.Pages{People: a.People, Posts: a.Posts, Events: a.Events, Series: a.Series}).Routes()...)
	s.Routes = append(s.Routes, (&postsweb.Pages{People: a.People, Posts: a.Posts, Events: a.Events, Series: a.Series}).Routes()...)
	s.Routes = append(s.Routes, (&searchweb.Pages{Posts: a.Posts, Events: a.Events, Series: a.Series}).Routes()...)
	s.Routes = append(s.Routes, (&roleweb.Pages{Auth: a.Auth, People: a.People, Series: a.Series}).Routes()...)
	s.Routes = append(s.Routes, (&filesweb.Pages{Files: a.Files}).Routes()...)
	s.Routes = append(s.Routes, (&adminweb.Pages{Auth: a.Auth, Files: a.Files, People: a.People}).Routes()...)
	if a.Config.Dev {
		s.Routes = append(s.Routes, (&devweb.Pages{Mail: a.Caught, Clock: a.Clock, Settle: a.settleAt}).Routes()...)
	}
	return s
}

// quotas are what this house takes from visitors. Beside what the operator says
// of networks: one address is named in twelve forms an hour, which covers a
// whole family, and two thousand writes wait, which take about a second.
func (a *App) quotas() web.Quotas {
	q := web.Quotas{Forms: a.Config.Quota, Local: max(a.Config.LocalQuota, 0), Named: 12, Strangers: 1000, Waiting: 2000, Even: 25 * time.Millisecond}
	if a.Config.TrustedProxy != "" {
		q.Proxy = netip.MustParsePrefix(a.Config.TrustedProxy).Masked() // config has checked it
	}
	return q
}

// other is the other house whose sign-in counts here, or nil.
func (a *App) other() *auth.Elsewhere {
	if a.Config.OIDCIssuer == "" {
		return nil
	}
	return &auth.Elsewhere{Issuer: a.Config.OIDCIssuer, Client: a.Config.OIDCClient, Secret: a.Config.OIDCSecret,
		Name: a.Config.OIDCName, Requires: a.Config.OIDCValues()}
}

// assets serves the sheet and the script under addresses that change with
// their content.
func assets() []web.Route {
	var routes []web.Route
	for _, asset := range ui.Assets() {
		routes = append(routes, web.Fixed(asset.Path, asset.Type, asset.Body))
	}
	return routes
}

// whoIs adds to a sign-in what its person gave of language and zone.
func (a *App) whoIs(tx *store.Tx, secret string) (web.Visitor, error) {
	v, err := a.Auth.WhoIs(tx, secret)
	if err != nil || v.Person == "" {
		return web.Visitor{}, err
	}
	p, err := a.People.Get(tx, v.Person)
	if err != nil {
		return web.Visitor{}, err
	}
	standing, err := a.People.StandingOf(tx, v.Person)
	if v.Frozen = standing.Frozen; v.Frozen {
		v.Grants = nil
	}
	return web.Visitor{Viewer: v, Zone: p.Zone, Language: p.Language, Owes: standing.Owes}, err
}

// face reads what every page shows of the network.
func (a *App) face(tx *store.Tx) (web.Face, error) {
	n, err := a.People.Network(tx)
	if err != nil {
		return web.Face{}, err
	}
	f := web.Face{Name: n.Name, Languages: n.Languages, Zone: n.Zone, Colour: n.Colour,
		HasLogo: n.LogoType != "", Contact: n.ContactEmail, SetUp: n.SetUp()}
	if f.HasLogo {
		data, _, err := a.People.Logo(tx)
		if err != nil {
			return f, err
		}
		sum := sha256.Sum256(data)
		f.LogoKey = hex.EncodeToString(sum[:6])
	}
	return f, nil
}
