// Package web is the way in: a router whose routes declare who may use them,
// requests and answers as values, and the whole pages that may be cached.
//
// A page function has no ResponseWriter. A GET runs one function in a read
// transaction; a POST runs Prepare outside any transaction and Do inside the
// write, and its page is rendered after the commit. What a page function
// returns is an Answer: Page, Redirect, Bytes or Raw.
//
// It owns the table once, which makes a form that is sent twice count once. It
// promises that a route without a declared policy keeps the process from
// starting, that an error shows a sentence and nothing of its cause, and that
// every response carries the security headers.
package web
