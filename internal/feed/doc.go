// Package feed writes what people subscribe to in a reader of news: RSS 2.0 and
// JSON Feed 1.1, from one value.
//
// A Feed is a plain value; RSS and JSON turn it into bytes and read neither a
// clock nor anything else, so equal feeds give equal bytes. It promises:
//
//   - Nothing that people wrote can begin an element or an attribute of its own,
//     and no character stands in a feed that its format forbids.
//   - Every item keeps the id it was given, which is no address: a reader that
//     has shown an item knows it again after its address, title or date changed.
//   - Each text says its language where the format has a place for it.
//   - Where an item is about something with a time, that time stands in it for
//     programs too: with its distance to UTC and the name of its zone.
//
// What callers must get right (addresses that are whole, an id, a title or a
// text) is checked and answered with an error.
package feed
