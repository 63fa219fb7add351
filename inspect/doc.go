// Package inspect looks at the header and the cells of a table: what they look
// like, what the columns seem to be, and what a spreadsheet or an export has
// spoilt in them.
//
// A [Watch] is shown every row of an input and names the damage. A [Table] is
// shown its first rows and describes each column, for a draft of a mapping.
// Neither changes a cell or decides anything: both hint at what a person should
// look at. Their memory is bounded whatever the input holds.
package inspect
