// Package mapping compiles a mapping file and applies it to rows.
//
// A mapping file says in YAML which contact a row updates, and where the value
// of each of the provider's fields comes from. [Compile] reads it against the
// providers and the header of the input and reports every problem at once, each
// with its line and column. What it returns cannot be wrong any more: only a
// row can.
//
// [Mapping.Apply] turns one row into one update, or says why it cannot:
// *[Invalid] names the column and the reason, *[Skipped] means that nothing is
// wrong and nothing is to be sent. Values go through one fixed line of steps,
// trim, split, default, map, case, form, and none of them casts, cuts or mends a
// value in silence.
//
// [Mapping.RunTests] tries the rows that a mapping file brings along as tests, as
// Apply would; [CompileAlone] makes that possible without an input.
package mapping
