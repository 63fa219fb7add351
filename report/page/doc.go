// Package page draws report.html: one file that tells a person how a run went.
//
// The file needs nothing else, neither a network nor a script: without a script
// it reads as it stands, with one its table can be searched, sorted and paged
// through. It shows what came from outside and runs none of it: every text is
// escaped, and a policy in the page allows its own style and script alone, by
// their hashes.
package page
