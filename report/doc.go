// Package report keeps what a run knows and renders it.
//
//	journal         append-only: what was read, sent and settled, as it happens
//	reconciliation  one line per row, in file order
//	rejects         the rows that did not end well, ready to be fed back
//	summary         counts, figures and the problems, grouped
//
// The journal is knowledge: an outcome is in it before the run moves past the
// row. Everything else is rendered from it and can be rendered again. The law:
// every row that was read has one line, and no row is settled twice. Memory
// stays bounded whatever the number of rows: a few bits for each, and what is
// out of order.
package report
