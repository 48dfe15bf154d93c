package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// "Checkpoints" in docs/chain-of-title.md.

const (
	maxNote       = 1_048_576
	maxSignatures = 64
)

type hash = [32]byte

type checkpoint struct {
	text   string // what is signed
	origin string
	size   int64
	root   hash
	lines  []signatureLine
}

type signatureLine struct {
	name  string
	id    [4]byte
	bytes []byte
}

func parseCheckpoint(note string) (checkpoint, error) {
	if len(note) > maxNote || !utf8.ValidString(note) {
		return checkpoint{}, errors.New("the checkpoint is too long or not UTF-8")
	}
	if strings.ContainsFunc(note, func(r rune) bool { return r < 0x20 && r != '\n' }) {
		return checkpoint{}, errors.New("the checkpoint has control characters")
	}
	border := strings.LastIndex(note, "\n\n")
	if border < 0 {
		return checkpoint{}, errors.New("the checkpoint has no signatures")
	}
	c := checkpoint{text: note[:border+1]}
	lines := strings.Split(c.text, "\n")
	if len(lines) != 4 || lines[0] == "" || lines[3] != "" {
		return checkpoint{}, errors.New("the checkpoint does not have three lines")
	}
	c.origin = lines[0]
	var err error
	if c.size, err = parseDecimal(lines[1]); err != nil {
		return checkpoint{}, fmt.Errorf("the size of the checkpoint: %w", err)
	}
	if c.root, err = parseHash(lines[2]); err != nil {
		return checkpoint{}, fmt.Errorf("the root of the checkpoint: %w", err)
	}
	signatures, found := strings.CutSuffix(note[border+2:], "\n")
	if !found {
		return checkpoint{}, errors.New("the last signature line is not ended")
	}
	for _, line := range strings.Split(signatures, "\n") {
		parsed, err := parseSignatureLine(line)
		if err != nil {
			return checkpoint{}, err
		}
		c.lines = append(c.lines, parsed)
	}
	if len(c.lines) > maxSignatures {
		return checkpoint{}, errors.New("the checkpoint has too many signatures")
	}
	return c, nil
}

func parseSignatureLine(line string) (signatureLine, error) {
	parts := strings.Split(line, " ")
	if len(parts) != 3 || parts[0] != "\u2014" || !isKeyName(parts[1]) {
		return signatureLine{}, fmt.Errorf("%q is not a signature line", line)
	}
	decoded, err := decodeBase64(parts[2])
	if err != nil || len(decoded) < 5 {
		return signatureLine{}, fmt.Errorf("%q is not a signature line", line)
	}
	return signatureLine{parts[1], [4]byte(decoded[:4]), decoded[4:]}, nil
}

// signedBy says whether the key signed. A line that claims to be the key's, and is not, is an error.
func (c checkpoint) signedBy(k key) (bool, error) {
	signed := false
	for _, line := range c.lines {
		if line.name != k.name || line.id != k.id {
			continue
		}
		if err := k.verify(c, line.bytes); err != nil {
			return false, fmt.Errorf("the signature of %s: %w", k.name, err)
		}
		signed = true
	}
	return signed, nil
}

// open checks that all keys of the log signed, each under the origin. Keys of witnesses must have signed if they are
// required; otherwise only their lines must verify.
func (c checkpoint) open(log, witnesses []key, required bool) error {
	for _, k := range log {
		own, err := k.underOrigin(c.origin)
		if err != nil {
			return err
		}
		signed, err := c.signedBy(own)
		if err != nil {
			return err
		}
		if !signed {
			return fmt.Errorf("%s did not sign with algorithm %d", own.name, own.algorithm)
		}
	}
	for _, k := range witnesses {
		signed, err := c.signedBy(k)
		if err != nil {
			return err
		}
		if required && !signed {
			return fmt.Errorf("the witness %s did not cosign", k.name)
		}
	}
	return nil
}

var decimal = regexp.MustCompile(`^(0|[1-9][0-9]{0,15})$`)

func parseDecimal(text string) (int64, error) {
	if !decimal.MatchString(text) {
		return 0, fmt.Errorf("%q is not a decimal number", text)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n > maxInteger {
		return 0, fmt.Errorf("%s is too large", text)
	}
	return n, nil
}

func parseHash(text string) (hash, error) {
	decoded, err := decodeBase64(text)
	if err != nil || len(decoded) != len(hash{}) {
		return hash{}, fmt.Errorf("%q is not a hash", text)
	}
	return hash(decoded), nil
}
