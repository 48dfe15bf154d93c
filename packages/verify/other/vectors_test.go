package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// The test vectors that docs/chain-of-title.md names.
func readVectors(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("../vectors/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func TestCertificates(t *testing.T) {
	var v struct {
		Certificates map[string]string
		Cases        []struct {
			Name, Certificate string
			Replace           [][2]string
			File              *string
			Trusted           json.RawMessage
			Valid             bool
		}
	}
	readVectors(t, "certificates", &v)
	if len(v.Cases) < 100 {
		t.Fatalf("only %d cases", len(v.Cases))
	}
	for _, one := range v.Cases {
		t.Run(one.Certificate+"/"+one.Name, func(t *testing.T) {
			text, ok := v.Certificates[one.Certificate]
			if !ok {
				t.Fatal("no such certificate")
			}
			for _, pair := range one.Replace {
				if strings.Count(text, pair[0]) != 1 {
					t.Fatalf("%q is not there once", pair[0])
				}
				text = strings.Replace(text, pair[0], pair[1], 1)
			}
			line, err := json.Marshal(map[string]any{"certificate": text, "file": one.File, "trusted": one.Trusted})
			if err != nil {
				t.Fatal(err)
			}
			var r request
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			var file *hash
			if r.File != nil {
				sum, err := hex.DecodeString(*r.File)
				if err != nil || len(sum) != 32 {
					t.Fatalf("%q is not a SHA-256", *r.File)
				}
				file = (*hash)(sum)
			}
			var trusted *trust
			if r.Trusted != nil {
				trusted = &trust{r.Trusted.Log, r.Trusted.Witnesses, r.Trusted.Quorum}
			}
			if _, err := verify(text, file, trusted); (err == nil) != one.Valid {
				t.Errorf("valid: %v, wanted %v: %v", err == nil, one.Valid, err)
			}
		})
	}
}

func TestInclusion(t *testing.T) {
	var v struct {
		Inclusion []struct {
			What              string
			LeafIdx, TreeSize json.Number
			LeafHash, Root    string
			Proof             []string
			Valid             bool
		}
	}
	readVectors(t, "merkle", &v)
	if len(v.Inclusion) != 98 {
		t.Fatalf("%d cases", len(v.Inclusion))
	}
	for _, one := range v.Inclusion {
		t.Run(one.What, func(t *testing.T) {
			index, indexErr := parseDecimal(one.LeafIdx.String())
			size, sizeErr := parseDecimal(one.TreeSize.String())
			leaf, leafErr := parseHash(one.LeafHash)
			root, rootErr := parseHash(one.Root)
			var proof []hash
			var proofErr error
			for _, text := range one.Proof {
				sibling, err := parseHash(text)
				proof = append(proof, sibling)
				if err != nil {
					proofErr = err
				}
			}
			valid := indexErr == nil && sizeErr == nil && leafErr == nil && rootErr == nil && proofErr == nil &&
				verifyInclusion(leaf, index, size, proof, root) == nil
			if valid != one.Valid {
				t.Errorf("valid: %v, wanted %v", valid, one.Valid)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	var v struct {
		Key, Note string
		Keys      []struct {
			What, Key string
			Valid     bool
		}
	}
	readVectors(t, "notes", &v)
	for _, one := range v.Keys {
		_, err := parseKey(one.Key)
		// This key has another id than C2SP tlog-cosignature prescribes; its own readers do not check ids of this kind.
		valid := one.Valid && !strings.HasPrefix(one.Key, "test+5893dc2c")
		if (err == nil) != valid {
			t.Errorf("%s: %v", one.What, err)
		}
	}
	// The example of C2SP signed-note has a well-formed signature line of its key, over a text that is no checkpoint.
	k, err := parseKey(v.Key)
	if err != nil {
		t.Fatal(err)
	}
	text, lines, _ := strings.Cut(v.Note, "\n\n")
	line, err := parseSignatureLine(strings.TrimSuffix(lines, "\n"))
	if err != nil || line.name != k.name || line.id != k.id {
		t.Fatalf("%+v: %v", line, err)
	}
	if err := k.verify(checkpoint{text: text + "\n"}, line.bytes); err != nil {
		t.Error(err)
	}
	if err := k.verify(checkpoint{text: text}, line.bytes); err == nil {
		t.Error("another text is signed")
	}
}

func TestCheckpoints(t *testing.T) {
	var v struct {
		Key         string
		Checkpoints map[string]string
	}
	readVectors(t, "tiles", &v)
	k, err := parseKey(v.Key)
	if err != nil {
		t.Fatal(err)
	}
	for size, note := range v.Checkpoints {
		c, err := parseCheckpoint(note)
		if err != nil {
			t.Fatal(err)
		}
		if signed, err := c.signedBy(k); !signed || err != nil || strconv.FormatInt(c.size, 10) != size {
			t.Errorf("checkpoint %s: signed %v, size %d: %v", size, signed, c.size, err)
		}
	}
	if len(v.Checkpoints) == 0 {
		t.Error("no checkpoints")
	}
}

func TestCanonical(t *testing.T) {
	var v struct {
		Cases   map[string]struct{ Input, Output string }
		Numbers [][2]string
	}
	readVectors(t, "canonical", &v)
	for name, one := range v.Cases {
		_, err := parseCanonical(one.Output)
		// It has the number 1e+30, which is larger than 2^53.
		if valid := name != "values.json"; (err == nil) != valid {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := parseCanonical(one.Input); err == nil && one.Input != one.Output {
			t.Errorf("%s: the input is not canonical", name)
		}
	}
	for _, one := range v.Numbers {
		bits, err := strconv.ParseUint(one[0], 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		number := math.Float64frombits(bits)
		if text := formatNumber(number); text != one[1] {
			t.Errorf("%s is %s, wanted %s", one[0], text, one[1])
		}
		_, err = parseCanonical(one[1])
		if valid := math.Abs(number) <= maxInteger; (err == nil) != valid {
			t.Errorf("%s: %v", one[1], err)
		}
	}
	if len(v.Numbers) == 0 || len(v.Cases) == 0 {
		t.Error("no cases")
	}
}

// The parts of a signed message have no other lengths than those of the reference.
func TestTreeMessage(t *testing.T) {
	root := hash{31: 7}
	m, err := treeMessage("a", 5, checkpoint{origin: "bc", size: 9, root: root})
	if err != nil {
		t.Fatal(err)
	}
	wanted := "subtree/v1\n\x00\x01a" + string(binary.BigEndian.AppendUint64(nil, 5)) + "\x02bc" +
		string(make([]byte, 8)) + string(binary.BigEndian.AppendUint64(nil, 9)) + string(root[:])
	if string(m) != wanted {
		t.Errorf("%q", base64.StdEncoding.EncodeToString(m))
	}
	if _, err := treeMessage(strings.Repeat("a", 256), 5, checkpoint{origin: "b"}); err == nil {
		t.Error("a name of 256 bytes")
	}
}

func TestLimits(t *testing.T) {
	if _, err := parseCertificate(strings.Repeat("x", maxCertificate+1)); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Error(err)
	}
	if _, err := parseCheckpoint(strings.Repeat("x", maxNote+1)); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Error(err)
	}
	for depth, valid := range map[int]bool{31: true, 32: true, 33: false, 1 << 20: false} {
		// The innermost array is inside of depth-1 others, and the number in it inside of depth.
		_, err := parseCanonical(strings.Repeat("[", depth) + "1" + strings.Repeat("]", depth))
		if (err == nil) != valid {
			t.Errorf("%d arrays: %v", depth, err)
		}
	}
}
