package main

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
)

// "Steps of a verifier" and "Trust" in docs/chain-of-title.md.

// Keys that the reader has.
type trust struct {
	log       []string
	witnesses []string
	quorum    int
}

type verdict struct {
	about   string
	origin  string
	size    int64
	records []proven
	file    *proven // the record of the file, if there is one
}

// verify checks a certificate, and that a file belongs to it. Without trusted keys it only shows that the certificate
// is consistent.
func verify(text string, file *hash, trusted *trust) (*verdict, error) {
	c, err := parseCertificate(text)
	if err != nil {
		return nil, err
	}
	log, witnesses, err := checkKeys(c, trusted)
	if err != nil {
		return nil, err
	}
	anchor, platform, err := prove(c.anchor)
	if err != nil {
		return nil, fmt.Errorf("anchor: %w", err)
	}
	if err := platform.open(log, witnesses, true); err != nil {
		return nil, fmt.Errorf("anchor: %w", err)
	}
	v := verdict{about: c.about}
	opened := map[string]bool{}
	for i, one := range c.entries {
		record, studio, err := prove(one)
		if err != nil {
			return nil, fmt.Errorf("entries[%d]: %w", i, err)
		}
		// Entries share a checkpoint: its signatures are checked once.
		note := studio.text + fmt.Sprint(studio.lines)
		if !opened[note] {
			if err := studio.open(log, witnesses, false); err != nil {
				return nil, fmt.Errorf("entries[%d]: %w", i, err)
			}
			opened[note] = true
		}
		if err := checkAnchor(anchor.record, studio); err != nil {
			return nil, fmt.Errorf("entries[%d]: %w", i, err)
		}
		if record.withheld, err = checkDisclosed(record.record, one.disclosed); err != nil {
			return nil, fmt.Errorf("entries[%d]: %w", i, err)
		}
		if i > 0 && record.index <= v.records[i-1].index {
			return nil, errors.New("the entries are not in the order of the log")
		}
		v.origin, v.size = studio.origin, studio.size
		v.records = append(v.records, record)
	}
	if c.about == "shot" {
		err = checkShot(v.records)
	} else {
		err = checkAsset(v.records)
	}
	if err != nil {
		return nil, err
	}
	if err := checkCredentialed(v.records); err != nil {
		return nil, err
	}
	if file != nil {
		if v.file, err = findFile(v.records, *file); err != nil {
			return nil, err
		}
	}
	return &v, nil
}

// prove parses a record and its proof, and checks that it is included in the tree of the checkpoint.
func prove(e entry) (proven, checkpoint, error) {
	record, err := parseCanonical(e.record)
	if err != nil {
		return proven{}, checkpoint{}, fmt.Errorf("the record is not canonical JSON: %w", err)
	}
	if record.kind != isObject {
		return proven{}, checkpoint{}, errors.New("the record is not an object")
	}
	proof, err := parseProof(e.proof)
	if err != nil {
		return proven{}, checkpoint{}, err
	}
	c, err := parseCheckpoint(proof.checkpoint)
	if err != nil {
		return proven{}, checkpoint{}, err
	}
	leaf := leafHash(e.record)
	if err := verifyInclusion(leaf, proof.index, c.size, proof.hashes, c.root); err != nil {
		return proven{}, checkpoint{}, err
	}
	return proven{record: record, index: proof.index, leaf: hex.EncodeToString(leaf[:])}, c, nil
}

// checkAnchor demands that the record in the platform's log is this very checkpoint.
func checkAnchor(record *value, studio checkpoint) error {
	if !record.get("type").isText("checkpoint.published") ||
		!record.get("origin").isText(studio.origin) ||
		!record.get("size").isInteger(studio.size) ||
		!record.get("root").isText(base64.StdEncoding.EncodeToString(studio.root[:])) {
		return errors.New("the anchor is of another checkpoint")
	}
	return nil
}

func checkKeys(c *certificate, trusted *trust) (log, witnesses []key, err error) {
	if log, err = parseKeys(c.log); err != nil {
		return nil, nil, err
	}
	if witnesses, err = parseKeys(c.witnesses); err != nil {
		return nil, nil, err
	}
	for _, k := range log {
		if k.algorithm == algEd25519Cosignature {
			return nil, nil, errors.New("a key of the log is a witness's")
		}
	}
	for _, k := range witnesses {
		if k.algorithm == algEd25519 {
			return nil, nil, errors.New("a key of a witness is a log's")
		}
	}
	seen := map[string]bool{}
	for _, texts := range [][]string{c.log, c.witnesses} {
		for _, text := range texts {
			if seen[text] {
				return nil, nil, errors.New("a key is there twice")
			}
			seen[text] = true
		}
	}
	if trusted == nil {
		return log, witnesses, nil
	}
	return log, witnesses, checkTrust(log, witnesses, trusted)
}

func checkTrust(log, witnesses []key, trusted *trust) error {
	expected, err := parseKeys(trusted.log)
	if err != nil {
		return fmt.Errorf("a trusted key: %w", err)
	}
	if len(expected) == 0 {
		return errors.New("no trusted key of the log")
	}
	for _, k := range expected {
		if !contains(log, k) {
			return fmt.Errorf("the certificate is not signed by the trusted key %s", k.name)
		}
	}
	wanted, err := parseKeys(trusted.witnesses)
	if err != nil {
		return fmt.Errorf("a trusted witness: %w", err)
	}
	names := map[string]bool{}
	for _, k := range wanted {
		if contains(witnesses, k) {
			names[k.name] = true
		}
	}
	if len(names) < trusted.quorum {
		return fmt.Errorf("%d trusted witnesses cosigned, not %d", len(names), trusted.quorum)
	}
	return nil
}

func contains(keys []key, wanted key) bool {
	for _, k := range keys {
		if k.isSame(wanted) {
			return true
		}
	}
	return false
}
