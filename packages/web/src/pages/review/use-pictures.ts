import { useEffect, useRef, useState } from "react";

/** A picture of a frame. */
export interface Picture {
  id: string;
  /** Undefined for a frame without a picture. */
  url: string | undefined;
  /** The picture is still being made. */
  isPending?: boolean;
  width: number | null | undefined;
  height: number | null | undefined;
}

/** Decoded pictures by id, for playback without a gap. `loaded` counts them. */
export function usePictures(pictures: readonly Picture[]): {
  get: (id: string) => HTMLImageElement | undefined;
  loaded: number;
} {
  const decoded = useRef(new Map<string, HTMLImageElement>());
  const [loaded, setLoaded] = useState(0);
  useEffect(() => {
    let isStopped = false;
    for (const { id, url } of pictures) {
      if (!url || decoded.current.has(id)) continue;
      const image = new Image();
      image.src = url;
      image
        .decode()
        .then(() => {
          decoded.current.set(id, image);
          if (!isStopped) setLoaded(decoded.current.size);
        })
        // The frame stays empty, and its thumbnail in the strip shows that it is missing.
        .catch(() => undefined);
    }
    return () => {
      isStopped = true;
    };
  }, [pictures]);
  return { get: (id) => decoded.current.get(id), loaded };
}
