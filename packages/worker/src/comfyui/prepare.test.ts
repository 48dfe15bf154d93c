import fc from "fast-check";
import { expect, test } from "vitest";
import { buildPrefix } from "./prepare.ts";

test("plain node ids stay readable", () => {
  expect(buildPrefix("att_1", "9")).toBe("att_1/9");
  expect(buildPrefix("att_1", "12:3")).toBe("att_1/12_3a_3");
});

test("two node ids never share a prefix; a prefix stays in the attempt's folder and within the length limit", () => {
  const id = fc.oneof(fc.string({ minLength: 1 }), fc.stringMatching(/^[a1:_.-]{1,4}$/), fc.string({ minLength: 60 }));
  fc.assert(
    fc.property(id, id, (one, other) => {
      const [first, second] = [buildPrefix("att_1", one), buildPrefix("att_1", other)];
      expect(first === second).toBe(one === other);
      expect(first).toMatch(/^att_1\/[A-Za-z0-9_-]{1,64}$/);
    }),
  );
});
