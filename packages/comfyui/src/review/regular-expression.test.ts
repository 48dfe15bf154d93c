import { expect, test } from "vitest";
import { explainSlowPattern } from "./regular-expression.ts";

test.each([
  "",
  "shot",
  "shot_(\\d{3})",
  "(?i)^sq(?P<sequence>\\d+)_sh(?P<shot>\\d+)$",
  "^\\s*(\\w+)\\s*,\\s*(\\w+)\\s*$",
  "https?://[^\\s]+",
  "<think>.*?</think>",
  ".*lantern.*",
  "[^,]+,[^,]+,[^,]+,[^,]+",
  "(?:red|green|blue) light",
  "(ab){2,3}",
  "(?<=#)[0-9a-f]{6}",
  "\\bcat\\b|\\bdog\\b",
  "[]x]+",
  "^(?:[^\\n]*\\n){3}([^\\n]*)(?:\\n|$)",
  "(?:[a-c]+[0-9]+;){2,3}",
  "(?:\\w+\\s+-){2}",
  "a{b}",
  "(unclosed",
  "closed)",
  "[unclosed",
  "\\",
])("accepts %j", (pattern) => {
  expect(explainSlowPattern(pattern)).toBeUndefined();
});

// Each is harmless as it is: the repetitions are bounded, or nothing follows that could fail.
test.each([
  ["(x+){2}", /repeats a group/],
  ["(x?){2}", /repeats a group/],
  ["(x|y){2}", /repeats a group/],
  ["((x|y)z){2}", /repeats a group/],
  ["(?:(?:x*)z){1,2}", /repeats a group/],
  // The end of one repetition can be the beginning of the next.
  ["(?:[^;]*;?){2}", /repeats a group/],
  ["(?:[a-c]*[0-9]+){2}", /repeats a group/],
  ["(?:[a-c]+[b;]){2}", /repeats a group/],
  ["(?:[a-c]+(;)){2}", /repeats a group/],
  ["(?:[a-c]+$){2}", /repeats a group/],
  // Python's \\w contains ä, and the Kelvin sign equals k if case is ignored.
  ["(?:\\w+ä){2}", /repeats a group/],
  ["(?:k+\\u212a){2}", /repeats a group/],
  ["(?:ä+ä){2}", /repeats a group/],
  ["ä*ö*ä*", /same characters/],
  ["(x)\\1", /refers back/],
  ["(?P<n>x)(?P=n)", /cannot be checked/],
  ["(?x) x", /cannot be checked/],
  ["x(?#comment)", /cannot be checked/],
  ["(x)?(?(1)y|z)", /cannot be checked/],
  ["x?".repeat(14), /too many optional parts/],
  ["(x|y)".repeat(14), /too many optional parts/],
  [".*x.*y.*", /same characters/],
  ["[a-c]*[b-d]*[c-e]*", /same characters/],
  ["a*\\ba*^a*", /same characters/],
  ["a*(b|)a*(b)?a*", /same characters/],
])("refuses %j", (pattern, reason) => {
  expect(explainSlowPattern(pattern)).toMatch(reason);
});
