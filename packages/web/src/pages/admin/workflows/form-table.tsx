import type { ReactNode } from "react";
import { formatCount } from "../../../components/format.ts";
import { Table, Td, Th } from "../../../components/table.tsx";
import { strings } from "../../../strings/workflows.ts";
import { describeRange, type Field } from "../../generate/values.ts";
import type { WorkflowVersion } from "./queries.ts";

/** The form of a version, read-only: fields, inputs and outputs with the nodes that they set. */
export function FormTable({ version: { version, form, graph } }: { version: WorkflowVersion }) {
  const describeNode = (node: string, input?: string) => {
    const { class_type: classType } = (graph[node] ?? {}) as { class_type?: string };
    return `${node}${classType === undefined ? "" : ` ${classType}`}${input === undefined ? "" : ` · ${input}`}`;
  };
  return (
    <section className="flex flex-col gap-2">
      <h2>{strings.formOf(version)}</h2>
      <Table
        label={strings.formOf(version)}
        head={
          <>
            <Th>{strings.label}</Th>
            <Th>{strings.type}</Th>
            <Th wide>{strings.default}</Th>
            <Th wide>{strings.range}</Th>
            <Th wide>{strings.setsNode}</Th>
          </>
        }
      >
        {form.fields.map((field) => (
          <Row key={field.name} {...field} node={describeNode(field.node, field.input)}>
            <Td>{field.type}</Td>
            <Td wide className="max-w-64 truncate">
              {String(field.default)}
            </Td>
            <Td wide>{describeValues(field)}</Td>
          </Row>
        ))}
        {form.inputs.map((input) => (
          <Row key={input.name} {...input} node={describeNode(input.node, input.input)}>
            <Td>{strings.file(input.kind)}</Td>
            <Td wide />
            <Td wide />
          </Row>
        ))}
        {form.outputs.map((output) => (
          <Row key={output.name} {...output} node={describeNode(output.node)}>
            <Td>{strings.output}</Td>
            <Td wide />
            <Td wide />
          </Row>
        ))}
      </Table>
    </section>
  );
}

interface RowProps {
  label: string;
  name: string;
  help?: string | undefined;
  node: string;
  children: ReactNode;
}

const Row = ({ label, name, help, node, children }: RowProps) => (
  <tr>
    <Td>
      <span className="font-medium">{label}</span> <span className="font-mono text-xs text-soft">{name}</span>
      {help && <span className="block text-sm text-soft">{help}</span>}
    </Td>
    {children}
    <Td wide className="font-mono text-xs">
      {node}
    </Td>
  </tr>
);

/** The values that a field accepts. */
function describeValues(field: Field): string {
  switch (field.type) {
    case "boolean":
      return strings.onOff;
    case "choice":
      return field.choices.join(", ");
    case "model":
      return field.choices?.join(", ") ?? strings.anyModel(field.kind);
    case "string":
      return strings.characters(formatCount(field.maxLength));
    default:
      return describeRange(field);
  }
}
