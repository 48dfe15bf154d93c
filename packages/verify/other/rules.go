package main

import (
	"encoding/hex"
	"errors"
	"fmt"
)

// "Certificates of an asset", "Certificates of a shot" and "Files" in docs/chain-of-title.md.

// A record that is proven to be in the log.
type proven struct {
	record   *value
	index    int64
	leaf     string // hexadecimal
	withheld []string
}

func (p proven) isType(name string) bool { return p.record.get("type").isText(name) }

func withoutRedactions(records []proven) []proven {
	var kept []proven
	for _, one := range records {
		if !one.isType("redacted") {
			kept = append(kept, one)
		}
	}
	return kept
}

func checkAsset(records []proven) error {
	assetID, ok := records[0].record.get("assetId").str()
	if !ok {
		return errors.New("the first record names no asset")
	}
	for _, one := range withoutRedactions(records) {
		if !one.record.get("assetId").isText(assetID) {
			return errors.New("the records are of several assets")
		}
	}
	return nil
}

func checkShot(records []proven) error {
	records = withoutRedactions(records)
	if len(records) == 0 || !records[len(records)-1].isType("shot.listed") {
		return errors.New("the last record is not the list of the shot")
	}
	list, others := records[len(records)-1].record, records[:len(records)-1]
	shotID, ok := list.get("shotId").str()
	if !ok {
		return errors.New("the list names no shot")
	}
	assets := map[string]bool{}
	last, count := "", int64(0)
	for _, one := range others {
		if !one.isType("asset.generated") {
			continue
		}
		count++
		assetID, ok := one.record.get("assetId").str()
		chain := one.record.get("chain")
		if !ok || !chain.get("shotId").isText(shotID) || !chain.get("number").isInteger(count) {
			return fmt.Errorf("generation %d of the shot is missing, or it is of another shot", count)
		}
		if !isHashOrNull(chain.get("previous"), last) {
			return fmt.Errorf("generation %d does not follow the one before it", count)
		}
		assets[assetID] = true
		last = one.leaf
	}
	if !list.get("count").isInteger(count) || !isHashOrNull(list.get("last"), last) {
		return errors.New("the list has another number of generations, or another last one")
	}
	for _, one := range others {
		if assetID, ok := one.record.get("assetId").str(); !ok || !assets[assetID] {
			return errors.New("a record is of another asset")
		}
	}
	return nil
}

// isHashOrNull says whether a value is a leaf hash, or null where there is none.
func isHashOrNull(v *value, leaf string) bool {
	if leaf == "" {
		return v != nil && v.kind == isNull
	}
	return v.isText(leaf)
}

// checkCredentialed demands the generation of each file with content credentials.
func checkCredentialed(records []proven) error {
	for _, one := range records {
		if !one.isType("asset.credentialed") {
			continue
		}
		found := false
		for _, other := range records {
			found = found || other.isType("asset.generated") && isSameAsset(one, other) &&
				one.record.get("generatedLeaf").isText(other.leaf)
		}
		if !found {
			return errors.New("a file with content credentials is of another generation")
		}
	}
	return nil
}

func isSameAsset(one, other proven) bool {
	assetID, ok := one.record.get("assetId").str()
	return ok && other.record.get("assetId").isText(assetID)
}

// findFile finds the record of a file.
func findFile(records []proven, sum hash) (*proven, error) {
	for i := range records {
		if records[i].record.get("output").get("sha256").isText(hex.EncodeToString(sum[:])) {
			return &records[i], nil
		}
	}
	return nil, fmt.Errorf("no record is of a file with the SHA-256 %x", sum)
}
