import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { useMe } from "../../../api/me.ts";
import { ifMatch, isStale, tagged } from "../../../api/tagged.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog, DialogActs } from "../../../parts/dialog.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { RowsToCome } from "../../../parts/table.tsx";
import { TextField } from "../../../parts/text-field.tsx";
import { Trail } from "../../../parts/trail.tsx";
import { toast } from "../../../parts/toast.tsx";
import { AddShots } from "./add-shots.tsx";
import { People } from "./people.tsx";

type Show = components["schemas"]["Show"];
const route = getRouteApi("/admin/shows/$showId");

/** One show: its shots, and who is in it. */
export function ShowPage() {
  const { showId } = route.useParams();
  const found = useQuery({
    queryKey: ["shows", showId],
    queryFn: ({ signal }) => tagged<Show>(`/v1/shows/${encodeURIComponent(showId)}`, signal),
  });
  if (found.error)
    return (
      <>
        <title>Show – Pegbar</title>
        <Problem error={found.error} again={() => void found.refetch()} />
        <Link to="/admin/shows" className="text-accent underline">
          To the shows
        </Link>
      </>
    );
  if (!found.data) return <RowsToCome />;
  return <Whole show={found.data.value} tag={found.data.tag} />;
}

function Whole({ show, tag }: { show: Show; tag: string }) {
  const { can } = useMe();
  const [open, setOpen] = useState<"shots" | "name">();
  const close = () => setOpen(undefined);
  return (
    <>
      <title>{`${show.code} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Trail to="/admin/shows" list="Shows" name={show.code} />
        <p className="text-soft">{show.name}</p>
        {can("show.update") && (
          <Button size="sm" look="plain" onClick={() => setOpen("name")}>
            Rename
          </Button>
        )}
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_22rem]">
        <section aria-labelledby="shots" className="flex flex-col gap-3">
          <div className="flex items-center justify-between gap-3">
            <h2 id="shots">Sequences and shots</h2>
            <Button size="sm" look="plain" onClick={() => setOpen("shots")}>
              Add shots
            </Button>
          </div>
          <Sequences show={show} />
        </section>
        <People showId={show.id} />
      </div>
      {open === "shots" && <AddShots show={show} close={close} />}
      {open === "name" && <Rename show={show} tag={tag} close={close} />}
    </>
  );
}

function Sequences({ show: { sequences } }: { show: Show }) {
  if (sequences.length === 0)
    return <Empty title="No shots yet">Every job is for a shot. Add them one by one, in rows, or paste a list.</Empty>;
  return (
    <ul className="overflow-hidden rounded-lg border border-line bg-surface">
      {sequences.map(({ id, code, shots }) => (
        <li key={id} className="border-b border-line px-3 py-2.5 last:border-b-0">
          <p className="flex items-baseline justify-between gap-3">
            <span className="font-medium">{code}</span>
            <span className="text-sm text-soft">
              {shots.length} {shots.length === 1 ? "shot" : "shots"}
            </span>
          </p>
          <ul aria-label={`Shots of ${code}`} className="mt-1 flex flex-wrap gap-1.5">
            {shots.map((shot) => (
              <li key={shot.id} className="rounded-sm bg-sunken px-1.5 py-px text-sm tabular-nums">
                {shot.code}
                {shot.frameIn !== null && (
                  <span className="text-soft">
                    {" "}
                    {shot.frameIn}–{shot.frameOut}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function Rename({ show, tag, close }: { show: Show; tag: string; close: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(show.name);
  const set = async (to: string, header?: { "if-match": string }) => {
    await api.patch("/v1/shows/{id}", {
      params: { path: { id: show.id }, ...(header ? { header } : {}) },
      body: { name: to },
    });
    await queries.invalidateQueries({ queryKey: ["shows"] });
  };
  const rename = useMutation({
    mutationFn: () => set(name.trim(), ifMatch(tag)),
    onSuccess: () => {
      close();
      toast("The show has a new name.", () => set(show.name));
    },
    onError: (error) => isStale(error) && queries.invalidateQueries({ queryKey: ["shows", show.id] }),
  });
  return (
    <Dialog title={`Rename ${show.code}`} close={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <TextField
          label="Name"
          required
          maxLength={200}
          value={name}
          onChange={setName}
          hint={`Now: ${show.name}. The code stays: it is in file names and records.`}
        />
        {rename.error && <Problem error={rename.error} />}
        <DialogActs>
          <Button look="plain" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" busy={rename.isPending}>
            Rename
          </Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
