import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ifMatchHeader, isConflict, type Versioned } from "../../../api/versioned.ts";
import { formatRenewal } from "../../../components/format.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { useDebounced } from "../../../components/use-debounced.ts";
import { TextField } from "../../../components/text-field.tsx";
import { showToast } from "../../../components/toast.tsx";
import { UsageLevel } from "./usage-level.tsx";
import { meters, parseLimitInput, formatLimitInput, type LimitName, type Meter, type Quota } from "./meters.ts";
import { EditConflict } from "./edit-conflict.tsx";
import { limitEffects, setLimits, type Limits } from "./queries.ts";

/** Edits limits next to their usage and the effect of the change. `current` may change while the user types. */
export function QuotaForm({ current }: { current: Versioned<Quota> }) {
  const queryClient = useQueryClient();
  /** The version that the edits are based on. */
  const [base, setBase] = useState(current);
  const [typed, setTyped] = useState<Partial<Record<LimitName, string>>>({});
  const [typedWeight, setTypedWeight] = useState<string>();
  const quota = current.value;
  const getText = (meter: Meter) => typed[meter.limit] ?? formatLimitInput(meter, base.value.limits[meter.limit]);
  const rows = meters.map((meter) => ({
    meter,
    text: getText(meter),
    reading: parseLimitInput(meter, getText(meter)),
  }));
  const change = Object.fromEntries(
    rows.flatMap(({ meter: { limit }, reading }) =>
      "limit" in reading && reading.limit !== base.value.limits[limit] ? [[limit, reading.limit]] : [],
    ),
  ) as Limits;
  const weight = readWeight(typedWeight ?? String(base.value.weight ?? ""));
  if (quota.weight !== null && "weight" in weight && weight.weight !== base.value.weight) change.weight = weight.weight;
  const isChanged = Object.keys(change).length > 0;
  const hasErrors = rows.some(({ reading }) => "error" in reading) || (quota.weight !== null && "error" in weight);

  const patch = async (limits: Limits, header?: { "if-match": string }) => {
    await setLimits(quota.subjectId, limits, header);
    await queryClient.invalidateQueries({ queryKey: ["quotas"] });
  };
  const reset = (from: Versioned<Quota>) => {
    setBase(from);
    setTyped({});
    setTypedWeight(undefined);
  };
  const save = useMutation({
    mutationFn: () => patch(change, ifMatchHeader(base.etag)),
    onSuccess: () => {
      const before = Object.fromEntries(
        Object.keys(change).map((name) => [
          name,
          name === "weight" ? base.value.weight : base.value.limits[name as LimitName],
        ]),
      ) as Limits;
      const after = queryClient.getQueryData<Versioned<Quota>>(["quotas", quota.subjectId]);
      if (after) reset(after);
      showToast(`Updated limits for ${quota.name}.`, async () => {
        await patch(before);
        const back = queryClient.getQueryData<Versioned<Quota>>(["quotas", quota.subjectId]);
        if (back) reset(back);
      });
    },
    onError: (error) => isConflict(error) && queryClient.invalidateQueries({ queryKey: ["quotas", quota.subjectId] }),
  });

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && !hasErrors) save.mutate();
      }}
    >
      {current.etag !== base.etag && !save.isPending && (
        <EditConflict
          base={base.value}
          current={current}
          typed={typed}
          needsFocus={isConflict(save.error)}
          onKeepTyped={() => {
            setBase(current);
            save.reset();
          }}
          onDiscardTyped={() => {
            reset(current);
            save.reset();
          }}
        />
      )}
      <div className="rounded-lg border border-line bg-surface">
        {rows.map(({ meter, text, reading }) => (
          <div
            key={meter.limit}
            className="grid gap-x-6 gap-y-2 border-b border-line p-4 last:border-b-0 md:grid-cols-[14rem_1fr]"
          >
            <TextField
              label={meter.name}
              inputMode="decimal"
              placeholder="No limit"
              value={text}
              {...(meter.prefix ? { prefix: meter.prefix } : {})}
              {...(meter.suffix ? { suffix: meter.suffix } : {})}
              error={"error" in reading ? reading.error : undefined}
              onChange={(value) => setTyped((before) => ({ ...before, [meter.limit]: value }))}
            />
            <UsageLevel
              quota={quota}
              meter={meter}
              limit={"limit" in reading ? reading.limit : base.value.limits[meter.limit]}
            />
          </div>
        ))}
      </div>
      {quota.weight !== null && (
        <div className="rounded-lg border border-line bg-surface p-4 md:max-w-md">
          <TextField
            label="Weight in the fair share"
            inputMode="numeric"
            value={typedWeight ?? String(base.value.weight ?? "")}
            onChange={setTypedWeight}
            hint="While jobs of several members wait, twice the weight gives twice the GPU time. 100 is the default."
            error={"error" in weight ? weight.error : undefined}
          />
        </div>
      )}
      <Effects quota={quota} change={change} />
      {save.error && !isConflict(save.error) && <ErrorMessage error={save.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="plain" disabled={!isChanged && !hasErrors} onClick={() => reset(current)}>
          Reset
        </Button>
        <Button type="submit" busy={save.isPending} disabled={!isChanged || hasErrors}>
          Save limits
        </Button>
      </div>
    </form>
  );
}

function readWeight(text: string): { weight: number } | { error: string } {
  const weight = Number(text);
  const isValid = /^\d{1,5}$/.test(text.trim()) && weight >= 1 && weight <= 10_000;
  return isValid ? { weight } : { error: "Enter a whole number from 1 to 10,000." };
}

/** Preview of the effect of the change. */
function Effects({ quota, change }: { quota: Quota; change: Limits }) {
  const debounced = useDebounced(JSON.stringify(change), 250);
  const limits = JSON.parse(debounced) as Limits;
  const isChanged = Object.keys(limits).length > 0;
  const { data, error } = useQuery({
    ...limitEffects(quota.subjectId, limits),
    enabled: isChanged,
    placeholderData: (before) => before,
  });
  const effects = useDeferredValue(isChanged ? data?.effects : undefined);
  if (isChanged && error) return <ErrorMessage error={error} />;
  return (
    <section aria-label="Effect of this change" className="rounded-lg bg-sunken px-4 py-3">
      <h2 className="text-sm! text-soft">Effect of this change</h2>
      <div role="status" className="mt-1 min-h-6">
        {!effects ? (
          <p className="text-soft">Change a limit to see the effect. An empty field means no limit.</p>
        ) : effects.length === 0 ? (
          <p>Running and queued jobs aren’t affected, and new jobs can be submitted.</p>
        ) : (
          <ul className="flex list-disc flex-col gap-1 pl-5">
            {effects.map((effect) => (
              <li key={effect}>{formatEffect(effect, quota)}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** Replaces the timestamp of the month's end by a date. */
const formatEffect = (effect: string, quota: Quota): string => effect.replaceAll(quota.renewsAt, formatRenewal(quota));
