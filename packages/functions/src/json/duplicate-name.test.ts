import fc from "fast-check";
import { expect, test } from "vitest";
import { countNames } from "./count-names.ts";
import { findDuplicateName } from "./duplicate-name.ts";

test("finds the first duplicate name with its path", () => {
  expect(findDuplicateName('{"a":[{"b":1,"c":{"b":2},"b":3}],"a":1}')).toEqual(["a", 0, "b"]);
  expect(findDuplicateName('{"a":{"b":1},"b":{"a":1}}')).toBeUndefined();
  // The same name, written with an escape.
  expect(findDuplicateName(String.raw`{"a":1,"\u0061":2}`)).toEqual(["a"]);
});

test("counts names, repeated ones too, and no colon inside of a text", () => {
  expect(countNames(String.raw`{"a:b\\":"c:d\"e:f", "a:b\\": [":", {"" : 1}]}`)).toBe(3);
  const countKeys = (value: unknown): number =>
    typeof value === "object" && value !== null
      ? Object.values(value).reduce<number>(
          (sum, one) => sum + countKeys(one),
          Array.isArray(value) ? 0 : Object.keys(value).length,
        )
      : 0;
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(countNames(text)).toBe(countKeys(JSON.parse(text)));
    }),
  );
});
