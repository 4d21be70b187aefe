package announce

// Link is an address as drafts have it: it leads where it leads in the end, and
// has no marks of a campaign and nothing that follows whoever presses it.
func Link(address string) string { return cleanLink(address) }

// IsHTML tells whether a text came with the tags of a page.
func IsHTML(text string) bool { return looksLikeHTML(text) }
