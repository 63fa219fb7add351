// Package preflight looks at an account before its first contact is updated:
// whether the token opens it, whose account it is, and whether it has the fields
// that the mapping names. It reads and changes nothing.
package preflight
