package posts

import "codeberg.org/plenary/plenary/internal/store"

// Records are those of this room's tables that are about people: what somebody
// wrote, and what they said of others' texts.
func Records() []store.Record {
	return []store.Record{
		{Table: "post_version", Says: "privacy.have.text|What you wrote: which text, which version, when", Of: "by_whom = $1",
			As: map[string]string{"post": "(SELECT p.slug FROM post p WHERE p.id = post_version.post)"}},
		{Table: "post_review", Says: "privacy.have.review|What you said of others’ texts before they went out", Of: "reviewer = $1",
			As: map[string]string{"post": "(SELECT p.slug FROM post p WHERE p.id = post_review.post)"}},
	}
}
