package mapping

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseShare reads a share as people write it, 20% or 2.5%, and returns it as a
// part of one: 0.2 or 0.025. It takes 0% to 100%, and no number without the sign.
func ParseShare(text string) (float64, error) {
	number, signed := strings.CutSuffix(text, "%")
	percent, err := strconv.ParseFloat(number, 64)
	plain := strings.Trim(number, "0123456789.") == ""
	if !signed || !plain || err != nil || percent > 100 {
		return 0, fmt.Errorf("%s is no share: write 0%% to 100%%, such as 20%%", quote(text))
	}
	return percent / 100, nil
}
