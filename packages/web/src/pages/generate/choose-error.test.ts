import { expect, test } from "vitest";
import { chooseError } from "./choose-error.ts";

const quota = new Error("Not enough budget");
const network = new Error("No connection");

test("keeps the previous error while a newer result is loading", () => {
  expect(chooseError({ error: null, old: true }, quota)).toBe(quota);
});

test("shows no error while the first result is loading", () => {
  expect(chooseError({ error: null, old: true }, null)).toBeNull();
});

test("removes the error when a result arrives", () => {
  expect(chooseError({ error: null, old: false }, quota)).toBeNull();
});

test.each([true, false])("replaces the error by a new one (loading: %s)", (old) => {
  expect(chooseError({ error: network, old }, quota)).toBe(network);
});
