// Package undo makes, from what contacts held before a run and from what became
// of its rows, an input and a mapping that put the former values back.
//
// What a run changed is what its accepted rows wrote, field by field: the rest of
// a contact is left alone. Each contact goes back to what it held before the
// first of its rows was sent. What cannot be put back exactly is left as it is
// and named.
package undo
