import type { ReviewGroup } from "./review-group.ts";

/** Classes that evaluate a text of the graph. Python cannot interrupt one that takes long, so the text is checked. */
export const evaluatingClasses: readonly ReviewGroup[] = [
  {
    kind: "evaluates",
    reason: "evaluates an arithmetic expression",
    limits: { expression: { maxLength: 1000, linked: false, syntax: "arithmetic" } },
    classes: "ComfyMathExpression",
  },
  {
    kind: "evaluates",
    reason: "evaluates a regular expression",
    limits: {
      regex_pattern: { maxLength: 500, linked: false, syntax: "regular_expression" },
      string: { maxLength: 5000 },
    },
    classes: "RegexMatch RegexExtract",
  },
  {
    kind: "evaluates",
    reason: "evaluates a regular expression",
    limits: {
      regex_pattern: { maxLength: 500, linked: false, syntax: "regular_expression" },
      string: { maxLength: 5000 },
      replace: { maxLength: 5000 },
    },
    classes: "RegexReplace",
  },
];
