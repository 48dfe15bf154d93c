import { useEffect, useState } from "react";

/** An object URL for a blob, revoked when the component unmounts or the blob changes. */
export function useObjectUrl(content: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!content) return undefined;
    const created = URL.createObjectURL(content);
    setUrl(created);
    return () => {
      setUrl(undefined);
      URL.revokeObjectURL(created);
    };
  }, [content]);
  return url;
}
