/** Attributes of a span: OpenTelemetry's semantic conventions, and `pegbar.…` for the rest. Never values that a person wrote. */
export type Attributes = Record<string, string | number | boolean>;

export interface SpanOptions {
  /** W3C `traceparent` of the parent; without one, a new trace begins. */
  parent?: string | undefined;
  kind?: "internal" | "server" | "client" | "producer" | "consumer";
  attributes?: Attributes;
  /** `traceparent`s of spans in other traces that this one follows from. */
  links?: readonly (string | undefined)[];
  /** Milliseconds since 1970, also fractions; default: now. */
  startTime?: Date | number;
}

/** A span of a trace that is under way. */
export interface Span {
  /** W3C `traceparent` for its children: that of the parent where nothing is traced. */
  readonly traceparent: string | undefined;
  set(attributes: Attributes): void;
  /** Changes its name, for a server that learns the route late. */
  rename(name: string): void;
  /** Ends it. `error` is one of few words, never a message. */
  end(options?: { error?: string | undefined; at?: Date | number }): void;
}

/** Where a process sends its spans. Never throws. */
export interface Tracer {
  start(name: string, options?: SpanOptions): Span;
}

const ignore = () => undefined;

/** Traces nothing, and passes the context of the caller on. */
export const noTracer: Tracer = {
  start: (_name, { parent } = {}) => ({ traceparent: parent, set: ignore, rename: ignore, end: ignore }),
};

let current: Tracer = noTracer;

/** Sends the spans of this process to `tracer`. */
export function sendSpansTo(tracer: Tracer): void {
  current = tracer;
}

/** The tracer of this process; spans go where {@link sendSpansTo} says, also if that is called later. */
export const processTracer: Tracer = { start: (name, options) => current.start(name, options) };

/** Runs `cb` in a span, which gets the name of an error that it throws. */
export async function withSpan<T>(name: string, options: SpanOptions, cb: (span: Span) => Promise<T>): Promise<T> {
  const span = processTracer.start(name, options);
  try {
    const result = await cb(span);
    span.end();
    return result;
  } catch (error) {
    span.end({ error: error instanceof Error ? error.name : "error" });
    throw error;
  }
}
