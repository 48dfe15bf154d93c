import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { settingsOf } from "../jobs/settings.ts";
import { job as jobQuery } from "../jobs/queries.ts";
import { Button } from "../../parts/button.tsx";
import { useObjectUrl } from "../../parts/object-url.ts";
import { Problem } from "../../parts/problem.tsx";
import { Compare } from "./compare.tsx";
import { Download } from "./download.tsx";
import { asset as assetQuery, file, type Asset } from "./queries.ts";
import { Zoom } from "./zoom.tsx";

interface Props {
  id: string;
  beside: string | undefined;
  among: readonly Asset[];
  close: () => void;
  show: (id: string) => void;
  compare: (id: string | undefined) => void;
}

/** One picture on neutral ground, with what made it; or two, side by side. */
export function Lightbox({ id, beside, among, close, show, compare }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const known = among.find((one) => one.id === id);
  const { data: asset = known, error, refetch } = useQuery({ ...assetQuery(id), enabled: !known });
  const at = among.findIndex((one) => one.id === id);
  const go = (step: number) => {
    const next = at < 0 ? undefined : among[at + step];
    if (next) show(next.id);
  };
  return (
    <dialog
      ref={dialog}
      aria-label={asset ? asset.filename : "Picture"}
      onClose={close}
      onKeyDown={(event) => {
        if (event.target instanceof HTMLInputElement) return;
        if (event.key === "ArrowRight") go(1);
        else if (event.key === "ArrowLeft") go(-1);
      }}
      className="m-0 grid h-dvh max-h-none w-dvw max-w-none grid-rows-[1fr_auto] bg-easel text-text lg:grid-cols-[1fr_22rem] lg:grid-rows-1"
    >
      <div className="relative min-h-0 overflow-hidden">
        {error ? (
          <div className="mx-auto max-w-md p-8">
            <Problem error={error} again={() => void refetch()} />
          </div>
        ) : beside !== undefined ? (
          <Compare left={id} right={beside} />
        ) : (
          <Picture key={id} id={id} asset={asset} />
        )}
        <div className="absolute top-3 right-3 flex gap-2">
          <Button look="plain" disabled={at <= 0} onClick={() => go(-1)} aria-label="The picture before">
            ←
          </Button>
          <Button
            look="plain"
            disabled={at < 0 || at + 1 >= among.length}
            onClick={() => go(1)}
            aria-label="The next picture"
          >
            →
          </Button>
          <Button look="plain" onClick={() => dialog.current?.close()}>
            Close
          </Button>
        </div>
      </div>
      <aside className="max-h-[45dvh] overflow-y-auto border-t border-line bg-surface p-4 lg:max-h-none lg:border-t-0 lg:border-l">
        {asset && <Facts asset={asset} among={among} beside={beside} compare={compare} />}
      </aside>
    </dialog>
  );
}

function Picture({ id, asset }: { id: string; asset: Asset | undefined }) {
  const { data, error, refetch } = useQuery(file(id));
  const url = useObjectUrl(data);
  if (error)
    return (
      <div className="mx-auto max-w-md p-8">
        <Problem error={error} again={() => void refetch()} />
      </div>
    );
  const alt = asset ? `${asset.shot}, ${asset.name}, version ${asset.version}` : "";
  return <Zoom src={url} before={asset?.thumbnailUrl} alt={alt} />;
}

function Facts({
  asset,
  among,
  beside,
  compare,
}: {
  asset: Asset;
  among: readonly Asset[];
  beside: string | undefined;
  compare: Props["compare"];
}) {
  const { data: job } = useQuery(jobQuery(asset.jobId));
  const versions = among.filter((one) => one.id !== asset.id && one.shotId === asset.shotId);
  return (
    <div className="flex flex-col gap-4 text-sm">
      <div>
        <h2 className="break-all">{asset.filename}</h2>
        <p className="text-soft">
          <Link to="/pictures" search={{ shot: asset.shotId }} className="underline hover:text-text">
            {asset.show}/{asset.sequence}/{asset.shot}
          </Link>
          {asset.width !== null && `, ${asset.width} × ${asset.height}`}
        </p>
      </div>
      <Download asset={asset} />
      {versions.length > 0 && (
        <label className="flex flex-col gap-1">
          <span className="text-soft">Beside</span>
          <select
            value={beside ?? ""}
            onChange={(event) => compare(event.target.value === "" ? undefined : event.target.value)}
            className="min-h-9 rounded-md border border-line bg-surface px-2"
          >
            <option value="">nothing</option>
            {versions.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name} v{String(one.version).padStart(3, "0")}
              </option>
            ))}
          </select>
        </label>
      )}
      <section aria-label="Settings">
        <h3 className="mb-1">What made it</h3>
        {job ? (
          <dl className="flex flex-col gap-1.5">
            {settingsOf(job.parameters).map(([name, value]) => (
              <div key={name}>
                <dt className="text-soft">{name}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ))}
          </dl>
        ) : (
          <div className="skeleton h-24" />
        )}
      </section>
      <Link to="/generate" search={{ from: asset.jobId }} className="text-accent underline">
        Use these settings
      </Link>
      <Link to="/jobs/$jobId" params={{ jobId: asset.jobId }} className="text-accent underline">
        The job that made it
      </Link>
    </div>
  );
}
