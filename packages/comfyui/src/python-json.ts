/** Strings, numbers and Python's names of numbers that JSON does not have. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN/g;

const isPythonName = (token: string): boolean => token === "NaN" || token.endsWith("Infinity");
const isInexact = (token: string): boolean => /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));

const replaceTokens = (text: string, replace: (token: string) => string): string =>
  text.replaceAll(TOKENS, (token) => (token.startsWith('"') ? token : replace(token)));

/**
 * Parses JSON as Python writes it: `NaN` and `Infinity`, which JSON does not have, become null.
 *
 * @throws SyntaxError if it is not JSON
 */
export const parsePythonJson = (text: string): unknown =>
  JSON.parse(/NaN|Infinity/.test(text) ? replaceTokens(text, (one) => (isPythonName(one) ? "null" : one)) : text);

/**
 * Parses JSON as {@link parsePythonJson}, and keeps integers that a number cannot hold exactly, such as a seed up to
 * 2^64 - 1, as texts of decimal digits. ComfyUI takes such a text for any number.
 *
 * @throws SyntaxError if it is not JSON
 */
export const parseExactJson = (text: string): unknown =>
  parsePythonJson(/\d{16}/.test(text) ? replaceTokens(text, (one) => (isInexact(one) ? `"${one}"` : one)) : text);
