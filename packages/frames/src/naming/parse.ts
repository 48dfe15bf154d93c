import { quoteText, type FrameProblem } from "../problem.ts";
import { namingFields, type NamingField, type NamingPart, type NamingScheme } from "./scheme.ts";

const MAX_LENGTH = 200;
const PART = /\{(?<field>[a-z]*)(?::(?<format>[^{}]*))?\}|(?<text>[^{}]+)|(?<brace>[{}])/g;
/** Without these, two files of a shot could have one name. */
const REQUIRED = ["shot", "name", "version", "frame", "ext"] as const satisfies readonly NamingField[];

const isField = (name: string): name is NamingField => (namingFields as readonly string[]).includes(name);
const isNumber = (field: NamingField): boolean => field === "version" || field === "frame";

/** Reads a scheme such as `{sequence}_{shot}_{name}.v{version:03}.{frame:04}.{ext}`. Never throws. */
export function parseNamingScheme(text: string): { scheme: NamingScheme } | { problem: FrameProblem } {
  if (text.length > MAX_LENGTH)
    return refuse(`The scheme has ${text.length} characters.`, `Use at most ${MAX_LENGTH}.`, MAX_LENGTH);
  const parts: NamingPart[] = [];
  for (const { index, groups = {} } of text.matchAll(PART)) {
    const part = readPart(groups, index);
    if ("problem" in part) return part;
    const problem = findPlaceProblem(part, parts.at(-1), index);
    if (problem) return problem;
    if ("field" in part && parts.some((one) => "field" in one && one.field === part.field))
      return refuse(`{${part.field}} is there twice.`, "Leave one of them out.", index);
    parts.push(part);
  }
  return findMissing(parts) ?? { scheme: { parts } };
}

function readPart(groups: Record<string, string | undefined>, at: number): NamingPart | { problem: FrameProblem } {
  const { field, format, text, brace } = groups;
  if (brace !== undefined) return refuse("A brace has no partner.", "Write fields such as {shot}.", at);
  if (text !== undefined) {
    const wrong = /[^A-Za-z0-9._-]/.exec(text);
    if (!wrong) return { text };
    return refuse(
      `${quoteText(wrong[0])} cannot be in a file name on every system.`,
      "Use letters, digits and . _ - between the fields.",
      at + wrong.index,
    );
  }
  if (field === undefined || !isField(field))
    return refuse(`There is no field {${field ?? ""}}.`, `Use ${namingFields.map((one) => `{${one}}`).join(" ")}.`, at);
  if (format === undefined) return { field, digits: 1 };
  if (!isNumber(field)) return refuse(`{${field}} is no number.`, `Write {${field}}.`, at);
  if (!/^0[1-9]$/.test(format))
    return refuse(`${quoteText(format)} is no number of digits.`, `Write {${field}:04} for four digits.`, at);
  return { field, digits: Number(format) };
}

/** What is wrong with a part behind another one. */
function findPlaceProblem(part: NamingPart, before: NamingPart | undefined, at: number) {
  const isNumeric = (one: NamingPart | undefined) => one !== undefined && "field" in one && isNumber(one.field);
  if (!before && "text" in part && /^[.-]/.test(part.text))
    return refuse(`The name begins with ${part.text[0]}.`, "Begin with a letter, a digit or a field.", at);
  if (before && "field" in before && before.field === "ext")
    return refuse("The name goes on after {ext}.", "End with .{ext}.", at);
  if (isNumeric(part) && (isNumeric(before) || (before && "text" in before && /\d$/.test(before.text))))
    return refuse(
      "A number stands directly behind another one.",
      "Put a letter or one of . _ - between them, so that both can be read from the name.",
      at,
    );
  if (isNumeric(before) && "text" in part && /^\d/.test(part.text))
    return refuse("A digit stands directly behind a number.", "Put a letter or one of . _ - between them.", at);
  return undefined;
}

function findMissing(parts: readonly NamingPart[]) {
  const fields = new Set(parts.flatMap((one) => ("field" in one ? [one.field] : [])));
  const missing = REQUIRED.filter((field) => !fields.has(field));
  if (missing.length > 0)
    return refuse(
      `${missing.map((field) => `{${field}}`).join(", ")} ${missing.length === 1 ? "is" : "are"} missing.`,
      "Add what is missing: without it, two files could have one name.",
      0,
    );
  const beforeEnd = parts.at(-2);
  if (!beforeEnd || !("text" in beforeEnd) || !beforeEnd.text.endsWith("."))
    return refuse("The name does not end with .{ext}.", "Put a dot before {ext}.", 0);
  return undefined;
}

const refuse = (message: string, remedy: string, at: number): { problem: FrameProblem } => ({
  problem: { code: "naming_invalid", message, remedy, at },
});
