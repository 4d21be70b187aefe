//go:build unsealed

package seal

// Sealing tells whether this program seals: it does not.
const Sealing = false
