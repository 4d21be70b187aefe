// Package boardweb is where organisers form circles: the rules, the proposals,
// the board on which a proposal is changed by hand, and publishing.
//
// Everything works without script: people are ticked, a button says what is to
// be done with them, and the page that comes back says what that breaks and
// takes it back at one press. Nothing here shows what anybody wished in
// private; a circle that has no place for somebody says no more than that.
package boardweb
