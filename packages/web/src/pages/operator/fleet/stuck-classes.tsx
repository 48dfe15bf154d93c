import type { components } from "@pegbar/sdk";
import { strings } from "../../../strings/fleet.ts";

type FleetClass = components["schemas"]["FleetClass"];

/** Classes whose jobs wait for a worker that nothing starts. */
export const findStuckClasses = (rows: readonly FleetClass[]): FleetClass[] =>
  rows.filter(({ workers, startsWorkers, waiting }) => workers === 0 && !startsWorkers && waiting > 0);

/** What to do about each of them. */
export function StuckClasses({ rows }: { rows: readonly FleetClass[] }) {
  const stuck = findStuckClasses(rows);
  if (stuck.length === 0) return undefined;
  return (
    <div role="alert" className="flex max-w-3xl flex-col gap-1 rounded-md bg-warn-wash px-4 py-3 text-warn">
      {stuck.map((row) => (
        <p key={row.class}>{strings.stuck(row.class, row.waiting, row.waitingTenants)}</p>
      ))}
    </div>
  );
}
