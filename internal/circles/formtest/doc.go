// Package formtest lends tests the generator and the independent checker of
// tools/circles: made-up people, and a judge of placements that shares no code
// with the engine.
package formtest
