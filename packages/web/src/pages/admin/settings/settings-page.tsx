import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { ifMatchHeader, isConflict, fetchVersioned, type Versioned } from "../../../api/versioned.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TableSkeleton } from "../../../components/table.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { TimeZoneSelect } from "../../../components/time-zone-select.tsx";
import { showToast } from "../../../components/toast.tsx";

type Tenant = components["schemas"]["Tenant"];
type Settings = Pick<Tenant, "name" | "timeZone" | "rawGraphs">;

/** Settings of the whole studio. */
export function SettingsPage() {
  const found = useQuery({
    queryKey: ["tenant"],
    queryFn: ({ signal }) => fetchVersioned<Tenant>("/v1/tenant", signal),
  });
  return (
    <>
      <title>Settings – Pegbar</title>
      <h1>Settings</h1>
      {found.error && !found.data && <ErrorMessage error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <TableSkeleton rows={3} />}
      {found.data && <Form current={found.data} />}
    </>
  );
}

const fieldNames = { name: "name", timeZone: "time zone", rawGraphs: "raw graphs" } as const;
const formatValue = (value: string | boolean): string =>
  value === true ? "allowed" : value === false ? "not allowed" : value;

function Form({ current }: { current: Versioned<Tenant> }) {
  const queryClient = useQueryClient();
  const [base, setBase] = useState(current);
  const [typed, setTyped] = useState<Partial<Settings>>({});
  const { name, timeZone, rawGraphs } = { ...base.value, ...typed };
  const change = Object.fromEntries(
    Object.entries(typed).filter(([key, value]) => value !== base.value[key as keyof Settings]),
  ) as Partial<Settings>;
  const changedFields = Object.keys(change) as (keyof Settings)[];
  const setField = (more: Partial<Settings>) => setTyped((before) => ({ ...before, ...more }));
  const changedByOthers = (Object.keys(fieldNames) as (keyof Settings)[]).filter(
    (key) => base.value[key] !== current.value[key],
  );

  const patch = async (settings: Partial<Settings>, header?: { "if-match": string }) => {
    await api.patch("/v1/tenant", { ...(header ? { params: { header } } : {}), body: settings });
    await queryClient.invalidateQueries({ queryKey: ["tenant"] });
    await queryClient.invalidateQueries({ queryKey: ["me"] });
    const after = queryClient.getQueryData<Versioned<Tenant>>(["tenant"]);
    if (after) setBase(after);
    setTyped({});
  };
  const save = useMutation({
    mutationFn: () => patch(change, ifMatchHeader(base.etag)),
    onMutate: () => Object.fromEntries(changedFields.map((key) => [key, base.value[key]])) as Partial<Settings>,
    onSuccess: (_, __, before) => showToast("Settings saved.", () => patch(before)),
    onError: (error) => isConflict(error) && queryClient.invalidateQueries({ queryKey: ["tenant"] }),
  });

  return (
    <form
      className="flex max-w-xl flex-col gap-5 rounded-lg border border-line bg-surface p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (changedFields.length > 0) save.mutate();
      }}
    >
      {changedByOthers.length > 0 && !save.isPending && (
        <div role="alert" className="flex flex-col items-start gap-2 rounded-md border border-warn bg-warn-wash p-3">
          <p>
            Someone else changed these settings:{" "}
            {changedByOthers.map((key) => `${fieldNames[key]} is now ${formatValue(current.value[key])}`).join("; ")}.
            Your edits are kept.
          </p>
          <Button
            size="sm"
            variant="plain"
            onClick={() => {
              setBase(current);
              save.reset();
            }}
          >
            Continue editing
          </Button>
        </div>
      )}
      <TextField label="Name" required maxLength={200} value={name} onChange={(value) => setField({ name: value })} />
      <TimeZoneSelect value={timeZone} onChange={(value) => setField({ timeZone: value })} />
      <label className="flex gap-2.5">
        <input
          type="checkbox"
          checked={rawGraphs}
          onChange={(event) => setField({ rawGraphs: event.target.checked })}
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        <span>
          Allow members to run raw graphs
          <span className="block text-sm text-soft">
            Raw graphs aren’t published as a workflow. They are validated like all graphs.
          </span>
        </span>
      </label>
      {save.error && !isConflict(save.error) && <ErrorMessage error={save.error} />}
      <div className="flex justify-end gap-2">
        <Button variant="plain" disabled={changedFields.length === 0} onClick={() => setTyped({})}>
          Reset
        </Button>
        <Button type="submit" busy={save.isPending} disabled={changedFields.length === 0}>
          Save
        </Button>
      </div>
    </form>
  );
}
