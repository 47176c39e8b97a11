package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// bills makes the lists of what is in the programs, in CycloneDX: one for each operating system, since what a program is made of
// does not depend on the processor. They have neither a serial number nor a time.
func (b builder) bills(r release, programs []program, _ []file) ([]file, error) {
	var made []string
	var out []file
	for _, p := range programs {
		if slices.Contains(made, p.os) {
			continue
		}
		made = append(made, p.os)
		data, err := b.run(goEnv(p.os, p.arch), b.tool(biller), "app", "-json", "-noserial", "-notimestamp", "-std", "-short-purls", "-licenses", "-main", "cmd/lis", ".")
		if err != nil {
			return nil, fmt.Errorf("list what is in the program for %s: %w", p.os, err)
		}
		if data, err = withoutTool(data); err != nil {
			return nil, err
		}
		out = append(out, file{name: r.name(p.os) + ".cdx.json", data: data})
	}
	return out, nil
}

// withoutTool removes the checksums of the tool, which are those of the tool as it was built on this machine. Its name and version
// stay.
func withoutTool(data []byte) ([]byte, error) {
	var bill map[string]any
	if err := json.Unmarshal(data, &bill); err != nil {
		return nil, err
	}
	metadata, _ := bill["metadata"].(map[string]any)
	tools, _ := metadata["tools"].([]any)
	if len(tools) == 0 {
		return nil, errors.New("the list of what is in the program does not say where it names its tool")
	}
	for _, t := range tools {
		if tool, ok := t.(map[string]any); ok {
			delete(tool, "hashes")
		}
	}
	data, err := json.MarshalIndent(bill, "", "  ")
	return append(data, '\n'), err
}
