import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useDebounced } from "../../components/use-debounced.ts";
import { file } from "../pictures/queries.ts";
import type { Asset } from "./queries.ts";

/** Types that browsers decode. */
const SHOWN = /^image\/(png|jpeg|webp|gif|avif)$/;
/** How long a frame stands still before its file is loaded, in milliseconds: stepping through frames loads none. */
const DELAY_MS = 250;

/** The original picture of a frame that stands still; undefined while it loads, and for files that browsers do not show. */
export function useStill(asset: Asset | undefined, isPlaying: boolean): ImageBitmap | undefined {
  const wanted = !isPlaying && asset && SHOWN.test(asset.contentType) ? asset.id : "";
  const id = useDebounced(wanted, DELAY_MS);
  const { data } = useQuery({ ...file(id), enabled: id !== "" && id === wanted });
  const [decoded, setDecoded] = useState<{ id: string; picture: ImageBitmap }>();
  useEffect(() => {
    if (!data || id === "") return undefined;
    let isStopped = false;
    createImageBitmap(data).then(
      (picture) => !isStopped && setDecoded({ id, picture }),
      // A damaged file: the thumbnail stays.
      () => undefined,
    );
    return () => {
      isStopped = true;
    };
  }, [data, id]);
  return decoded && decoded.id === wanted ? decoded.picture : undefined;
}
