package cli

import "os"

// Windows has no signals to change the pace by: the pause file is left, and to
// stop and go on with another --rate.
var slower, faster os.Signal
