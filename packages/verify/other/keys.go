package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"filippo.io/mldsa"
)

// "Keys" and "Signatures" in docs/chain-of-title.md.

const (
	algEd25519            = 0x01
	algEd25519Cosignature = 0x04
	algMLDSA44            = 0x06
)

var publicKeySizes = map[byte]int{algEd25519: 32, algEd25519Cosignature: 32, algMLDSA44: 1312}

type key struct {
	name      string
	id        [4]byte
	algorithm byte
	public    []byte
}

func newKey(name string, algorithm byte, public []byte) key {
	k := key{name: name, algorithm: algorithm, public: public}
	sum := sha256.Sum256(append(append([]byte(name), 0x0A, algorithm), public...))
	copy(k.id[:], sum[:4])
	return k
}

func parseKey(text string) (key, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 || !isKeyName(parts[0]) {
		return key{}, fmt.Errorf("%q is not a key", text)
	}
	encoded, err := decodeBase64(parts[2])
	if err != nil || len(encoded) == 0 {
		return key{}, fmt.Errorf("the key %s is not base64", parts[0])
	}
	algorithm, public := encoded[0], encoded[1:]
	if size, ok := publicKeySizes[algorithm]; !ok || len(public) != size {
		return key{}, fmt.Errorf("the key %s has an unknown algorithm or another length", parts[0])
	}
	k := newKey(parts[0], algorithm, public)
	if hex.EncodeToString(k.id[:]) != parts[1] {
		return key{}, fmt.Errorf("the key %s has another id", parts[0])
	}
	return k, nil
}

func parseKeys(texts []string) ([]key, error) {
	var keys []key
	for _, text := range texts {
		k, err := parseKey(text)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func isKeyName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r == '+' || r == '\u200b' || r == '\ufeff' || unicode.Is(unicode.White_Space, r)
	})
}

// underOrigin is the same key under the name of one of its logs.
func (k key) underOrigin(origin string) (key, error) {
	if origin != k.name && !strings.HasPrefix(origin, k.name+"/") {
		return key{}, fmt.Errorf("%s is not a log of %s", origin, k.name)
	}
	if !isKeyName(origin) {
		return key{}, fmt.Errorf("%q is not a name", origin)
	}
	return newKey(origin, k.algorithm, k.public), nil
}

// isSame compares everything that a reader trusts in a key.
func (k key) isSame(other key) bool {
	return k.name == other.name && k.algorithm == other.algorithm && bytes.Equal(k.public, other.public)
}

// verify checks the bytes that follow the key id in a signature line.
func (k key) verify(c checkpoint, signature []byte) error {
	if k.algorithm == algEd25519 {
		return verifyEd25519(k.public, []byte(c.text), signature)
	}
	if len(signature) < 8 {
		return errors.New("the time is missing")
	}
	time := binary.BigEndian.Uint64(signature)
	if time == 0 || time > maxInteger {
		return errors.New("the time is out of range")
	}
	if k.algorithm == algEd25519Cosignature {
		return verifyEd25519(k.public, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", time, c.text), signature[8:])
	}
	message, err := treeMessage(k.name, time, c)
	if err != nil {
		return err
	}
	public, err := mldsa.NewPublicKey(mldsa.MLDSA44(), k.public)
	if err != nil {
		return err
	}
	return mldsa.Verify(public, message, signature[8:], nil)
}

// treeMessage is what an ML-DSA-44 key signs.
func treeMessage(name string, time uint64, c checkpoint) ([]byte, error) {
	if len(name) < 1 || len(name) > 255 || len(c.origin) < 1 || len(c.origin) > 255 {
		return nil, errors.New("a name is empty or longer than 255 bytes")
	}
	m := []byte("subtree/v1\n\x00")
	m = append(append(m, byte(len(name))), name...)
	m = binary.BigEndian.AppendUint64(m, time)
	m = append(append(m, byte(len(c.origin))), c.origin...)
	m = binary.BigEndian.AppendUint64(m, 0)
	m = binary.BigEndian.AppendUint64(m, uint64(c.size))
	return append(m, c.root[:]...), nil
}

func verifyEd25519(public, message, signature []byte) error {
	if len(signature) != ed25519.SignatureSize || !ed25519.Verify(public, message, signature) {
		return errors.New("the Ed25519 signature is false")
	}
	return nil
}

// decodeBase64 refuses every spelling but one, and the line breaks that Go's decoder ignores.
func decodeBase64(text string) ([]byte, error) {
	decoded, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(decoded) != text {
		return nil, errors.New("not base64")
	}
	return decoded, nil
}
