// A second verifier of Pegbar certificates, written from docs/chain-of-title.md alone.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

const usage = `Usage: verify [-key FILE [-witness FILE]... [-quorum N]] CERTIFICATE [FILE]

Verifies a certificate, and that FILE belongs to it. Exit code 0: valid, 1: not valid, 2: wrong usage.

`

// Files that are given by an option which can be repeated.
type fileList []string

func (l *fileList) String() string        { return strings.Join(*l, " ") }
func (l *fileList) Set(name string) error { *l = append(*l, name); return nil }

func main() {
	flags := flag.NewFlagSet("verify", flag.ExitOnError)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), usage)
		flags.PrintDefaults()
	}
	keyFile := flags.String("key", "", "file with the keys of the log that you trust, one per line")
	quorum := flags.Int("quorum", -1, "how many of the witnesses must have cosigned (default: all)")
	batch := flags.Bool("batch", false, "read requests from standard input, one JSON object per line (for tests)")
	var witnessFiles fileList
	flags.Var(&witnessFiles, "witness", "file with keys of witnesses that you trust; repeatable")
	flags.Parse(os.Args[1:])
	if *batch {
		exitOn(runBatch(os.Stdin, os.Stdout), 2)
		return
	}
	if flags.NArg() < 1 || flags.NArg() > 2 || (*keyFile == "" && (len(witnessFiles) > 0 || *quorum >= 0)) {
		flags.Usage()
		os.Exit(2)
	}
	text, err := os.ReadFile(flags.Arg(0))
	exitOn(err, 2)
	var file *hash
	if flags.NArg() == 2 {
		sum, err := hashFile(flags.Arg(1))
		exitOn(err, 2)
		file = &sum
	}
	trusted, err := readTrust(*keyFile, witnessFiles, *quorum)
	exitOn(err, 2)
	v, err := verify(string(text), file, trusted)
	if err != nil {
		fmt.Fprintf(os.Stderr, "not valid: %v\n", err)
		os.Exit(1)
	}
	printVerdict(v, trusted != nil)
}

func exitOn(err error, code int) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(code)
	}
}

func hashFile(name string) (hash, error) {
	file, err := os.Open(name)
	if err != nil {
		return hash{}, err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return hash{}, err
	}
	return hash(sum.Sum(nil)), nil
}

func readTrust(keyFile string, witnessFiles []string, quorum int) (*trust, error) {
	if keyFile == "" {
		return nil, nil
	}
	log, err := readLines(keyFile)
	if err != nil {
		return nil, err
	}
	trusted := trust{log: log, quorum: quorum}
	names := map[string]bool{}
	for _, name := range witnessFiles {
		lines, err := readLines(name)
		if err != nil {
			return nil, err
		}
		trusted.witnesses = append(trusted.witnesses, lines...)
		for _, line := range lines {
			names[strings.Split(line, "+")[0]] = true
		}
	}
	if quorum < 0 {
		trusted.quorum = len(names)
	}
	return &trusted, nil
}

func readLines(name string) ([]string, error) {
	text, err := os.ReadFile(name)
	return strings.Fields(string(text)), err
}

func printVerdict(v *verdict, trusted bool) {
	for _, one := range v.records {
		name, _ := one.record.get("type").str()
		fmt.Printf("record %d  %s", one.index, name)
		if v.file != nil && v.file.index == one.index {
			fmt.Print("  names the file")
		}
		if len(one.withheld) > 0 {
			fmt.Printf("  withheld: %s", strings.Join(one.withheld, " "))
		}
		fmt.Println()
	}
	fmt.Printf("log %s with %d records\n", v.origin, v.size)
	if trusted {
		fmt.Println("valid")
	} else {
		fmt.Println("consistent; give -key to check that it is the log you trust")
	}
}
