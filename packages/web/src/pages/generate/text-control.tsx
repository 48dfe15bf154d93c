import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { setFieldValue } from "./draft.ts";
import { controlClass, FieldFrame, type ControlProps } from "./field-frame.tsx";
import { earlierTexts } from "./queries.ts";
import type { Field } from "./values.ts";

type TextField = Extract<Field, { type: "string" }>;

/** A text input; prompts have a list of the user's earlier texts. */
export function TextControl({ field, name, value, error }: ControlProps<TextField>) {
  const [previous, setPrevious] = useState<string>();
  const text = String(value);
  const isPrompt = field.purpose === "prompt" || field.purpose === "negative_prompt";
  const Box = field.multiline ? "textarea" : "input";
  const setText = (next: string) => {
    setPrevious(undefined);
    setFieldValue(name, next);
  };
  return (
    <FieldFrame
      {...{ field, name, value, error }}
      wide
      action={
        <>
          {previous !== undefined && (
            <Button variant="quiet" size="sm" onClick={() => setText(previous)}>
              Undo
            </Button>
          )}
          {isPrompt && (
            <EarlierTexts
              field={field}
              choose={(chosen) => {
                setPrevious(text);
                setFieldValue(name, chosen);
              }}
            />
          )}
        </>
      }
    >
      {({ id, describedBy, invalid }) => (
        <Box
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          value={text}
          spellCheck={isPrompt}
          onChange={(event: { target: { value: string } }) => setText(event.target.value)}
          className={`${controlClass} field-sizing-content max-h-96 leading-relaxed ${field.purpose === "prompt" ? "min-h-24" : field.multiline ? "min-h-12" : ""}`}
        />
      )}
    </FieldFrame>
  );
}

/** Button with a list of the user's texts from earlier jobs. */
function EarlierTexts({ field, choose }: { field: TextField; choose: (text: string) => void }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const anchor = `--earlier-${field.name}`;
  return (
    <>
      <Button
        variant="quiet"
        size="sm"
        className="-mr-2.5 !text-soft"
        popoverTarget={id}
        style={{ anchorName: anchor }}
      >
        Recent<span className="sr-only"> texts for {field.label}</span>
      </Button>
      <div
        id={id}
        ref={list}
        popover="auto"
        onToggle={(event) => setOpen(event.newState === "open")}
        style={{ positionAnchor: anchor }}
        className="inset-auto m-0 mt-1 max-h-80 w-md max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line bg-raised p-1.5 text-text shadow-lg [position-try-fallbacks:flip-block] [top:anchor(bottom)] [right:anchor(right)]"
      >
        {open && (
          <TextList
            field={field}
            choose={(text) => {
              choose(text);
              list.current?.hidePopover();
            }}
          />
        )}
      </div>
    </>
  );
}

function TextList({ field, choose }: { field: TextField; choose: (text: string) => void }) {
  const { member } = useMe();
  const { data, error } = useQuery(earlierTexts(member?.id ?? "", field.name));
  if (error) return <ErrorMessage error={error} />;
  if (!data)
    return (
      <div aria-busy="true" className="p-1.5">
        <div className="skeleton h-20" />
      </div>
    );
  if (data.length === 0) return <p className="p-2 text-sm text-soft">Texts from your earlier jobs appear here.</p>;
  return (
    <ul aria-label={`Recent texts for ${field.label}`}>
      {data.map((text) => (
        <li key={text}>
          <button
            type="button"
            onClick={() => choose(text)}
            className="w-full rounded-md px-2.5 py-1.5 text-left text-sm hover:bg-sunken"
          >
            <span className="line-clamp-3">{text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
