package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
)

// "Inclusion proofs" in docs/chain-of-title.md.

const maxProof = 64

type inclusionProof struct {
	index      int64
	hashes     []hash
	checkpoint string
}

func parseProof(text string) (inclusionProof, error) {
	head, note, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return inclusionProof{}, errors.New("not a proof of version 1")
	}
	digits, found := strings.CutPrefix(lines[1], "index ")
	if !found {
		return inclusionProof{}, errors.New("the index is missing")
	}
	p := inclusionProof{checkpoint: note}
	var err error
	if p.index, err = parseDecimal(digits); err != nil {
		return inclusionProof{}, err
	}
	for _, line := range lines[2:] {
		sibling, err := parseHash(line)
		if err != nil {
			return inclusionProof{}, err
		}
		p.hashes = append(p.hashes, sibling)
	}
	if len(p.hashes) > maxProof {
		return inclusionProof{}, errors.New("the proof is too long")
	}
	return p, nil
}

func leafHash(record string) hash {
	return sha256.Sum256(append([]byte{0x00}, record...))
}

func nodeHash(left, right hash) hash {
	return sha256.Sum256(append(append([]byte{0x01}, left[:]...), right[:]...))
}

// verifyInclusion follows RFC 9162 section 2.1.3.2.
func verifyInclusion(leaf hash, index, size int64, proof []hash, root hash) error {
	if index >= size {
		return fmt.Errorf("the index %d is not in a tree of %d", index, size)
	}
	fn, sn, r := index, size-1, leaf
	for _, p := range proof {
		if sn == 0 {
			return errors.New("the proof is too long")
		}
		if fn&1 == 1 || fn == sn {
			r = nodeHash(p, r)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			r = nodeHash(r, p)
		}
		fn, sn = fn>>1, sn>>1
	}
	if sn != 0 || r != root {
		return errors.New("the record is not in the signed tree")
	}
	return nil
}
