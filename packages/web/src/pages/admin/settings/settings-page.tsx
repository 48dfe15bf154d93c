import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { ifMatch, isStale, tagged, type Tagged } from "../../../api/tagged.ts";
import { Button } from "../../../parts/button.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { RowsToCome } from "../../../parts/table.tsx";
import { TextField } from "../../../parts/text-field.tsx";
import { TimeZone } from "../../../parts/time-zone.tsx";
import { toast } from "../../../parts/toast.tsx";

type Tenant = components["schemas"]["Tenant"];
type Settings = Pick<Tenant, "name" | "timeZone" | "rawGraphs">;

/** What holds for the whole studio. */
export function SettingsPage() {
  const found = useQuery({ queryKey: ["tenant"], queryFn: ({ signal }) => tagged<Tenant>("/v1/tenant", signal) });
  return (
    <>
      <title>Settings – Pegbar</title>
      <h1>Settings</h1>
      {found.error && !found.data && <Problem error={found.error} again={() => void found.refetch()} />}
      {found.isPending && <RowsToCome rows={3} />}
      {found.data && <Form now={found.data} />}
    </>
  );
}

const names = { name: "name", timeZone: "time zone", rawGraphs: "raw graphs" } as const;
const inWords = (value: string | boolean): string =>
  value === true ? "allowed" : value === false ? "not allowed" : value;

function Form({ now }: { now: Tagged<Tenant> }) {
  const queries = useQueryClient();
  const [base, setBase] = useState(now);
  const [typed, setTyped] = useState<Partial<Settings>>({});
  const { name, timeZone, rawGraphs } = { ...base.value, ...typed };
  const change = Object.fromEntries(
    Object.entries(typed).filter(([key, value]) => value !== base.value[key as keyof Settings]),
  ) as Partial<Settings>;
  const fields = Object.keys(change) as (keyof Settings)[];
  const put = (more: Partial<Settings>) => setTyped((before) => ({ ...before, ...more }));
  const others = (Object.keys(names) as (keyof Settings)[]).filter((key) => base.value[key] !== now.value[key]);

  const set = async (settings: Partial<Settings>, header?: { "if-match": string }) => {
    await api.patch("/v1/tenant", { ...(header ? { params: { header } } : {}), body: settings });
    await queries.invalidateQueries({ queryKey: ["tenant"] });
    await queries.invalidateQueries({ queryKey: ["me"] });
    const after = queries.getQueryData<Tagged<Tenant>>(["tenant"]);
    if (after) setBase(after);
    setTyped({});
  };
  const save = useMutation({
    mutationFn: () => set(change, ifMatch(base.tag)),
    onMutate: () => Object.fromEntries(fields.map((key) => [key, base.value[key]])) as Partial<Settings>,
    onSuccess: (_, __, before) => toast("The settings are kept.", () => set(before)),
    onError: (error) => isStale(error) && queries.invalidateQueries({ queryKey: ["tenant"] }),
  });

  return (
    <form
      className="flex max-w-xl flex-col gap-5 rounded-lg border border-line bg-surface p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (fields.length > 0) save.mutate();
      }}
    >
      {others.length > 0 && !save.isPending && (
        <div role="alert" className="flex flex-col items-start gap-2 rounded-md border border-warn bg-warn-wash p-3">
          <p>
            Somebody has changed this meanwhile:{" "}
            {others.map((key) => `${names[key]} is ${inWords(now.value[key])} now`).join("; ")}. What you typed is still
            here.
          </p>
          <Button
            size="sm"
            look="plain"
            onClick={() => {
              setBase(now);
              save.reset();
            }}
          >
            Go on
          </Button>
        </div>
      )}
      <TextField label="Name" required maxLength={200} value={name} onChange={(value) => put({ name: value })} />
      <TimeZone value={timeZone} onChange={(value) => put({ timeZone: value })} />
      <label className="flex gap-2.5">
        <input
          type="checkbox"
          checked={rawGraphs}
          onChange={(event) => put({ rawGraphs: event.target.checked })}
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        <span>
          Members may run raw graphs
          <span className="block text-sm text-soft">
            Graphs that no admin has published as a workflow. They are checked like all others.
          </span>
        </span>
      </label>
      {save.error && !isStale(save.error) && <Problem error={save.error} />}
      <div className="flex justify-end gap-2">
        <Button look="plain" disabled={fields.length === 0} onClick={() => setTyped({})}>
          Reset
        </Button>
        <Button type="submit" busy={save.isPending} disabled={fields.length === 0}>
          Save
        </Button>
      </div>
    </form>
  );
}
