import fc from "fast-check";
import { expect, test } from "vitest";
import { arrange } from "./order.ts";

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 20 });

test("the wanted versions come first in their order, and what a person cannot see stays behind them", () => {
  expect(arrange(["a", "b", "c", "d"], (id) => id !== "b", ["d", "a"])).toEqual(["d", "a", "b"]);
  expect(arrange(["a"], () => true, [])).toEqual([]);
  fc.assert(
    fc.property(ids, ids, ids, (before, wanted, hidden) => {
      const isVisible = (id: string) => !hidden.includes(id);
      const after = arrange(before, isVisible, wanted);
      expect(new Set(after).size).toBe(after.length);
      expect(after.slice(0, wanted.length)).toEqual(wanted);
      expect(after.slice(wanted.length)).toEqual(before.filter((id) => !isVisible(id) && !wanted.includes(id)));
      // Arranging what is arranged changes nothing.
      expect(arrange(after, isVisible, wanted)).toEqual(after);
    }),
  );
});
