// Package schema embeds the kinds: one YAML file per kind of record, common.yaml for what they all share, config.yaml for
// lis.yaml, figures.yaml for the numbers that reports print and dashboard.yaml for how they are presented. It holds no code; the
// files are read by record (kinds), rules (their conditions), figures and dashboard. Start reading at system.yaml, the richest
// kind.
package schema

import "embed"

// FS holds every file of the folder: common.yaml, config.yaml, figures.yaml, dashboard.yaml and <kind>.yaml for each built-in
// kind.
//
//go:embed *.yaml
var FS embed.FS
