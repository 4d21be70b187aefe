// Package roleweb is the pages on which roles are read, offered, taken up and
// taken back.
//
// It promises that a page about roles says in whole sentences what each lets
// somebody see and do, and that offering a role answers alike whoever the
// address belongs to.
package roleweb
