/** Largest exponent in an expression. */
const MAX_EXPONENT = 64;
/** Digits of a number: more belong to no picture. */
const MAX_DIGITS = 20;

/** Text of a call's arguments, from its opening parenthesis. */
function readArguments(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

/** Whether an argument list is one value, optionally with a number of decimals. */
function roundsPlainly(list: string): boolean {
  let depth = 0;
  const comma = [...list].findIndex((char) => {
    if (char === "(" || char === "[") depth++;
    if (char === ")" || char === "]") depth--;
    return char === "," && depth === 0;
  });
  return comma < 0 || /^\s*\d{1,2}\s*$/.test(list.slice(comma + 1));
}

/**
 * Why ComfyUI could take very long to evaluate an expression of its math node, as the end of "it …"; undefined if it is
 * quick. Python's integers have no size limit, so a short expression can compute a number of gigabytes, and texts and
 * methods can allocate as much.
 */
export function explainSlowExpression(text: string): string | undefined {
  if (!/^[\w\s.,()[\]+\-*/%<>=!&|^~]*$/.test(text)) return "has characters other than numbers, names and operators";
  if (/[A-Za-z_)\]]\s*\.|\.\s*[A-Za-z_]/.test(text)) return "calls a method or reads an attribute";
  if (new RegExp(`\\d[\\d_]{${MAX_DIGITS},}`).test(text)) return `has a number of more than ${MAX_DIGITS} digits`;
  if (/\bpow\b/.test(text)) return `uses pow; write a ** 2, with an exponent of at most ${MAX_EXPONENT}`;
  for (const [, exponent = ""] of text.matchAll(/\*\*\s*([-+]?[\d.]*)/g)) {
    const value = Number(exponent);
    if (exponent === "" || !(Math.abs(value) <= MAX_EXPONENT))
      return `has an exponent that is not a number of at most ${MAX_EXPONENT}`;
  }
  for (const found of text.matchAll(/\bround\s*\(/g))
    if (!roundsPlainly(readArguments(text, found.index + found[0].length - 1)))
      return "rounds to a computed number of decimals";
  return undefined;
}
