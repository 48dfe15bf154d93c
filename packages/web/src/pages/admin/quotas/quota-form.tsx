import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ifMatch, isStale, type Tagged } from "../../../api/tagged.ts";
import { dayAfter } from "../../../parts/amount.ts";
import { Button } from "../../../parts/button.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { useSettled } from "../../../parts/settled.ts";
import { TextField } from "../../../parts/text-field.tsx";
import { toast } from "../../../parts/toast.tsx";
import { Level } from "./level.tsx";
import { meters, read, written, type LimitName, type Meter, type Quota } from "./meters.ts";
import { Meanwhile } from "./meanwhile.tsx";
import { foreseen, setLimits, type Limits } from "./queries.ts";

/** Limits to type, beside what is taken of them and what they would do. `now` may move on while one types. */
export function QuotaForm({ now }: { now: Tagged<Quota> }) {
  const queries = useQueryClient();
  /** What the typing began from; the change counts only while that is still so. */
  const [base, setBase] = useState(now);
  const [typed, setTyped] = useState<Partial<Record<LimitName, string>>>({});
  const quota = now.value;
  const textOf = (meter: Meter) => typed[meter.limit] ?? written(meter, base.value.limits[meter.limit]);
  const readings = meters.map((meter) => ({ meter, text: textOf(meter), reading: read(meter, textOf(meter)) }));
  const change = Object.fromEntries(
    readings.flatMap(({ meter: { limit }, reading }) =>
      "limit" in reading && reading.limit !== base.value.limits[limit] ? [[limit, reading.limit]] : [],
    ),
  ) as Limits;
  const changed = Object.keys(change).length > 0;
  const wrong = readings.some(({ reading }) => "problem" in reading);

  const set = async (limits: Limits, header?: { "if-match": string }) => {
    await setLimits(quota.subjectId, limits, header);
    await queries.invalidateQueries({ queryKey: ["quotas"] });
  };
  const begin = (from: Tagged<Quota>) => {
    setBase(from);
    setTyped({});
  };
  const save = useMutation({
    mutationFn: () => set(change, ifMatch(base.tag)),
    onSuccess: () => {
      const before = Object.fromEntries(
        Object.keys(change).map((name) => [name, base.value.limits[name as LimitName]]),
      ) as Limits;
      const after = queries.getQueryData<Tagged<Quota>>(["quotas", quota.subjectId]);
      if (after) begin(after);
      toast(`${quota.name} has new limits.`, async () => {
        await set(before);
        const back = queries.getQueryData<Tagged<Quota>>(["quotas", quota.subjectId]);
        if (back) begin(back);
      });
    },
    onError: (error) => isStale(error) && queries.invalidateQueries({ queryKey: ["quotas", quota.subjectId] }),
  });

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !wrong) save.mutate();
      }}
    >
      {now.tag !== base.tag && !save.isPending && (
        <Meanwhile
          base={base.value}
          now={now}
          typed={typed}
          asked={isStale(save.error)}
          keep={() => {
            setBase(now);
            save.reset();
          }}
          take={() => {
            begin(now);
            save.reset();
          }}
        />
      )}
      <div className="rounded-lg border border-line bg-surface">
        {readings.map(({ meter, text, reading }) => (
          <div
            key={meter.limit}
            className="grid gap-x-6 gap-y-2 border-b border-line p-4 last:border-b-0 md:grid-cols-[14rem_1fr]"
          >
            <TextField
              label={meter.name}
              inputMode="decimal"
              placeholder="No limit"
              value={text}
              {...(meter.before ? { before: meter.before } : {})}
              {...(meter.behind ? { behind: meter.behind } : {})}
              error={"problem" in reading ? reading.problem : undefined}
              onChange={(value) => setTyped((before) => ({ ...before, [meter.limit]: value }))}
            />
            <Level
              quota={quota}
              meter={meter}
              limit={"limit" in reading ? reading.limit : base.value.limits[meter.limit]}
            />
          </div>
        ))}
      </div>
      <Effects quota={quota} change={change} />
      {save.error && !isStale(save.error) && <Problem error={save.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="plain" disabled={!changed && !wrong} onClick={() => begin(now)}>
          Reset
        </Button>
        <Button type="submit" busy={save.isPending} disabled={!changed || wrong}>
          Save limits
        </Button>
      </div>
    </form>
  );
}

/** What the change would do now, said before it is made. */
function Effects({ quota, change }: { quota: Quota; change: Limits }) {
  const settled = useSettled(JSON.stringify(change), 250);
  const limits = JSON.parse(settled) as Limits;
  const asked = Object.keys(limits).length > 0;
  const { data, error } = useQuery({
    ...foreseen(quota.subjectId, limits),
    enabled: asked,
    placeholderData: (before) => before,
  });
  const effects = useDeferredValue(asked ? data?.effects : undefined);
  if (asked && error) return <Problem error={error} />;
  return (
    <section aria-label="What this does now" className="rounded-lg bg-sunken px-4 py-3">
      <h2 className="text-sm! text-soft">What this does now</h2>
      <div role="status" className="mt-1 min-h-6">
        {!effects ? (
          <p className="text-soft">Nothing yet: type a limit. An empty field is no limit.</p>
        ) : effects.length === 0 ? (
          <p>Nothing that runs or waits is stopped, and there is room for more.</p>
        ) : (
          <ul className="flex list-disc flex-col gap-1 pl-5">
            {effects.map((effect) => (
              <li key={effect}>{worded(effect, quota)}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** The end of the studio's month as people write days. */
const worded = (effect: string, { renewsAt, month }: Quota): string => effect.replaceAll(renewsAt, dayAfter(month));
