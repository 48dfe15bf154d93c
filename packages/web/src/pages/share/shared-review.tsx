import { useMemo, useState } from "react";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { formatDate } from "../../components/format.ts";
import { toFramesPerSecond } from "../review/frame-rate.ts";
import { createReel } from "../review/playback.ts";
import { Player } from "../review/player.tsx";
import { useKeys } from "../review/use-keys.ts";
import { LinkProblem } from "./link-problem.tsx";
import { isGone, useSharedPictures, type Shared } from "./use-share-content.ts";

const describe = ({ sequence, shot, name, number }: Shared["versions"][number]) =>
  `${sequence}/${shot} ${name} ${formatVersion(number)}`;

/** The versions of a link, one at a time. */
export function SharedReview({ secret, shared }: { secret: string; shared: Shared }) {
  const { versions, contact, studio, expiresAt, title, frameRate } = shared;
  const [chosen, setChosen] = useState(0);
  const [isPlaying, setIsPlaying] = useState(false);
  const index = Math.min(chosen, versions.length - 1);
  const version = versions[index];
  const go = (by: 1 | -1) => setChosen((index + by + versions.length) % versions.length);
  useKeys(versions.length > 1 ? { PageDown: () => go(1), PageUp: () => go(-1) } : {});
  return (
    <main className="mx-auto flex w-full max-w-5xl grow flex-col gap-4 p-4 md:p-6">
      <h1>{title}</h1>
      {version ? (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="text-base font-medium">{describe(version)}</h2>
            {versions.length > 1 && (
              <>
                <span className="text-sm text-soft tabular-nums">
                  {index + 1} of {versions.length}
                </span>
                <span className="grow" />
                <Button size="sm" variant="plain" onClick={() => go(-1)}>
                  Previous version
                </Button>
                <Button size="sm" variant="plain" onClick={() => go(1)}>
                  Next version
                </Button>
              </>
            )}
          </div>
          <SharedVersion
            key={index}
            secret={secret}
            index={index}
            made={version.made}
            frames={version.frames}
            rate={toFramesPerSecond(frameRate)}
            isPlaying={isPlaying}
            onPlaying={setIsPlaying}
            onEnd={versions.length > 1 ? () => go(1) : undefined}
          />
          {versions.length > 1 && (
            <ol aria-label="Versions" className="flex flex-wrap gap-2">
              {versions.map((one, at) => (
                <li key={describe(one)}>
                  <button
                    type="button"
                    aria-current={at === index}
                    onClick={() => setChosen(at)}
                    className={`rounded-md border px-3 py-1.5 text-sm ${at === index ? "border-accent bg-accent-wash" : "border-line bg-surface hover:border-edge"}`}
                  >
                    {describe(one)}
                  </button>
                </li>
              ))}
            </ol>
          )}
        </>
      ) : (
        <p className="text-soft">Nothing is left to see here: the versions of this link were deleted.</p>
      )}
      {version && (
        <p className="hidden text-sm text-soft md:block">
          Space plays and pauses, ← and → step from picture to picture
          {versions.length > 1 && ", Page Up and Page Down change the version"}.
        </p>
      )}
      <footer className="mt-auto flex flex-col gap-1 border-t border-line pt-4 text-sm text-soft">
        <p>
          Questions? Ask{" "}
          <span className="wrap-anywhere text-text">{contact ?? `whoever sent you this link at ${studio}`}</span>.
        </p>
        <p>This link expires on {formatDate(expiresAt)}. Its pictures carry your name: please don’t pass them on.</p>
      </footer>
    </main>
  );
}

interface VersionProps {
  secret: string;
  index: number;
  made: number;
  frames: number;
  rate: number;
  isPlaying: boolean;
  onPlaying: (isPlaying: boolean) => void;
  onEnd: (() => void) | undefined;
}

function SharedVersion({ secret, index, made, frames, rate, isPlaying, onPlaying, onEnd }: VersionProps) {
  const { data, error, refetch } = useSharedPictures(secret, index, made);
  const [chosen, setChosen] = useState<number>();
  const reel = useMemo(() => createReel((data ?? []).map(({ frame }) => frame ?? 0)), [data]);
  const pictures = useMemo(
    () =>
      (data ?? []).map(({ frame, url, width, height, state }) => ({
        id: String(frame),
        url: url ?? undefined,
        isPending: state === "pending",
        width,
        height,
      })),
    [data],
  );
  if (error)
    return isGone(error) ? (
      <LinkProblem error={error} onRetry={() => void refetch()} />
    ) : (
      <ErrorMessage error={error} onRetry={() => void refetch()} />
    );
  if (pictures.length === 0)
    return frames === 0 ? <p className="text-soft">This version has no frames.</p> : <div className="skeleton h-96" />;
  return (
    <>
      {made < frames && (
        <p role="status" className="rounded-md bg-busy-wash px-3 py-2 text-sm text-busy">
          Pictures are being prepared: {made} of {frames}.
        </p>
      )}
      <Player
        reel={reel}
        pictures={pictures}
        rate={rate}
        frame={chosen ?? reel.first}
        onFrame={setChosen}
        isPlaying={isPlaying}
        onPlaying={onPlaying}
        onEnd={onEnd}
      />
    </>
  );
}
