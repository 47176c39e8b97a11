package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// matchShape checks the JSON output of a command against its schema: no key more or less, and all keys sorted.
func matchShape(command string, output []byte) error {
	name := filepath.Join("shapes", command+".schema.json")
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft2020
	compiler.AssertFormat = true
	if err := compiler.AddResource(name, bytes.NewReader(text)); err != nil {
		return err
	}
	schema, err := compiler.Compile(name)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(output))
	decoder.UseNumber()
	var doc any
	if err := decoder.Decode(&doc); err != nil {
		return err
	}
	if err := schema.Validate(doc); err != nil {
		return fmt.Errorf("%#v", err)
	}
	return sorted(json.NewDecoder(bytes.NewReader(output)))
}

// sorted reads one JSON value and finds keys out of order.
func sorted(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		return nil
	}
	previous := ""
	for d.More() {
		if delim == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			if name := key.(string); name <= previous && previous != "" {
				return fmt.Errorf("the key %q stands after %q", name, previous)
			}
			previous = key.(string)
		}
		if err := sorted(d); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}
