import { getRouteApi } from "@tanstack/react-router";
import type { components } from "@pegbar/sdk";
import { Select } from "../../parts/field.tsx";
import type { GenerateSearch } from "./search.ts";

type Show = components["schemas"]["Show"];
const route = getRouteApi("/generate");

/** What an address names of what there is; the only one of its kind is chosen by itself. */
export function placeOf(shows: readonly Show[], search: GenerateSearch) {
  const named = <T extends { code: string }>(list: readonly T[], code: string | undefined): T | undefined =>
    list.find((one) => one.code === code) ?? (list.length === 1 ? list[0] : undefined);
  const show = named(shows, search.show);
  const sequence = named(show?.sequences ?? [], search.sequence);
  const shot = named(sequence?.shots ?? [], search.shot);
  return { show, sequence, shot };
}
export type Place = ReturnType<typeof placeOf>;

/** Which shot it is for. */
export function ChoosePlace({ shows, place, asked }: { shows: readonly Show[]; place: Place; asked: boolean }) {
  const navigate = route.useNavigate();
  const { show, sequence, shot } = place;
  // What lies below the change is another show's or sequence's.
  const go = (to: GenerateSearch) =>
    void navigate({
      search: ({ workflow }) => ({ ...to, ...(workflow === undefined ? {} : { workflow }) }),
      replace: true,
    });
  const options = (list: readonly { code: string }[], words: string): [string, string][] => [
    ["", words],
    ...list.map(({ code }) => [code, code] as [string, string]),
  ];
  const nameOf = ({ code, name }: Show): [string, string] => [code, name === code ? code : `${code} · ${name}`];
  return (
    <div className="grid grid-cols-2 gap-2 sm:grid-cols-[2fr_1fr_1fr]">
      <div className="col-span-2 grid sm:col-span-1">
        <Select
          label="Show"
          value={show?.code ?? ""}
          options={[["", "Choose a show"], ...shows.map(nameOf)]}
          onChange={(code) => go({ show: code })}
        />
      </div>
      <Select
        label="Sequence"
        value={sequence?.code ?? ""}
        options={options(show?.sequences ?? [], "Choose")}
        onChange={(code) => go({ ...(show ? { show: show.code } : {}), sequence: code })}
      />
      <Select
        label="Shot"
        value={shot?.code ?? ""}
        options={options(sequence?.shots ?? [], "Choose")}
        onChange={(code) =>
          go({ ...(show ? { show: show.code } : {}), ...(sequence ? { sequence: sequence.code } : {}), shot: code })
        }
      />
      {asked && !shot && (
        <p data-missing tabIndex={-1} className="col-span-full text-sm font-medium text-bad">
          Choose the shot that it is for.
        </p>
      )}
      {show && show.sequences.every(({ shots }) => shots.length === 0) && (
        <p className="col-span-full text-sm text-soft">
          {show.code} has no shots yet. A supervisor or an admin of your studio adds them.
        </p>
      )}
    </div>
  );
}
