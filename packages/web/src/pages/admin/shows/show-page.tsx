import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { useMe } from "../../../api/me.ts";
import { fetchVersioned } from "../../../api/versioned.ts";
import { Button } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TableSkeleton } from "../../../components/table.tsx";
import { Breadcrumb } from "../../../components/breadcrumb.tsx";
import { AddShotsDialog } from "./add-shots-dialog.tsx";
import { People } from "./people.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";

type Show = components["schemas"]["Show"];
const route = getRouteApi("/admin/shows/$showId");

/** One show: its shots and members. */
export function ShowPage() {
  const { showId } = route.useParams();
  const query = useQuery({
    queryKey: ["shows", showId],
    queryFn: ({ signal }) => fetchVersioned<Show>(`/v1/shows/${encodeURIComponent(showId)}`, signal),
  });
  if (query.error)
    return (
      <>
        <title>Show – Pegbar</title>
        <ErrorMessage error={query.error} onRetry={() => void query.refetch()} />
        <Link to="/admin/shows" className="text-accent underline">
          Go to shows
        </Link>
      </>
    );
  if (!query.data) return <TableSkeleton />;
  return <ShowDetail show={query.data.value} etag={query.data.etag} />;
}

function ShowDetail({ show, etag }: { show: Show; etag: string }) {
  const { can } = useMe();
  const [openDialog, setOpenDialog] = useState<"shots" | "settings">();
  const close = () => setOpenDialog(undefined);
  return (
    <>
      <title>{`${show.code} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Breadcrumb to="/admin/shows" list="Shows" name={show.code} />
        <p className="text-soft">
          {show.name}, {show.frameRate} fps
        </p>
        {can("show.update") && (
          <Button size="sm" variant="plain" onClick={() => setOpenDialog("settings")}>
            Edit
          </Button>
        )}
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_22rem]">
        <section aria-labelledby="shots" className="flex flex-col gap-3">
          <div className="flex items-center justify-between gap-3">
            <h2 id="shots">Sequences and shots</h2>
            <Button size="sm" variant="plain" onClick={() => setOpenDialog("shots")}>
              Add shots
            </Button>
          </div>
          <Sequences show={show} />
        </section>
        <People showId={show.id} />
      </div>
      {openDialog === "shots" && <AddShotsDialog show={show} onClose={close} />}
      {openDialog === "settings" && <SettingsDialog show={show} etag={etag} onClose={close} />}
    </>
  );
}

function Sequences({ show: { sequences } }: { show: Show }) {
  if (sequences.length === 0)
    return (
      <EmptyState title="No shots yet">
        Every job needs a shot. Add shots one by one, as ranges, or paste a list.
      </EmptyState>
    );
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
