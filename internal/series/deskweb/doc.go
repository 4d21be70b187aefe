// Package deskweb holds the pages of those who organise series: what needs them
// next, the one page on which a series is made and changed, its overview, its
// people, its sessions with attendance and write-ups.
//
// It promises that nothing is shown to whom the room does not let see it, that
// what was typed is never lost to an error, and that before people are told of
// something the page says how many they are.
package deskweb
