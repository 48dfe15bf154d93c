import jsep from "jsep";

// Python's operators and precedence (https://docs.python.org/3/reference/expressions.html#operator-precedence), which differ
// from JavaScript's: comparisons come after bitwise operators, and // divides.
jsep.removeAllBinaryOps();
for (const [precedence, operators] of [
  [1, ["==", "!=", "<", "<=", ">", ">="]],
  [2, ["|"]],
  [3, ["^"]],
  [4, ["&"]],
  [5, ["<<", ">>"]],
  [6, ["+", "-"]],
  [7, ["*", "/", "//", "%"]],
] as const)
  for (const operator of operators) jsep.addBinaryOp(operator, precedence);
jsep.addBinaryOp("**", 8, true);
jsep.removeAllUnaryOps();
for (const operator of ["-", "+", "~"]) jsep.addUnaryOp(operator);
jsep.removeAllLiterals();

const COMPARISONS: readonly string[] = ["==", "!=", "<", "<=", ">", ">="];

const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "&": (a, b) => a & b,
  "<<": (a, b) => a * 2 ** b,
  ">>": (a, b) => Math.floor(a / 2 ** b),
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "//": (a, b) => Math.floor(a / b),
  "%": (a, b) => a - b * Math.floor(a / b),
  "**": (a, b) => a ** b,
};
const BITWISE: readonly string[] = ["|", "^", "&", "<<", ">>", "~"];

/** Rounds half to even, as Python's `round` does. */
export function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  sum: (...values) => values.reduce((total, value) => total + value, 0),
  abs: Math.abs,
  round: roundHalfToEven,
  sqrt: Math.sqrt,
  ceil: Math.ceil,
  floor: Math.floor,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  int: Math.trunc,
  float: (value) => value,
};
/** Functions that take several numbers. All others take one. */
const VARIADIC: readonly string[] = ["min", "max", "sum"];

/**
 * The value of an expression of ComfyUI's math node (0.33, comfy_extras/nodes_math.py) with these names; undefined if it is
 * none, or uses what is not known here.
 */
export function evaluateExpression(text: string, names: ReadonlyMap<string, number>): number | undefined {
  try {
    const value = evaluate(jsep(text), names);
    return Number.isFinite(value) ? value : undefined;
  } catch (error) {
    if (error instanceof Unknown || isParseError(error)) return undefined;
    throw error;
  }
}

/** Part of an expression whose value is not known. */
class Unknown extends Error {}

/** jsep throws plain errors with the position. */
const isParseError = (error: unknown): boolean => error instanceof Error && "index" in error;

function evaluate(node: jsep.Expression, names: ReadonlyMap<string, number>): number {
  if (isType(node, "Literal") && typeof node.value === "number") return node.value;
  if (isType(node, "Identifier")) {
    const value = names.get(node.name);
    if (value !== undefined) return value;
  }
  if (isType(node, "UnaryExpression")) {
    const value = evaluate(node.argument, names);
    if (node.operator === "-") return -value;
    if (node.operator === "+") return value;
    return ~toInt32(value);
  }
  if (isType(node, "BinaryExpression")) return evaluateBinary(node, names);
  if (isType(node, "CallExpression") && isType(node.callee, "Identifier")) {
    const { name } = node.callee;
    const call = Object.hasOwn(functions, name) ? functions[name] : undefined;
    const values = node.arguments.map((one) => evaluate(one, names));
    if (call && values.length > 0 && (values.length === 1 || VARIADIC.includes(name))) return call(...values);
  }
  throw new Unknown();
}

function evaluateBinary({ operator, left, right }: jsep.BinaryExpression, names: ReadonlyMap<string, number>): number {
  const compute = Object.hasOwn(binary, operator) ? binary[operator] : undefined;
  // Python compares a < b < c in pairs, and takes -2 ** 2 for -(2 ** 2).
  const isChained =
    COMPARISONS.includes(operator) && isType(left, "BinaryExpression") && COMPARISONS.includes(left.operator);
  const isSigned = operator === "**" && isType(left, "UnaryExpression");
  if (!compute || isChained || isSigned) throw new Unknown();
  const [a, b] = [evaluate(left, names), evaluate(right, names)];
  return BITWISE.includes(operator) ? compute(toInt32(a), toInt32(b)) : compute(a, b);
}

/** A whole number in the range of JavaScript's bitwise operators. */
function toInt32(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
  throw new Unknown();
}

interface Types {
  Literal: jsep.Literal;
  Identifier: jsep.Identifier;
  UnaryExpression: jsep.UnaryExpression;
  BinaryExpression: jsep.BinaryExpression;
  CallExpression: jsep.CallExpression;
}
const isType = <T extends keyof Types>(node: jsep.Expression, type: T): node is Types[T] => node.type === type;
