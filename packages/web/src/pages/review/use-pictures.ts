import { useEffect, useRef, useState } from "react";
import { getStableUrl } from "../../api/stable-url.ts";
import type { Asset } from "./queries.ts";

/** Decoded thumbnails by asset id, for playback without a gap. `loaded` counts them. */
export function usePictures(assets: readonly Asset[]): {
  get: (id: string) => HTMLImageElement | undefined;
  loaded: number;
} {
  const pictures = useRef(new Map<string, HTMLImageElement>());
  const [loaded, setLoaded] = useState(0);
  useEffect(() => {
    let isStopped = false;
    for (const { id, thumbnailUrl } of assets) {
      if (!thumbnailUrl || pictures.current.has(id)) continue;
      const image = new Image();
      image.src = getStableUrl(id, thumbnailUrl);
      image
        .decode()
        .then(() => {
          pictures.current.set(id, image);
          if (!isStopped) setLoaded(pictures.current.size);
        })
        // The frame stays empty, and its thumbnail in the strip shows that it is missing.
        .catch(() => undefined);
    }
    return () => {
      isStopped = true;
    };
  }, [assets]);
  return { get: (id) => pictures.current.get(id), loaded };
}
