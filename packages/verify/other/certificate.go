package main

import (
	"errors"
	"fmt"
	"strings"
)

// "The certificate" in docs/chain-of-title.md.

const maxCertificate = 67_108_864

type certificate struct {
	about     string
	entries   []entry
	anchor    entry
	log       []string
	witnesses []string
}

// An entry is a record with its proof. The anchor is one without disclosed values.
type entry struct {
	record    string
	proof     string
	disclosed []disclosure
}

type disclosure struct {
	field string
	salt  string
	value string // canonical text
}

func parseCertificate(text string) (*certificate, error) {
	if len(text) > maxCertificate {
		return nil, errors.New("the certificate is too long")
	}
	root, err := parseCanonical(strings.TrimSuffix(text, "\n"))
	if err != nil {
		return nil, fmt.Errorf("the certificate is not canonical JSON: %w", err)
	}
	if format, _ := root.get("format").str(); format != "pegbar-certificate/2" {
		return nil, fmt.Errorf("the format is %q, not pegbar-certificate/2", format)
	}
	if err := hasExactly(root, "format", "about", "entries", "anchor", "keys"); err != nil {
		return nil, err
	}
	c := certificate{about: root.get("about").text}
	if c.about != "asset" && c.about != "shot" {
		return nil, errors.New("about is neither asset nor shot")
	}
	entries := root.get("entries")
	if entries.kind != isArray || len(entries.items) == 0 {
		return nil, errors.New("entries is empty or not an array")
	}
	for i := range entries.items {
		one, err := parseEntry(&entries.items[i])
		if err != nil {
			return nil, fmt.Errorf("entries[%d]: %w", i, err)
		}
		c.entries = append(c.entries, one)
	}
	anchor := root.get("anchor")
	if err := hasExactly(anchor, "record", "proof"); err != nil {
		return nil, fmt.Errorf("anchor: %w", err)
	}
	if c.anchor, err = parseProven(anchor); err != nil {
		return nil, fmt.Errorf("anchor: %w", err)
	}
	keys := root.get("keys")
	if err := hasExactly(keys, "log", "witnesses"); err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	if c.log, err = parseTexts(keys.get("log")); err != nil || len(c.log) == 0 {
		return nil, errors.New("keys.log is not 1 to 64 strings")
	}
	if c.witnesses, err = parseTexts(keys.get("witnesses")); err != nil {
		return nil, errors.New("keys.witnesses is not 0 to 64 strings")
	}
	return &c, nil
}

func parseEntry(v *value) (entry, error) {
	if err := hasExactly(v, "record", "disclosed", "proof"); err != nil {
		return entry{}, err
	}
	e, err := parseProven(v)
	if err != nil {
		return entry{}, err
	}
	disclosed := v.get("disclosed")
	if disclosed.kind != isArray {
		return entry{}, errors.New("disclosed is not an array")
	}
	for i := range disclosed.items {
		item := &disclosed.items[i]
		if err := hasExactly(item, "field", "salt", "value"); err != nil {
			return entry{}, fmt.Errorf("disclosed[%d]: %w", i, err)
		}
		field, isField := item.get("field").str()
		salt, isSalt := item.get("salt").str()
		if !isField || !isSalt {
			return entry{}, fmt.Errorf("disclosed[%d]: field or salt is not a string", i)
		}
		e.disclosed = append(e.disclosed, disclosure{field, salt, item.get("value").raw})
	}
	return e, nil
}

func parseProven(v *value) (entry, error) {
	record, isRecord := v.get("record").str()
	proof, isProof := v.get("proof").str()
	if !isRecord || !isProof {
		return entry{}, errors.New("record or proof is not a string")
	}
	return entry{record: record, proof: proof}, nil
}

func parseTexts(v *value) ([]string, error) {
	if v.kind != isArray || len(v.items) > 64 {
		return nil, errors.New("not an array of at most 64 strings")
	}
	var texts []string
	for i := range v.items {
		text, ok := v.items[i].str()
		if !ok {
			return nil, errors.New("not a string")
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// hasExactly refuses missing and unknown members.
func hasExactly(v *value, names ...string) error {
	if v == nil || v.kind != isObject {
		return errors.New("not an object")
	}
	for _, name := range names {
		if v.get(name) == nil {
			return fmt.Errorf("the member %s is missing", name)
		}
	}
	if len(v.members) != len(names) {
		return errors.New("an unknown member")
	}
	return nil
}
