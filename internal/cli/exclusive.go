package cli

import "github.com/spf13/cobra"

// exclusive lets a command take one of two flags only. Completion knows it by
// cobra's mark; what a person reads who gives both is said here, before cobra
// would say it.
func exclusive(cmd *cobra.Command, one, other string) {
	cmd.MarkFlagsMutuallyExclusive(one, other)
	before := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed(one) && cmd.Flags().Changed(other) {
			return usage("--%s and --%s do not go together: give one", one, other)
		}
		if before != nil {
			return before(cmd, args)
		}
		return nil
	}
}
