// Package schema embeds the kinds: one YAML file for each sort of record, common.yaml for what all of them share,
// config.yaml for lis.yaml and figures.yaml for the numbers that reports print. It holds no code; the files are read by
// record (kinds), rules (their conditions) and view (figures). Start reading at system.yaml, the richest kind.
package schema

import "embed"

// FS holds every file of the folder: common.yaml, config.yaml, figures.yaml and <kind>.yaml for each built-in kind.
//
//go:embed *.yaml
var FS embed.FS
