import { useState, type ComponentProps } from "react";
import { Placeholder } from "./placeholder.tsx";

interface Props extends Pick<ComponentProps<"img">, "loading"> {
  src: string;
  /** ThumbHash in base64; what was made before there were any has none. */
  placeholder: string | null | undefined;
  width?: number | null | undefined;
  height?: number | null | undefined;
}

/** A picture beside its name, as large as its place. It fades in over its placeholder, so that nothing jumps. */
export function Picture({ src, placeholder, width, height, loading }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block size-full">
      {placeholder && (
        <Placeholder
          hash={placeholder}
          ratio={width && height ? width / height : undefined}
          // It goes once the picture has come: some can be seen through.
          className={`absolute inset-0 size-full ${shown ? "opacity-0 transition-opacity delay-300 duration-0" : ""}`}
        />
      )}
      <img
        src={src}
        alt=""
        decoding="async"
        loading={loading}
        onLoad={() => setShown(true)}
        className={`absolute inset-0 size-full object-contain transition-opacity duration-300 ${shown ? "" : "opacity-0"}`}
      />
    </span>
  );
}
