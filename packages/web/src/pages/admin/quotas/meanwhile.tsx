import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useMe } from "../../../api/me.ts";
import type { Tagged } from "../../../api/tagged.ts";
import { Button } from "../../../parts/button.tsx";
import { Table, Td, Th } from "../../../parts/table.tsx";
import { Ago } from "../../../parts/time.tsx";
import { meters, type LimitName, type Quota } from "./meters.ts";
import { lastChange } from "./queries.ts";

interface Props {
  base: Quota;
  now: Tagged<Quota>;
  typed: Partial<Record<LimitName, string>>;
  /** Somebody waits for an answer: it is brought before them. */
  asked: boolean;
  keep: () => void;
  take: () => void;
}

/** Somebody else was quicker: who, what is there now, and what was typed beside it. Nothing typed is lost by itself. */
export function Meanwhile({ base, now, typed, asked, keep, take }: Props) {
  const { can } = useMe();
  const { data: change } = useQuery({ ...lastChange(base.subjectId, now.tag), enabled: can("audit.read") });
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asked) panel.current?.focus();
  }, [asked]);
  const rows = meters.filter(
    ({ limit }) => base.limits[limit] !== now.value.limits[limit] || typed[limit] !== undefined,
  );
  return (
    <section
      ref={panel}
      tabIndex={-1}
      role="alert"
      aria-label="Changed meanwhile"
      className="flex flex-col gap-3 rounded-lg border border-warn bg-warn-wash p-4"
    >
      <p>
        <strong className="font-semibold">These limits have been changed while you were here</strong>
        {change ? (
          <>
            {" "}
            by {change.actor.name ?? "somebody"}, <Ago at={change.at} />.
          </>
        ) : base.scope === "tenant" ? (
          " by an operator of the platform."
        ) : (
          "; by whom is not known."
        )}{" "}
        What you typed is still here.
      </p>
      <Table
        label="What has changed"
        head={
          <>
            <Th>Limit</Th>
            <Th number wide>
              Was
            </Th>
            <Th number>Is now</Th>
            <Th number>You typed</Th>
          </>
        }
      >
        {rows.map((meter) => {
          const shown = (limit: number | null) => (limit === null ? "no limit" : meter.show(limit));
          const text = typed[meter.limit];
          return (
            <tr key={meter.limit}>
              <Td>{meter.name}</Td>
              <Td number wide>
                {shown(base.limits[meter.limit])}
              </Td>
              <Td number className="font-medium">
                {shown(now.value.limits[meter.limit])}
              </Td>
              <Td number>
                {text === undefined
                  ? "–"
                  : text.trim() === ""
                    ? "no limit"
                    : `${meter.before ?? ""}${text} ${meter.behind ?? ""}`}
              </Td>
            </tr>
          );
        })}
      </Table>
      <div className="flex flex-wrap gap-2">
        <Button look="plain" size="sm" onClick={keep}>
          Go on with what I typed
        </Button>
        <Button look="plain" size="sm" onClick={take}>
          Take what is there now
        </Button>
      </div>
    </section>
  );
}
