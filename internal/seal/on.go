//go:build !unsealed

package seal

// Sealing tells whether this program seals. One that does not is built with the
// tag "unsealed", for tests that must fail then, and for measuring what sealing
// costs.
const Sealing = true
