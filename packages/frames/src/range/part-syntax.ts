const NUMBER = String.raw`(?:-\s*)?[0-9]+`;
/** START, START-END or START-END:STEP, each with an optional minus, and white space around every token. */
const PART = new RegExp(String.raw`^\s*(${NUMBER})\s*(?:-\s*(${NUMBER})\s*(?::\s*(${NUMBER})\s*)?)?$`);
/** The longest beginning of a part; matches every text. */
const BEGINNING = new RegExp(
  String.raw`^\s*(?:-\s*)?(?:[0-9]+\s*(?:-\s*(?:-\s*)?(?:[0-9]+\s*(?::\s*(?:-\s*)?(?:[0-9]+\s*)?)?)?)?)?`,
);

/** Matches a part of IntRangeExpr, the syntax of openjd-model 0.13, to its start, end and step as written. */
export function matchPart(part: string): { start: string; end?: string; step?: string } | undefined {
  const found = PART.exec(part);
  if (!found) return undefined;
  const [, start = "", end, step] = found;
  return { start, ...(end !== undefined && { end }), ...(step !== undefined && { step }) };
}

/** Offset of the first character that no part can have there; the length if the part is only incomplete. */
export const findUnexpected = (part: string): number => BEGINNING.exec(part)?.[0].length ?? 0;
