// Command rollcall updates contacts from a spreadsheet and writes the fate of
// every row.
package main

import (
	"context"
	"os"

	"rollcall/internal/cli"
)

func main() { os.Exit(cli.Main(context.Background(), cli.OS())) }
