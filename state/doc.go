// Package state remembers what a provider last accepted of each contact, so
// that a row which changes nothing need not be sent again.
//
// A state file holds hashes only, keyed with random keys that are made with
// the file: nobody reads a contact or a value out of it. Who has the file can
// still try whether a contact that he knows of is in it.
//
// The file is a head, then a table of 2^n pages of 128 slots. The tag of a
// contact says which page its entry is in. An entry is changed where it stands:
// to forget is to overwrite with zeros, so neither a crash nor a torn or
// shortened file can bring an entry back. Its sum covers the contact as well as
// the update, so no mixture of two entries passes for a third. A page that is
// full doubles the table; the table and the head are written anew for that, in a
// file that then takes the place of the old one.
package state
