import type { Form, Proposal } from "../draft.ts";

/** The lists of a form whose items have names. */
export type List = "fields" | "inputs" | "outputs";
export type Field = Form["fields"][number];
export type Item<L extends List = List> = Form[L][number];

/** The form with one list replaced. */
const withList = <L extends List>(form: Form, list: L, items: readonly Item<L>[]): Form => ({ ...form, [list]: items });

/** The form with one item replaced. The others keep their identity, by which errors find them. */
export const replaceItem = <L extends List>(form: Form, list: L, index: number, item: Item<L>): Form =>
  withList(form, list, (form[list] as Item<L>[]).with(index, item));

/** The form with one item moved by one place; unchanged at the ends. */
export function moveItem(form: Form, list: List, index: number, by: 1 | -1): Form {
  const items: Item[] = [...form[list]];
  const [item, other] = [items[index], items[index + by]];
  if (!item || !other) return form;
  items[index] = other;
  items[index + by] = item;
  return withList(form, list, items);
}

/** The form without a field. The graph then keeps its own value. */
export const removeField = (form: Form, index: number): Form => ({
  ...form,
  fields: form.fields.toSpliced(index, 1),
});

/** Values of the graph that are no field yet. */
export const listOtherFields = (form: Form, { more, form: proposed }: Pick<Proposal, "more" | "form">): Field[] =>
  [...proposed.fields, ...more].filter(
    ({ node, input }) => !form.fields.some((one) => one.node === node && one.input === input),
  );

/** The form with one more field, under a name that is not taken. */
export function addField(form: Form, field: Field): Form {
  const taken = new Set([...form.fields, ...form.inputs, ...form.outputs].map(({ name }) => name));
  let { name } = field;
  for (let count = 2; taken.has(name); count++) name = `${field.name}_${count}`;
  return { ...form, fields: [...form.fields, { ...field, name }] };
}
