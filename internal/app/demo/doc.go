// Package demo makes up a network that shows Plenary at work: Harbour, a
// tenants' and workers' school with 1,200 people in 60 countries, a series that
// is over, one that runs, one that is open, chapters, an assembly, a reading
// circle and a teach-in, and a group that is being gathered. Everything is
// invented, and everything happens through the same functions as in a real
// network, with the clock set to the day on which it would have happened.
package demo
