package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"unicode/utf16"
)

// A request of the tests. The certificate is a whole text, or the last whole one with a part replaced: From and To are
// offsets in UTF-16 code units, as JavaScript counts.
type request struct {
	Certificate *string `json:"certificate"`
	From        int     `json:"from"`
	To          int     `json:"to"`
	Text        string  `json:"text"`
	File        *string `json:"file"` // SHA-256
	Trusted     *struct {
		Log       []string `json:"log"`
		Witnesses []string `json:"witnesses"`
		Quorum    int      `json:"quorum"`
	} `json:"trusted"`
}

type answer struct {
	Valid  bool   `json:"valid"`
	Reason string `json:"reason,omitempty"`
}

// runBatch answers each line of requests with a line.
func runBatch(in io.Reader, out io.Writer) error {
	reader := bufio.NewReaderSize(in, 1<<20)
	writer := bufio.NewWriter(out)
	answers := json.NewEncoder(writer)
	var base []uint16
	for {
		line, err := reader.ReadBytes('\n')
		if len(line) > 0 {
			var r request
			if err := json.Unmarshal(line, &r); err != nil {
				return err
			}
			if r.Certificate != nil {
				base = utf16.Encode([]rune(*r.Certificate))
			}
			a, err := r.answer(base)
			if err != nil {
				return err
			}
			if err := answers.Encode(a); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return writer.Flush()
		}
		if err != nil {
			return err
		}
	}
}

func (r request) answer(base []uint16) (answer, error) {
	if r.From < 0 || r.To < r.From || r.To > len(base) {
		return answer{}, errors.New("the offsets are not within the certificate")
	}
	text := string(utf16.Decode(slices.Concat(base[:r.From], utf16.Encode([]rune(r.Text)), base[r.To:])))
	var file *hash
	if r.File != nil {
		sum, err := hex.DecodeString(*r.File)
		if err != nil || len(sum) != len(hash{}) {
			return answer{}, errors.New("the file is not a SHA-256")
		}
		file = (*hash)(sum)
	}
	var trusted *trust
	if r.Trusted != nil {
		trusted = &trust{r.Trusted.Log, r.Trusted.Witnesses, r.Trusted.Quorum}
	}
	if _, err := verify(text, file, trusted); err != nil {
		return answer{Reason: err.Error()}, nil
	}
	return answer{Valid: true}, nil
}
