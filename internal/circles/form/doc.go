// Package form forms circles: small groups in which everybody can really meet.
//
// It is given an Instance (the programme and the people who said yes) and
// answers with a Proposal (who is in which circle, why somebody is in none, and
// how good that is). It is pure: no store, no files, no clock but the one it is
// handed, no chance but from a seed.
//
// From top to bottom:
//
//   - New works out the slots: weekly hours on the clocks of the anchor zones,
//     and for every person those in which they are free on every date of the
//     series, on their own clocks (slots.go, problem.go).
//   - A cell is a slot, a language and a track. A circle is in one cell.
//   - A first placement lets facilitators in turn open a circle where company is
//     hardest to find elsewhere (construct.go); chains of members who change
//     their circle one after the other place those who are left (mend.go).
//   - The search divides the state into districts that do not touch, as many at
//     a time as there are processors. A step takes one to three circles apart,
//     lets their facilitators choose cells anew, fills them by chains, and is
//     undone from a journal if it made things dearer than the heat allows
//     (district.go, rebuild.go, chains.go, journal.go).
//   - Beside it runs the search for prices that prove how many can be placed at
//     most (ceiling.go, dual.go). By the same prices facilitators know which
//     cells are worth a circle.
//   - People of rare hours are left over. Districts are gathered around them
//     (focus.go), and a rescue brings a circle to one of them; who loses a place
//     by it is rescued in turn (rescue.go).
//   - Where too few people lead, somebody to spare takes over the circle of one who
//     takes over another's, until one is free who can found a further circle
//     (promote.go, lead.go).
//   - Among placements of equally many people, fairer ones are sought, as far as
//     the ceiling of a group allows (fairness.go, groups.go), and places pass from
//     one group to another at the end (evenout.go).
//   - Once places are settled, districts are gathered around people who would be
//     better off in another circle, and one is founded for them (restless.go).
//   - The polish keeps everybody's place and looks for pleasant hours, sizes,
//     second facilitators, friends, mixed organisations and few distinct slots
//     (phases.go, polish.go, soothe.go, relocate.go, level.go, vacate.go, cost.go).
//   - At the end, and where people are pinned, circles of people with needs and of
//     such as must be apart are filled in every order (seat.go).
//
// Once circles meet, NewLive keeps a placement in memory: people come, change and
// go one at a time, within a few thousandths of a second (live.go).
//
// It promises: a placement breaks no hard rule at any moment it is stopped;
// equal input, seed and steps give an equal placement whatever the number of
// threads; nobody is left out who fits a circle with room; a locked circle stays
// as it is and a pinned person where they are; the reason given to somebody
// without a circle is true, and what is suggested to them works.
package form
