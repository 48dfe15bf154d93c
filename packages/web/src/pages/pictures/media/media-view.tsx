import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { useObjectUrl } from "../../../components/use-object-url.ts";
import { strings } from "../../../strings/media.ts";
import { file, type Asset } from "../queries.ts";
import { Zoom } from "../zoom.tsx";
import { getMediaKind } from "./media-kind.ts";
import { Sound } from "./sound.tsx";
import { Video } from "./video.tsx";

const Model = lazy(async () => ({ default: (await import("./model.tsx")).Model }));

/** A result as large as its frame: with zoom, as video with frame stepping, as sound or as 3D model. */
export function MediaView({ asset, alt }: { asset: Asset; alt: string }) {
  const kind = getMediaKind(asset.contentType);
  const { data, error, refetch } = useQuery({ ...file(asset.id), enabled: kind !== "other" });
  const url = useObjectUrl(data);
  if (error)
    return (
      <div className="mx-auto max-w-md p-8">
        <ErrorMessage error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (kind === "image") return <Zoom src={url} thumbnailUrl={asset.thumbnailUrl} alt={alt} />;
  if (kind === "other") return <StillOnly asset={asset} alt={alt} />;
  if (url === undefined || !data)
    return (
      <p role="status" className="grid h-full place-items-center text-on-canvas">
        {strings.loading}
      </p>
    );
  if (kind === "video") return <Video src={url} asset={asset} label={alt} />;
  if (kind === "audio") return <Sound src={url} asset={asset} label={alt} />;
  return (
    <Suspense>
      <Model content={data} name={asset.filename} />
    </Suspense>
  );
}

/** The thumbnail of a file that browsers can't show, such as EXR. */
function StillOnly({ asset, alt }: { asset: Asset; alt: string }) {
  return (
    <div className="relative h-full">
      {asset.thumbnailUrl !== undefined && (
        <img src={asset.thumbnailUrl} alt={alt} className="size-full object-contain" />
      )}
      <p
        className={
          asset.thumbnailUrl === undefined
            ? "grid h-full place-items-center p-6 text-center text-on-canvas"
            : "absolute inset-x-3 bottom-3 rounded-md bg-surface px-3 py-1.5 text-center text-sm"
        }
      >
        {strings.noPreview}
      </p>
    </div>
  );
}
