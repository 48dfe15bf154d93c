import { expect, test } from "vitest";
import { formatRate, listRates, toFramesPerSecond } from "./frame-rate.ts";

test("reads whole rates and fractions, and writes them as people do", () => {
  expect(["24", "25/1", "24000/1001"].map(toFramesPerSecond)).toEqual([24, 25, 24_000 / 1001]);
  expect(["24", "24000/1001", "60000/1001", "25/2"].map(formatRate)).toEqual([
    "24 fps",
    "23.976 fps",
    "59.94 fps",
    "12.5 fps",
  ]);
});

test("the rates to choose from contain an unusual one of the show, in order", () => {
  const usual = ["12", "24000/1001", "24", "25", "30"];
  expect([listRates("24"), listRates("24000/1001"), listRates("23.976")]).toEqual([usual, usual, usual]);
  expect(listRates("15")).toEqual(["12", "15", "24000/1001", "24", "25", "30"]);
  expect(listRates("60")).toEqual([...usual, "60"]);
});
