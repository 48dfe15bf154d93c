import { useState, type ComponentProps } from "react";
import { Placeholder } from "./placeholder.tsx";

interface Props extends Pick<ComponentProps<"img">, "loading"> {
  /** Undefined: only the placeholder is shown. */
  src: string | undefined;
  /** ThumbHash in base64; null for pictures of earlier versions. */
  placeholder: string | null | undefined;
  width?: number | null | undefined;
  height?: number | null | undefined;
  /** Appears without fading in, where many pictures move at once. */
  isInstant?: boolean;
}

/** A decorative picture that fills its container and fades in over its placeholder, without layout shift. */
export function Picture({ src, placeholder, width, height, loading, isInstant = false }: Props) {
  const [isLoaded, setIsLoaded] = useState(false);
  return (
    <span className="relative block size-full">
      {placeholder && !(isInstant && isLoaded) && (
        <Placeholder
          hash={placeholder}
          ratio={width && height ? width / height : undefined}
          // Hide it after loading: the picture may be transparent.
          className={`absolute inset-0 size-full ${isLoaded ? "opacity-0 transition-opacity delay-300 duration-0" : ""}`}
        />
      )}
      <img
        src={src}
        alt=""
        decoding="async"
        loading={loading}
        onLoad={() => setIsLoaded(true)}
        className={`absolute inset-0 size-full object-contain ${isInstant ? "" : "transition-opacity duration-300"} ${isLoaded ? "" : "opacity-0"}`}
      />
    </span>
  );
}
