import { CliError } from "../exit.ts";
import type { Form } from "./draft-file.ts";
import { parseProperty } from "./parse-property.ts";

export interface FormEdits {
  /** `NODE.INPUT` of values that become fields. */
  add?: readonly string[];
  /** Names. */
  remove?: readonly string[];
  /** `NAME.PROPERTY=VALUE` */
  set?: readonly string[];
  /** `NAME=POSITION`, from 1, within fields, inputs or outputs. */
  move?: readonly string[];
}

type Field = Form["fields"][number];
const LISTS = ["fields", "inputs", "outputs"] as const;
interface Item extends Record<string, unknown> {
  name: string;
}

export const hasEdits = ({ add, remove, set, move }: FormEdits): boolean =>
  [add, remove, set, move].some((list) => list !== undefined && list.length > 0);

/**
 * A form with edits: fields are removed, then added, then changed, then moved. The API checks the result.
 * @param available values of the graph that could be fields
 * @throws CliError for a name or place that does not exist, or a value that its property does not take
 */
export function editForm(form: Form, edits: FormEdits, available: readonly Field[]): Form {
  const edited = structuredClone(form);
  for (const name of edits.remove ?? []) {
    const { list, index } = findItem(edited, name);
    list.splice(index, 1);
  }
  for (const place of edits.add ?? []) edited.fields.push(chooseField(edited, place, available));
  for (const text of edits.set ?? []) setProperty(edited, text);
  for (const text of edits.move ?? []) moveItem(edited, text);
  return edited;
}

function findItem(form: Form, name: string) {
  for (const key of LISTS) {
    const list: Item[] = form[key];
    const index = list.findIndex((one) => one.name === name);
    const item = list[index];
    if (item) return { list, index, item };
  }
  const names = LISTS.flatMap((key) => form[key].map((one) => one.name));
  throw new CliError("usage", `The form has no ${name}.`, `It has: ${names.join(", ")}.`);
}

function chooseField(form: Form, place: string, available: readonly Field[]): Field {
  const used = form.fields.find(({ node, input }) => `${node}.${input}` === place);
  if (used) throw new CliError("usage", `${place} is a field already: ${used.name}.`);
  const found = available.find(({ node, input }) => `${node}.${input}` === place);
  if (!found)
    throw new CliError(
      "usage",
      `The graph has no value ${place} that could be a field.`,
      available.length === 0
        ? "All its values are fields."
        : `Choose among: ${available.map(({ node, input }) => `${node}.${input}`).join(", ")}.`,
    );
  const taken = LISTS.flatMap((key) => form[key].map(({ name }) => name));
  let name = found.name;
  for (let count = 2; taken.includes(name); count++) name = `${found.name}_${count}`;
  return { ...found, name };
}

function setProperty(form: Form, text: string): void {
  const [, name = "", property = "", value = ""] = /^([^.=]+)\.([^.=]+)=(.*)$/s.exec(text) ?? [];
  if (name === "") throw new CliError("usage", `Not NAME.PROPERTY=VALUE: ${text}`, "Write it as: steps.label=Quality");
  const { item } = findItem(form, name);
  const parsed = parseProperty(item, property, value);
  if (parsed === undefined) delete item[property];
  else item[property] = parsed;
}

function moveItem(form: Form, text: string): void {
  const [, name = "", position = ""] = /^([^=]+)=(\d+)$/.exec(text) ?? [];
  if (name === "") throw new CliError("usage", `Not NAME=POSITION: ${text}`, "Write it as: steps=1");
  const { list, index, item } = findItem(form, name);
  const target = Number(position);
  if (target < 1 || target > list.length)
    throw new CliError("usage", `${name} cannot be at position ${position}.`, `Choose 1 to ${list.length}.`);
  list.splice(index, 1);
  list.splice(target - 1, 0, item);
}
