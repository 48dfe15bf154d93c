import { Select } from "../../../../../components/select.tsx";
import { strings } from "../../../../../strings/workflows.ts";
import { changeWorkflowDraft, type Form, type WorkflowDraft } from "../draft.ts";
import { addField, listOtherFields, moveItem, removeField, replaceItem, type List } from "./edit-form.ts";
import { FieldSettings } from "./field-settings.tsx";
import type { FormProblems } from "./form-problems.ts";
import { ItemEditor } from "./item-editor.tsx";

/** Edits the form of the draft: its fields, inputs and outputs, in the order in which artists see them. */
export function FormEditor({ draft: { form, proposal }, problems }: { draft: WorkflowDraft; problems: FormProblems }) {
  const others = listOtherFields(form, proposal);
  const change = (next: (form: Form) => Form) => changeWorkflowDraft((draft) => ({ form: next(draft.form) }));
  const describeNode = (node: string, input = "") => {
    const { class_type: classType = "" } = (proposal.graph[node] ?? {}) as { class_type?: string };
    return [`${node} ${classType}`, input].filter(Boolean).join(" · ");
  };
  const getProps = (list: List, index: number) => ({
    isFirst: index === 0,
    isLast: index === form[list].length - 1,
    onMove: (by: 1 | -1) => change((now) => moveItem(now, list, index, by)),
  });
  return (
    <section aria-label={strings.form} className="flex min-w-0 flex-col gap-3">
      <h2>{strings.form}</h2>
      <ItemList label={strings.fields}>
        {form.fields.map((field, index) => (
          <ItemEditor
            key={`${field.node} ${field.input}`}
            item={field}
            about={`${field.type} · ${describeNode(field.node, field.input)}`}
            problems={problems.get(field) ?? {}}
            {...getProps("fields", index)}
            onChange={(next) => change((now) => replaceItem(now, "fields", index, next))}
            onRemove={() => change((now) => removeField(now, index))}
          >
            <FieldSettings
              field={field}
              problems={problems.get(field) ?? {}}
              onChange={(next) => change((now) => replaceItem(now, "fields", index, next))}
            />
          </ItemEditor>
        ))}
      </ItemList>
      {others.length > 0 && (
        <Select
          label={strings.addField}
          value=""
          options={[
            ["", strings.chooseValue(others.length)],
            ...others.map(({ label, node, input }) => [`${node} ${input}`, `${label} (${node})`] as const),
          ]}
          onChange={(place) => {
            const field = others.find(({ node, input }) => `${node} ${input}` === place);
            if (field) change((now) => addField(now, field));
          }}
        />
      )}
      {form.inputs.length > 0 && (
        <ItemList label={strings.inputs}>
          {form.inputs.map((input, index) => (
            <ItemEditor
              key={`${input.node} ${input.input}`}
              item={input}
              about={`${strings.file(input.kind)} · ${describeNode(input.node, input.input)}`}
              problems={problems.get(input) ?? {}}
              {...getProps("inputs", index)}
              onChange={(next) => change((now) => replaceItem(now, "inputs", index, next))}
            />
          ))}
        </ItemList>
      )}
      <ItemList label={strings.outputs}>
        {form.outputs.map((output, index) => (
          <ItemEditor
            key={output.node}
            item={output}
            about={describeNode(output.node)}
            problems={problems.get(output) ?? {}}
            {...getProps("outputs", index)}
            onChange={(next) => change((now) => replaceItem(now, "outputs", index, next))}
          />
        ))}
      </ItemList>
    </section>
  );
}

const ItemList = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <>
    <h3>{label}</h3>
    <ol aria-label={label} className="divide-y divide-line rounded-lg border border-line bg-surface">
      {children}
    </ol>
  </>
);
