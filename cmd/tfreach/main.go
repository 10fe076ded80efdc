// Command tfreach tells from a Terraform plan whether packets get out of the
// planned AWS VPCs, and whether the answers come back.
package main

import (
	"os"

	"github.com/tfreach/tfreach/cmd/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.LookupEnv))
}
