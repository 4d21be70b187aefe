// Package seal keeps personal data unreadable without the root key.
//
// It owns the tables keys and root_key, the format of sealed cells, the keyed
// hashes that addresses are found by, the links that people carry in mails,
// and tickets.
//
// How it hangs together:
//
//	root key      32 bytes in a file of its own, never beside the data
//	 ├ wrap       wraps the random key of each owner (table keys)
//	 ├ tickets    small sealed values in URLs and hidden inputs
//	 └ lasting    what no rotation changes:
//	    ├ instance      the name of this instance inside every cell
//	    ├ link          carried links
//	    ├ suppression   hashes of addresses that want no mail
//	    ├ backup        signs what leaves the house and comes back
//	    └ index         blind indexes, one space for each field; the first
//	                    one, until a rotation puts another into the key file
//
// [Keys.Rotate] takes a new root and a new index key into use beside running
// servers. The data says which are in use (table root_key, and a fact in the
// table house); a process that finds out that its own are no longer reads the
// key file again.
//
// An owner is a person, a sealed set or an upload. Its key is random, so that
// deleting one row of keys erases everything sealed for that owner, also in
// older backups of the data, which hold no keys.
//
// It promises:
//   - A cell opens only at the place it was sealed for: instance, table,
//     column, row and owner are bound into it. Moved, cut or changed cells give
//     ErrBroken and nothing of their content.
//   - A cell's length is a step of 32 bytes, and the same value sealed twice
//     gives different bytes.
//   - What has no key any more reads as ErrErased.
//   - No error of this package holds a value, an address or a key.
//
// Keys and Box are safe for use by several goroutines. No key and no value is
// cached: after Erase the next read finds nothing.
package seal
