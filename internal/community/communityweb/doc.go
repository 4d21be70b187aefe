// Package communityweb shows private groups to their members. For everybody
// else its addresses do not exist. The page /me/groups is the same for everybody
// who is signed in, but for what is theirs on it.
//
// What a page is called in the title bar, and so in a browser's history, names
// no group.
package communityweb
