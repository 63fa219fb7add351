// Package survey reads an input once before its first update is sent, for what
// cannot be known from row to row: whether the file looks as its owner expects,
// and which rows are about the same contact.
package survey
