// Command lis checks, traces and publishes an information security management system kept as Markdown records in git.
package main

import (
	"os"

	"github.com/c8b10cf3/lis/internal/cli"
)

func main() { os.Exit(cli.Run(cli.Interrupts(), cli.System(os.Args[1:]))) }
