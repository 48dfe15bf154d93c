import { getRouteApi } from "@tanstack/react-router";
import type { components } from "@pegbar/sdk";
import { Select } from "../../components/select.tsx";
import type { GenerateSearch } from "./search.ts";

type Show = components["schemas"]["Show"];
const route = getRouteApi("/generate");

/** Finds the show, sequence and shot that the URL names. If there is only one, it is selected. */
export function findShot(shows: readonly Show[], search: GenerateSearch) {
  const findByCode = <T extends { code: string }>(list: readonly T[], code: string | undefined): T | undefined =>
    list.find((one) => one.code === code) ?? (list.length === 1 ? list[0] : undefined);
  const show = findByCode(shows, search.show);
  const sequence = findByCode(show?.sequences ?? [], search.sequence);
  const shot = findByCode(sequence?.shots ?? [], search.shot);
  return { show, sequence, shot };
}
export type ShotTarget = ReturnType<typeof findShot>;

/** Selects show, sequence and shot. */
export function ShotSelect({
  shows,
  target,
  wasSubmitted,
}: {
  shows: readonly Show[];
  target: ShotTarget;
  wasSubmitted: boolean;
}) {
  const navigate = route.useNavigate();
  const { show, sequence, shot } = target;
  // Sequences and shots below the changed level no longer apply.
  const select = (to: GenerateSearch) =>
    void navigate({
      search: ({ workflow }) => ({ ...to, ...(workflow === undefined ? {} : { workflow }) }),
      replace: true,
    });
  const buildOptions = (list: readonly { code: string }[], words: string): [string, string][] => [
    ["", words],
    ...list.map(({ code }) => [code, code] as [string, string]),
  ];
  const toOption = ({ code, name }: Show): [string, string] => [code, name === code ? code : `${code} · ${name}`];
  return (
    <div className="grid grid-cols-2 gap-2 sm:grid-cols-[2fr_1fr_1fr]">
      <div className="col-span-2 grid sm:col-span-1">
        <Select
          label="Show"
          value={show?.code ?? ""}
          options={[["", "Choose a show"], ...shows.map(toOption)]}
          onChange={(code) => select({ show: code })}
        />
      </div>
      <Select
        label="Sequence"
        value={sequence?.code ?? ""}
        options={buildOptions(show?.sequences ?? [], "Choose")}
        onChange={(code) => select({ ...(show ? { show: show.code } : {}), sequence: code })}
      />
      <Select
        label="Shot"
        value={shot?.code ?? ""}
        options={buildOptions(sequence?.shots ?? [], "Choose")}
        onChange={(code) =>
          select({ ...(show ? { show: show.code } : {}), ...(sequence ? { sequence: sequence.code } : {}), shot: code })
        }
      />
      {wasSubmitted && !shot && (
        <p data-missing tabIndex={-1} className="col-span-full text-sm font-medium text-bad">
          Choose a shot.
        </p>
      )}
      {show && show.sequences.every(({ shots }) => shots.length === 0) && (
        <p className="col-span-full text-sm text-soft">
          {show.code} has no shots yet. Ask a supervisor or an admin to add them.
        </p>
      )}
    </div>
  );
}
