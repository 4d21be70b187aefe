// Package adminweb holds the pages of whoever runs the house: setting it up
// once, and the network's name, languages, colour, logo and chapters.
//
// It promises that the set-up address works once, and that none of its pages
// shows anything of a person but the viewer.
package adminweb
