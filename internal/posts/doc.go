// Package posts holds published texts. For now these are write-ups: what was
// said and decided in a session, for those who were there and those who were
// not.
//
// It owns the table post. It promises that a draft is seen by nobody but who
// may write, and that a published text names when it was changed.
package posts
