/** Strings, numbers, and Python's names of numbers outside of strings. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN/gs;

function toJson(token: string): string {
  if (token.startsWith('"')) return token;
  if (token === "NaN" || token.endsWith("Infinity")) return "null";
  return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

/**
 * Parses JSON as Python writes it. `NaN` and `Infinity` become null, so that a check names the input. An integer that a
 * number cannot hold exactly, such as a seed up to 2^64 - 1, becomes a text of its digits, which the API accepts.
 *
 * @throws SyntaxError if it is not JSON either
 */
export const parseWorkflowJson = (text: string): unknown =>
  JSON.parse(/NaN|Infinity|\d{16}/.test(text) ? text.replaceAll(TOKENS, toJson) : text);
