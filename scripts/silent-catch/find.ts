import {
  parseSync,
  Visitor,
  type Argument,
  type ArrowFunctionExpression,
  type Comment,
  type Function,
  type Node,
  type Program,
} from "oxc-parser";

/** A place that ignores an error without a reason. Line and column start at 1. */
export interface SilentCatch {
  line: number;
  column: number;
  message: string;
}

/** A comment with fewer words gives no reason. */
const WORDS_OF_A_REASON = 3;

/** Comments for tools, which explain nothing. */
const DIRECTIVE = /^\s*(?:eslint|oxlint|prettier-ignore|@ts-|c8 |v8 |istanbul )/;

const LOG_METHODS = new Set(["debug", "error", "info", "log", "trace", "warn"]);
const NO_OPERATION = /^(?:noop|ignore)/i;

/**
 * Finds every `catch` block and every callback of `.catch()` (and the second of `.then()`) that ignores the error: it
 * neither uses it, nor throws, nor logs, and no comment in it, on its line or on the line above says why.
 *
 * @throws {SyntaxError} if the source cannot be parsed
 */
export function findSilentCatches(fileName: string, source: string): SilentCatch[] {
  const { program, comments, errors } = parseSync(fileName, source);
  const [error] = errors;
  if (error) throw new SyntaxError(`${fileName} cannot be parsed: ${error.message}`);

  const lines = new Lines(source);
  const reasons = comments.filter(isReason);
  const isExplained = (start: number, end: number): boolean => {
    const line = lines.find(start).line;
    return reasons.some((comment) => {
      const [first, last] = [lines.find(comment.start).line, lines.find(comment.end).line];
      return (comment.start >= start && comment.end <= end) || first === line || last === line - 1;
    });
  };

  const functions = findFunctions(program);
  const found: SilentCatch[] = [];
  const check = (handler: Handler, start: number, end: number, what: string) => {
    if (!isSilent(handler) || isExplained(start, end)) return;
    found.push({ ...lines.find(start), message: `${what} ignores the error.` });
  };
  const checkCallback = (callback: Argument | undefined, start: number, end: number, method: string) => {
    if (callback?.type === "Identifier") {
      const handler = functions.get(callback.name);
      if (handler) check(handler, start, end, `${callback.name}, passed to ${method},`);
      else if (NO_OPERATION.test(callback.name)) check(NOTHING, start, end, method);
    } else if (callback && isFunction(callback)) {
      check(toHandler(callback), start, end, `The callback of ${method}`);
    }
  };

  new Visitor({
    CatchClause(clause) {
      check({ parameter: clause.param, body: clause.body }, clause.start, clause.end, "This catch block");
    },
    CallExpression({ callee, arguments: given, end }) {
      if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return;
      const { name, start } = callee.property;
      if (name === "catch") checkCallback(given[0], start, end, ".catch()");
      if (name === "then") checkCallback(given[1], given[1]?.start ?? start, given[1]?.end ?? end, ".then()");
    },
  }).visit(program);
  return found.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** The handlers of errors: the block of a catch clause, or a function. */
interface Handler {
  parameter: Node | null | undefined;
  body: Node | null;
}

const NOTHING: Handler = { parameter: undefined, body: null };

type FunctionNode = Function | ArrowFunctionExpression;

function isFunction(node: Node): node is FunctionNode {
  return /^(?:ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(node.type);
}

const toHandler = (node: FunctionNode): Handler => ({ parameter: node.params[0], body: node.body });

/** The named functions of a file, by name. */
function findFunctions(program: Program): Map<string, Handler> {
  const found = new Map<string, Handler>();
  new Visitor({
    FunctionDeclaration(node) {
      if (node.id) found.set(node.id.name, toHandler(node));
    },
    VariableDeclarator({ id, init }) {
      if (id.type === "Identifier" && init && isFunction(init)) found.set(id.name, toHandler(init));
    },
  }).visit(program);
  return found;
}

function isSilent({ parameter, body }: Handler): boolean {
  if (!body) return true;
  const names = new Set<string>();
  if (parameter) walk(parameter, (node) => void (node.type === "Identifier" && names.add(node.name)));
  let isUsed = false;
  walk(body, (node, inFunction) => {
    if (node.type === "ThrowStatement") isUsed ||= !inFunction;
    else if (node.type === "CallExpression") isUsed ||= isLogging(node.callee);
    else if (node.type === "Identifier") isUsed ||= names.has(node.name);
  });
  return !isUsed;
}

function isLogging(callee: Node): boolean {
  if (callee.type === "Identifier") return callee.name === "log";
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return false;
  return LOG_METHODS.has(callee.property.name);
}

/** Visits a node and its descendants, without names of properties, which are not references. */
function walk(
  node: Node,
  visit: (node: Node, inFunction: boolean) => void,
  root: Node = node,
  inFunction = false,
): void {
  visit(node, inFunction);
  const inside = inFunction || (node !== root && isFunction(node));
  for (const [key, value] of Object.entries(node)) {
    const isName = key === (node.type === "MemberExpression" ? "property" : "key");
    if (isName && "computed" in node && !node.computed) continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, root, inside);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

function isReason({ value }: Comment): boolean {
  return !DIRECTIVE.test(value) && (value.match(/\p{L}+/gu)?.length ?? 0) >= WORDS_OF_A_REASON;
}

/** Finds the line and column of an offset. */
class Lines {
  readonly #starts: number[] = [0];

  constructor(source: string) {
    for (const { index } of source.matchAll(/\n/g)) this.#starts.push(index + 1);
  }

  find(offset: number): { line: number; column: number } {
    const line = this.#starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (this.#starts[line] ?? 0) + 1 };
  }
}
