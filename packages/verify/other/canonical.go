package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// "JSON" in docs/chain-of-title.md. The parser accepts canonical text only, so that the bytes of a value are its
// canonical form, and nothing has to be written again.

const (
	maxDepth   = 32
	maxInteger = 1<<53 - 1
)

type kind int

const (
	isNull kind = iota
	isBool
	isNumber
	isString
	isArray
	isObject
)

// A value of canonical JSON.
type value struct {
	kind    kind
	raw     string // canonical text
	text    string // of a string
	number  float64
	items   []value
	members []member
}

type member struct {
	name  string
	value value
}

// get returns the member of an object, or nil.
func (v *value) get(name string) *value {
	if v == nil || v.kind != isObject {
		return nil
	}
	for i := range v.members {
		if v.members[i].name == name {
			return &v.members[i].value
		}
	}
	return nil
}

// str returns a string and whether the value is one.
func (v *value) str() (string, bool) {
	if v == nil || v.kind != isString {
		return "", false
	}
	return v.text, true
}

// isText says whether the value is the string text.
func (v *value) isText(text string) bool {
	found, ok := v.str()
	return ok && found == text
}

// isInteger says whether the value is the number n.
func (v *value) isInteger(n int64) bool {
	return v != nil && v.kind == isNumber && v.number == float64(n)
}

func parseCanonical(text string) (*value, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("not valid UTF-8")
	}
	p := parser{text: text}
	v, err := p.value(0)
	if err != nil {
		return nil, fmt.Errorf("byte %d: %w", p.at, err)
	}
	if p.at != len(text) {
		return nil, fmt.Errorf("byte %d: text after the value", p.at)
	}
	return &v, nil
}

type parser struct {
	text string
	at   int
}

// next consumes a byte if it is c.
func (p *parser) next(c byte) bool {
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

// value parses a value inside of depth arrays and objects.
func (p *parser) value(depth int) (value, error) {
	if depth > maxDepth {
		return value{}, errors.New("nested too deeply")
	}
	start := p.at
	v, err := p.any(depth)
	v.raw = p.text[start:p.at]
	return v, err
}

func (p *parser) any(depth int) (value, error) {
	rest := p.text[p.at:]
	switch {
	case rest == "":
		return value{}, errors.New("a value is missing")
	case rest[0] == '{':
		return p.object(depth)
	case rest[0] == '[':
		return p.array(depth)
	case rest[0] == '"':
		text, err := p.string()
		return value{kind: isString, text: text}, err
	case rest[0] == '-' || isDigit(rest[0]):
		return p.parseNumber()
	}
	for _, literal := range []string{"null", "true", "false"} {
		if strings.HasPrefix(rest, literal) {
			p.at += len(literal)
			if literal == "null" {
				return value{kind: isNull}, nil
			}
			return value{kind: isBool}, nil
		}
	}
	return value{}, errors.New("not a canonical value")
}

func (p *parser) array(depth int) (value, error) {
	p.at++
	v := value{kind: isArray}
	if p.next(']') {
		return v, nil
	}
	for {
		item, err := p.value(depth + 1)
		if err != nil {
			return v, err
		}
		v.items = append(v.items, item)
		if p.next(']') {
			return v, nil
		}
		if !p.next(',') {
			return v, errors.New("not a canonical array")
		}
	}
}

func (p *parser) object(depth int) (value, error) {
	p.at++
	v := value{kind: isObject}
	if p.next('}') {
		return v, nil
	}
	for {
		name, err := p.string()
		if err != nil {
			return v, err
		}
		if name == "__proto__" {
			return v, errors.New("a member with the name __proto__")
		}
		if n := len(v.members); n > 0 && !lessUTF16(v.members[n-1].name, name) {
			return v, fmt.Errorf("the name %q is repeated or out of order", name)
		}
		if !p.next(':') {
			return v, errors.New("not a canonical object")
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return v, err
		}
		v.members = append(v.members, member{name, item})
		if p.next('}') {
			return v, nil
		}
		if !p.next(',') {
			return v, errors.New("not a canonical object")
		}
	}
}

// lessUTF16 compares by UTF-16 code units (RFC 8785 section 3.2.3).
func lessUTF16(a, b string) bool {
	x, y := utf16.Encode([]rune(a)), utf16.Encode([]rune(b))
	for i := 0; i < len(x) && i < len(y); i++ {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return len(x) < len(y)
}

// Short escapes of RFC 8785 section 3.2.2.2.
var shortEscapes = map[byte]byte{'"': '"', '\\': '\\', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (p *parser) string() (string, error) {
	if !p.next('"') {
		return "", errors.New("a string is missing")
	}
	var out strings.Builder
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch {
		case c == '"':
			return out.String(), nil
		case c < 0x20:
			return "", errors.New("an unescaped control character")
		case c != '\\':
			out.WriteByte(c)
		default:
			escaped, err := p.escape()
			if err != nil {
				return "", err
			}
			out.WriteByte(escaped)
		}
	}
	return "", errors.New("an unfinished string")
}

// escape parses what follows a backslash: a short escape, or \u00xx for the other characters below U+0020.
func (p *parser) escape() (byte, error) {
	rest := p.text[p.at:]
	if rest != "" {
		if c, ok := shortEscapes[rest[0]]; ok {
			p.at++
			return c, nil
		}
	}
	if len(rest) >= 5 {
		if code, err := strconv.ParseUint(rest[1:5], 16, 16); err == nil && code < 0x20 {
			_, isShort := map[uint64]bool{'\b': true, '\f': true, '\n': true, '\r': true, '\t': true}[code]
			if !isShort && rest[:5] == fmt.Sprintf("u%04x", code) {
				p.at += 5
				return byte(code), nil
			}
		}
	}
	return 0, errors.New("not a canonical escape")
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (p *parser) parseNumber() (value, error) {
	end := p.at
	for end < len(p.text) && (isDigit(p.text[end]) || strings.IndexByte("+-.eE", p.text[end]) >= 0) {
		end++
	}
	text := p.text[p.at:end]
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || formatNumber(n) != text {
		return value{}, fmt.Errorf("%s is not a canonical number", text)
	}
	if math.Abs(n) > maxInteger {
		return value{}, fmt.Errorf("%s is too large to be exact", text)
	}
	p.at = end
	return value{kind: isNumber, number: n}, nil
}

// formatNumber writes a number as ECMAScript does (RFC 8785 section 3.2.2.3).
func formatNumber(n float64) string {
	if n == 0 {
		return "0"
	}
	if n < 0 {
		return "-" + formatNumber(-n)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(n, 'e', -1, 64), "e")
	digits := strings.Replace(mantissa, ".", "", 1)
	power, _ := strconv.Atoi(exponent)
	point := power + 1 // position of the decimal point in the digits
	switch {
	case len(digits) <= point && point <= 21:
		return digits + strings.Repeat("0", point-len(digits))
	case 0 < point && point <= 21:
		return digits[:point] + "." + digits[point:]
	case -6 < point && point <= 0:
		return "0." + strings.Repeat("0", -point) + digits
	}
	if len(digits) > 1 {
		digits = digits[:1] + "." + digits[1:]
	}
	return fmt.Sprintf("%se%+d", digits, power)
}
