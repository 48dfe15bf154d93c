import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useMe } from "../../../api/me.ts";
import type { Versioned } from "../../../api/versioned.ts";
import { Button } from "../../../components/button.tsx";
import { Table, Td, Th } from "../../../components/table.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { meters, type LimitName, type Quota } from "./meters.ts";
import { lastChange } from "./queries.ts";

interface Props {
  base: Quota;
  current: Versioned<Quota>;
  typed: Partial<Record<LimitName, string>>;
  /** The user tried to save: move the focus here. */
  needsFocus: boolean;
  onKeepTyped: () => void;
  onDiscardTyped: () => void;
}

/** Shown when somebody else changed the limits: their values, the user's edits, and which to keep. */
export function EditConflict({ base, current, typed, needsFocus, onKeepTyped, onDiscardTyped }: Props) {
  const { can } = useMe();
  const { data: change } = useQuery({ ...lastChange(base.subjectId, current.etag), enabled: can("audit.read") });
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (needsFocus) panel.current?.focus();
  }, [needsFocus]);
  const rows = meters.filter(
    ({ limit }) => base.limits[limit] !== current.value.limits[limit] || typed[limit] !== undefined,
  );
  return (
    <section
      ref={panel}
      tabIndex={-1}
      role="alert"
      aria-label="Edit conflict"
      className="flex flex-col gap-3 rounded-lg border border-warn bg-warn-wash p-4"
    >
      <p>
        <strong className="font-semibold">These limits changed while you were editing.</strong>
        {change ? (
          <>
            {" "}
            Changed by {change.actor.name ?? "an unknown user"}, <TimeAgo at={change.at} />.
          </>
        ) : (
          base.scope === "tenant" && " Changed by the platform operator."
        )}{" "}
        Your edits are kept.
      </p>
      <Table
        label="Changed limits"
        head={
          <>
            <Th>Limit</Th>
            <Th number wide>
              Before
            </Th>
            <Th number>Now</Th>
            <Th number>Your edit</Th>
          </>
        }
      >
        {rows.map((meter) => {
          const formatLimit = (limit: number | null) => (limit === null ? "no limit" : meter.format(limit));
          const text = typed[meter.limit];
          return (
            <tr key={meter.limit}>
              <Td>{meter.name}</Td>
              <Td number wide>
                {formatLimit(base.limits[meter.limit])}
              </Td>
              <Td number className="font-medium">
                {formatLimit(current.value.limits[meter.limit])}
              </Td>
              <Td number>
                {text === undefined
                  ? "–"
                  : text.trim() === ""
                    ? "no limit"
                    : `${meter.prefix ?? ""}${text} ${meter.suffix ?? ""}`}
              </Td>
            </tr>
          );
        })}
      </Table>
      <div className="flex flex-wrap gap-2">
        <Button variant="plain" size="sm" onClick={onKeepTyped}>
          Keep my edits
        </Button>
        <Button variant="plain" size="sm" onClick={onDiscardTyped}>
          Discard my edits
        </Button>
      </div>
    </section>
  );
}
