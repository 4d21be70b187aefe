// Package letters writes the mails of the posts room: to who is asked to read a
// text before it goes out, and to who wrote it. It promises that a letter says
// what is true when it is sent, and nothing to who may not see the text any
// more.
package letters
