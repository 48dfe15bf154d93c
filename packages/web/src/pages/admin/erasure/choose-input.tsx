import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { formatBytes, formatDate } from "../../../components/format.ts";
import { TextField } from "../../../components/text-field.tsx";
import { useDebounced } from "../../../components/use-debounced.ts";
import { strings } from "../../../strings/erasure.ts";

import { findInputs, type Choice } from "./queries.ts";

const DEBOUNCE_MS = 250;

/** Finds one input file by its name. */
export function ChooseInput({ onChange }: { onChange: (choice: Choice | undefined) => void }) {
  const [text, setText] = useState("");
  const [chosenId, setChosenId] = useState<string>();
  const { data, error, refetch } = useQuery(findInputs(useDebounced(text.trim(), DEBOUNCE_MS)));
  const search = (next: string) => {
    setText(next);
    setChosenId(undefined);
    onChange(undefined);
  };
  return (
    <>
      <TextField
        label={strings.findInput}
        type="search"
        maxLength={200}
        value={text}
        onChange={search}
        hint={strings.findInputHint}
      />
      {error && <ErrorMessage error={error} onRetry={() => void refetch()} />}
      {!data && !error && <div aria-busy="true" className="skeleton h-24" />}
      {data?.items.length === 0 && (
        <p role="status" className="text-soft">
          {strings.noInputs}
        </p>
      )}
      {data && data.items.length > 0 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 text-sm font-medium">{strings.inputs}</legend>
          {data.items.map(({ id, filename, bytes, createdAt, thumbnailUrl }) => (
            <label key={id} className="flex items-center gap-2.5">
              <input
                type="radio"
                name="input"
                className="size-4 shrink-0 accent-accent"
                checked={chosenId === id}
                onChange={() => {
                  setChosenId(id);
                  onChange({ subject: { inputId: id }, name: filename });
                }}
              />
              {thumbnailUrl === undefined ? (
                <span className="size-10 shrink-0 rounded-sm bg-sunken" />
              ) : (
                <img src={thumbnailUrl} alt="" className="size-10 shrink-0 rounded-sm object-cover" />
              )}
              <span className="min-w-0 wrap-anywhere">
                {filename}
                <span className="block text-sm text-soft">
                  {formatBytes(bytes)}, {formatDate(createdAt)}
                </span>
              </span>
            </label>
          ))}
          {data.next !== null && <p className="text-sm text-soft">{strings.moreInputs}</p>}
        </fieldset>
      )}
    </>
  );
}
