import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useMe } from "../../api/me.ts";
import { Button } from "../../parts/button.tsx";
import { Problem } from "../../parts/problem.tsx";
import { setValue } from "./desk.ts";
import { boxed, Frame, type ControlProps } from "./field.tsx";
import { earlier } from "./queries.ts";
import type { Field } from "./values.ts";

type TextField = Extract<Field, { type: "string" }>;

/** A text; prompts with what one wrote before. */
export function TextControl({ field, name, value, problem }: ControlProps<TextField>) {
  const [before, setBefore] = useState<string>();
  const text = String(value);
  const isPrompt = field.purpose === "prompt" || field.purpose === "negative_prompt";
  const Box = field.multiline ? "textarea" : "input";
  const type = (next: string) => {
    setBefore(undefined);
    setValue(name, next);
  };
  return (
    <Frame
      {...{ field, name, value, problem }}
      wide
      aside={
        <>
          {before !== undefined && (
            <Button look="quiet" size="sm" onClick={() => type(before)}>
              Undo
            </Button>
          )}
          {isPrompt && (
            <Earlier
              field={field}
              choose={(chosen) => {
                setBefore(text);
                setValue(name, chosen);
              }}
            />
          )}
        </>
      }
    >
      {({ id, described, invalid }) => (
        <Box
          id={id}
          aria-describedby={described}
          aria-invalid={invalid}
          value={text}
          spellCheck={isPrompt}
          onChange={(event: { target: { value: string } }) => type(event.target.value)}
          className={`${boxed} field-sizing-content max-h-96 leading-relaxed ${field.purpose === "prompt" ? "min-h-24" : field.multiline ? "min-h-12" : ""}`}
        />
      )}
    </Frame>
  );
}

/** One's own texts from earlier jobs. */
function Earlier({ field, choose }: { field: TextField; choose: (text: string) => void }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const anchor = `--earlier-${field.name}`;
  return (
    <>
      <Button look="quiet" size="sm" className="-mr-2.5 !text-soft" popoverTarget={id} style={{ anchorName: anchor }}>
        Earlier<span className="sr-only"> texts for {field.label}</span>
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
          <Texts
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

function Texts({ field, choose }: { field: TextField; choose: (text: string) => void }) {
  const { member } = useMe();
  const { data, error } = useQuery(earlier(member?.id ?? "", field.name));
  if (error) return <Problem error={error} />;
  if (!data)
    return (
      <div aria-busy="true" className="p-1.5">
        <div className="skeleton h-20" />
      </div>
    );
  if (data.length === 0)
    return <p className="p-2 text-sm text-soft">What you write is kept with each job, and offered here again.</p>;
  return (
    <ul aria-label={`Earlier texts for ${field.label}`}>
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
