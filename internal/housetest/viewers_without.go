package housetest

// viewerless are the functions of rooms that read or write for no viewer, each
// with the reason.
func viewerless() map[string]string {
	reasons := []struct {
		why   string
		which []string
	}{
		{"work that the house does by itself, for nobody who asks", []string{
			"auth.LinkAudit", "auth.Loose", "auth.Sweep", "auth.SweepAudit",
			"circles.Expire", "community.Tidy",
			"events.Extend", "events.Lapse", "events.MakeFindable", "events.NoteChanges", "events.Remind", "events.WriteLetters",
			"files.EachSealed", "files.Sweep", "files.Tidy",
			"people.ForgetReports", "people.Lost", "people.OfferSetUp", "people.Reindex", "people.SweepLetterboxes",
			"posts.MakeFindable", "posts.PublishPlanned", "posts.Refind",
			"series.Lapse", "series.MakeFindable", "series.NoteChanges", "series.SweepMailings",
		}},
		{"a step of erasing or moving somebody, which another room has decided", []string{
			"auth.Forget", "auth.ForgetScope", "auth.Keeps", "circles.Forget", "circles.ForgetSeries", "circles.HasPeople", "circles.Keeps",
			"circles.NoteMeetings", "circles.Relink", "community.Forget", "events.Forget", "events.Holds", "events.Keeps", "events.Relink",
			"people.EraseStranger", "people.Free", "people.Move", "posts.Forget", "series.Forget", "series.Keeps", "series.Relink",
		}},
		{"the keeping of mail: what may be written to whom, and what was", []string{
			"circles.ConfirmRest", "circles.Sent", "events.ConfirmRest", "events.Sent", "people.AddressOf", "people.Forgive", "people.Frame",
			"people.MayWrite", "people.PaceOf", "people.Paced", "people.Prove", "people.RefusesMail", "people.Told", "people.Wrote",
			"people.WriteUnsaid", "series.ConfirmRest", "series.GroupLetter", "series.Sent",
		}},
		{"what everybody may read", []string{
			"calendar.Languages", "calendar.Public", "calendar.Read", "circles.Asking", "people.Agreement", "people.AsksNobody",
			"people.ChapterBySlug", "people.Chapters", "people.Logo", "people.Network", "people.Team", "posts.Moved", "posts.Rules",
		}},
		{"whether an address of a page is free, of which nothing else is told", []string{
			"events.FreeSlug", "posts.FreeSlug", "series.FreeSlug",
		}},
		{"whether the house gave a name that somebody brings, of which nothing else is told", []string{
			"series.Entries",
		}},
		{"who somebody is to the house, before they are a viewer", []string{
			"auth.Ask", "auth.GrantsOf", "auth.HoldsRole", "auth.Scopes", "people.Find", "people.IsFrozen", "people.Proven", "people.StandingOf",
		}},
		{"a detail of what the caller was shown as a viewer, or decided as one", []string{
			"events.Ahead", "events.Settled", "events.Shows", "files.Bytes", "files.Drop", "files.Find", "files.Use",
			"people.Get", "people.SetAsking", "people.Several", "people.SubjectOf", "posts.Scopes",
			"series.Ahead", "series.Facts", "series.LeftWithGroup", "series.Organisation", "series.OwesAnswers", "series.RegistrationOf",
			"series.ScopesOf", "series.Unreached",
		}},
	}
	out := map[string]string{}
	for _, r := range reasons {
		for _, name := range r.which {
			out[name] = r.why
		}
	}
	return out
}
