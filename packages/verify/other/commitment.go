package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// "Commitments" in docs/chain-of-title.md.

var hexHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1")

// commitments finds every commitment of a record by its JSON pointer.
func commitments(v *value, pointer string, found map[string]string) {
	switch v.kind {
	case isArray:
		for i := range v.items {
			commitments(&v.items[i], pointer+"/"+strconv.Itoa(i), found)
		}
	case isObject:
		if text, ok := v.get("commitment").str(); ok && len(v.members) == 1 && hexHash.MatchString(text) {
			found[pointer] = text
			return
		}
		for i := range v.members {
			commitments(&v.members[i].value, pointer+"/"+escapePointer.Replace(v.members[i].name), found)
		}
	}
}

// checkDisclosed checks the disclosed values of a record, and returns the pointers of those that are withheld.
func checkDisclosed(record *value, disclosed []disclosure) ([]string, error) {
	open := map[string]string{}
	commitments(record, "", open)
	for _, d := range disclosed {
		commitment, ok := open[d.field]
		if !ok {
			return nil, fmt.Errorf("the record has no commitment at %q, or it is disclosed twice", d.field)
		}
		delete(open, d.field)
		if !hexHash.MatchString(d.salt) {
			return nil, fmt.Errorf("the salt of %s is not 32 bytes", d.field)
		}
		salt, _ := hex.DecodeString(d.salt)
		message := []byte("pegbar/commitment/1\x00" + d.field + "\x00")
		sum := sha256.Sum256(append(append(message, salt...), d.value...))
		if hex.EncodeToString(sum[:]) != commitment {
			return nil, fmt.Errorf("the value of %s is not the one that the record commits to", d.field)
		}
	}
	return slices.Sorted(maps.Keys(open)), nil
}
