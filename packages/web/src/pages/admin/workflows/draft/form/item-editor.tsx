import type { ReactNode } from "react";
import { Button } from "../../../../../components/button.tsx";
import { Badge } from "../../../../../components/table.tsx";
import { TextField } from "../../../../../components/text-field.tsx";
import { strings } from "../../../../../strings/workflows.ts";
import type { Item } from "./edit-form.ts";
import type { ItemProblems } from "./form-problems.ts";

interface Props<I extends Item> {
  item: I;
  /** Type, and the input of a node that it sets. */
  about: string;
  problems: ItemProblems;
  isFirst: boolean;
  isLast: boolean;
  onChange: (item: I) => void;
  onMove: (by: 1 | -1) => void;
  onRemove?: () => void;
  children?: ReactNode;
}

/** One field, input or output of a form: its place in the list, and its settings when opened. */
export function ItemEditor<I extends Item>(props: Props<I>) {
  const { item, about, problems, isFirst, isLast, onChange, onMove, onRemove, children } = props;
  const { label, name } = item;
  return (
    <li className="flex items-start gap-2 px-3 py-2">
      <details className="min-w-0 grow">
        <summary className="min-h-7 cursor-pointer">
          <span className="ml-1 inline-flex max-w-[calc(100%-2rem)] flex-wrap items-center gap-x-2 align-top">
            <span className="font-medium wrap-anywhere">{label || name}</span>
            <span className="font-mono text-xs text-soft">{name}</span>
            <span className="text-sm text-soft">{about}</span>
            {Object.keys(problems).length > 0 && <Badge tone="bad">{strings.hasError}</Badge>}
          </span>
        </summary>
        <div className="grid gap-3 py-2 md:grid-cols-2">
          {problems[""] && <p className="text-sm text-bad md:col-span-2">{problems[""]}</p>}
          <TextField
            label={strings.label}
            value={label}
            error={problems["label"]}
            onChange={(text) => onChange({ ...item, label: text })}
          />
          <TextField
            label={strings.fieldName}
            value={name}
            hint={strings.fieldNameHint}
            error={problems["name"] ?? problems["input"] ?? problems["type"] ?? problems["kind"]}
            onChange={(text) => onChange({ ...item, name: text })}
          />
          {"input" in item && (
            <TextField
              label={strings.help}
              value={item.help ?? ""}
              className="md:col-span-2"
              onChange={(text) => {
                const { help: _, ...rest } = item;
                onChange((text === "" ? rest : { ...rest, help: text }) as I);
              }}
            />
          )}
          {children}
        </div>
      </details>
      <span className="flex shrink-0">
        <SmallButton label={strings.moveUp(label)} disabled={isFirst} onClick={() => onMove(-1)}>
          ↑
        </SmallButton>
        <SmallButton label={strings.moveDown(label)} disabled={isLast} onClick={() => onMove(1)}>
          ↓
        </SmallButton>
        {onRemove && (
          <SmallButton label={strings.removeField(label)} onClick={onRemove}>
            ×
          </SmallButton>
        )}
      </span>
    </li>
  );
}

interface SmallButtonProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: string;
}

const SmallButton = ({ label, children, ...rest }: SmallButtonProps) => (
  <Button size="sm" variant="quiet" aria-label={label} title={label} className="!px-1.5" {...rest}>
    {children}
  </Button>
);
