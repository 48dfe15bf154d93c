import { useState } from "react";
import type { Workflow } from "./values.ts";

interface Props {
  workflows: readonly Workflow[];
  chosen: Workflow | undefined;
  choose: (slug: string) => void;
  /** A submit was attempted, so a missing choice is an error. */
  wasSubmitted: boolean;
}

/** Number of workflows from which a search field is shown. */
const SEARCH_FROM = 9;

/** Radio group of the studio's workflows. */
export function WorkflowSelect({ workflows, chosen, choose, wasSubmitted }: Props) {
  const [words, setWords] = useState("");
  const isMatch = ({ name, description, slug }: Workflow) =>
    `${name} ${description} ${slug}`.toLowerCase().includes(words.trim().toLowerCase());
  const listed = workflows.filter((one) => one === chosen || isMatch(one));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-2 text-lg font-semibold">Workflow</legend>
      {workflows.length >= SEARCH_FROM && (
        <input
          type="search"
          aria-label="Search workflows"
          placeholder="Search workflows"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          className="min-h-9 rounded-md border border-line bg-surface px-2.5 placeholder:text-soft"
        />
      )}
      <div className="grid max-h-80 gap-2 overflow-y-auto -m-0.5 p-0.5 sm:grid-cols-[repeat(auto-fill,minmax(15rem,1fr))]">
        {listed.map((one) => (
          <label
            key={one.id}
            className="flex gap-2.5 rounded-lg border border-line bg-surface p-3 transition-colors hover:border-edge has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="workflow"
              value={one.slug}
              checked={one === chosen}
              onChange={() => choose(one.slug)}
              className="mt-1 size-4 shrink-0 accent-accent outline-none"
            />
            <span className="min-w-0">
              <span className="block font-medium">{one.name}</span>
              <span className="line-clamp-3 text-sm text-soft">{one.description}</span>
            </span>
          </label>
        ))}
      </div>
      {wasSubmitted && !chosen && (
        <p data-missing tabIndex={-1} className="text-sm font-medium text-bad">
          Choose a workflow.
        </p>
      )}
      {listed.length === 0 && <p className="text-sm text-soft">No matches. Remove a word.</p>}
    </fieldset>
  );
}
