// Reads lines of OTLP's JSON with the OpenTelemetry collector's own library, and prints each span as a line of JSON.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

type span struct {
	Name       string         `json:"name"`
	Kind       string         `json:"kind"`
	TraceID    string         `json:"traceId"`
	SpanID     string         `json:"spanId"`
	ParentID   string         `json:"parentId"`
	StartNanos uint64         `json:"startNanos"`
	EndNanos   uint64         `json:"endNanos"`
	Status     string         `json:"status"`
	Attributes map[string]any `json:"attributes"`
	Links      []string       `json:"links"`
}

func main() {
	reader := &ptrace.JSONUnmarshaler{}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<28)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		traces, err := reader.UnmarshalTraces(lines.Bytes())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for _, resource := range traces.ResourceSpans().All() {
			for _, scope := range resource.ScopeSpans().All() {
				for _, one := range scope.Spans().All() {
					links := []string{}
					for _, link := range one.Links().All() {
						links = append(links, link.SpanID().String())
					}
					if err := out.Encode(span{
						Name: one.Name(), Kind: one.Kind().String(), TraceID: one.TraceID().String(), SpanID: one.SpanID().String(),
						ParentID: one.ParentSpanID().String(), StartNanos: uint64(one.StartTimestamp()), EndNanos: uint64(one.EndTimestamp()),
						Status: one.Status().Code().String(), Attributes: one.Attributes().AsRaw(), Links: links,
					}); err != nil {
						fmt.Fprintln(os.Stderr, err)
						os.Exit(1)
					}
				}
			}
		}
	}
}
