// Package circlesweb holds the pages on which people say yes to a circle, say
// when they can, and find the circle they are in.
//
// It promises that whoever came by a link types nothing again that is known;
// that all of it works without a script; and that no page tells one person what
// another asked for.
package circlesweb
