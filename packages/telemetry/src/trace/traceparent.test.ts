import { expect, test } from "vitest";
import { normalizeTraceparent, parseTraceparent } from "./traceparent.ts";

const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const span = "00f067aa0ba902b7";

// Cases of W3C Trace Context, sections 3.2.2 and 4.3.
test.each([
  [`00-${trace}-${span}-01`, `00-${trace}-${span}-01`],
  [`00-${trace}-${span}-00`, `00-${trace}-${span}-00`],
  // Other flags are not passed on.
  [`00-${trace}-${span}-03`, `00-${trace}-${span}-01`],
  // A later version may have more fields.
  [`cc-${trace}-${span}-01-what-the-future-brings`, `00-${trace}-${span}-01`],
  [`ff-${trace}-${span}-01`, undefined],
  [`00-${"0".repeat(32)}-${span}-01`, undefined],
  [`00-${trace}-${"0".repeat(16)}-01`, undefined],
  [`00-${trace.toUpperCase()}-${span}-01`, undefined],
  [`00-${trace}-${span}`, undefined],
  [`00-${trace}-${span}-01.`, undefined],
  ["", undefined],
  [undefined, undefined],
])("%s is passed on as %s", (header, passedOn) => {
  expect(normalizeTraceparent(header)).toBe(passedOn);
});

test("its parts are read", () => {
  expect(parseTraceparent(`00-${trace}-${span}-01`)).toEqual({ traceId: trace, spanId: span, isSampled: true });
});
