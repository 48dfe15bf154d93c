import sharp from "sharp";
import { expect, test } from "vitest";
import { encodeMask } from "./encode-mask.ts";
import { add, emptyHistory, listVisible, redo, undo, type Change } from "./history.ts";

const stroke: Change = { kind: "brush", size: 10, points: [[1, 2]] };
const erase: Change = { kind: "eraser", size: 10, points: [[1, 2]] };

test("changes are undone and redone; a new one replaces those that were undone", () => {
  const two = add(add(emptyHistory, stroke), erase);
  expect(listVisible(two)).toEqual([stroke, erase]);
  expect(listVisible(undo(two))).toEqual([stroke]);
  expect(listVisible(redo(undo(two)))).toEqual([stroke, erase]);
  expect(listVisible(undo(undo(undo(two))))).toEqual([]);
  const other = add(undo(two), { kind: "invert" });
  expect(listVisible(other)).toEqual([stroke, { kind: "invert" }]);
  expect(redo(other)).toEqual(other);
});

test("after clearing only later changes count, and clearing can be undone", () => {
  const cleared = add(add(emptyHistory, stroke), { kind: "clear" });
  expect(listVisible(cleared)).toEqual([]);
  expect(listVisible(add(cleared, erase))).toEqual([erase]);
  expect(listVisible(undo(cleared))).toEqual([stroke]);
});

test("a mask has its value in the colours and its opposite in alpha, also where it is transparent", async () => {
  const { data, info } = await sharp(encodeMask(Uint8Array.of(0, 255, 128, 1), 2, 2))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 2, height: 2, channels: 4 });
  expect([...data]).toEqual([0, 0, 0, 255, 255, 255, 255, 0, 128, 128, 128, 127, 1, 1, 1, 254]);
});
