import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { strings } from "../../strings/browse.ts";
import { tags as tagsQuery, type Asset } from "./queries.ts";
import { Stars } from "./stars.tsx";
import { useMarks } from "./use-marks.ts";

/** Flag, rating and tags of one asset. */
export function MarkControls({ asset }: { asset: Asset }) {
  const { can } = useMe();
  const { change } = useMarks();
  const canMark = can("asset.mark");
  const toggle = (flag: "favourite" | "rejected") => change([asset], { flag: asset.flag === flag ? null : flag });
  if (!canMark && asset.tags.length === 0) return undefined;
  return (
    <section aria-label={strings.rate} className="flex flex-col gap-2">
      {canMark && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            size="sm"
            variant="plain"
            data-flag="favourite"
            aria-pressed={asset.flag === "favourite"}
            onClick={() => toggle("favourite")}
          >
            <span aria-hidden="true" className={asset.flag === "favourite" ? "text-accent" : ""}>
              {asset.flag === "favourite" ? "♥" : "♡"}
            </span>
            {strings.favourite}
          </Button>
          <Button
            size="sm"
            variant="plain"
            data-flag="rejected"
            aria-pressed={asset.flag === "rejected"}
            onClick={() => toggle("rejected")}
          >
            {strings.reject}
          </Button>
          <Stars rating={asset.rating} onRate={(rating) => change([asset], { rating })} />
        </div>
      )}
      <TagList asset={asset} canMark={canMark} />
    </section>
  );
}

function TagList({ asset, canMark }: { asset: Asset; canMark: boolean }) {
  const { change } = useMarks();
  const known = useQuery({ ...tagsQuery, enabled: canMark });
  const [text, setText] = useState("");
  const addTags = text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  return (
    <>
      {asset.tags.length > 0 && (
        <ul aria-label={strings.tags} className="flex flex-wrap gap-1.5">
          {asset.tags.map((tag) => (
            <li key={tag} className="flex items-center rounded-full bg-sunken pl-2.5">
              {tag}
              {canMark ? (
                <button
                  type="button"
                  aria-label={strings.removeTag(tag)}
                  onClick={() => change([asset], { removeTags: [tag] })}
                  className="min-h-6 px-2 text-soft hover:text-text"
                >
                  ×
                </button>
              ) : (
                <span className="pr-2.5" />
              )}
            </li>
          ))}
        </ul>
      )}
      {canMark && (
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (addTags.length === 0) return;
            change([asset], { addTags });
            setText("");
          }}
        >
          <input
            type="text"
            aria-label={strings.addTag}
            title={strings.tagsHint}
            list={`tags-${asset.id}`}
            value={text}
            maxLength={400}
            placeholder={strings.addTag}
            onChange={(event) => setText(event.target.value)}
            className="min-h-7 min-w-0 grow rounded-md border border-edge bg-surface px-2 placeholder:text-soft"
          />
          <datalist id={`tags-${asset.id}`}>
            {(known.data ?? [])
              .filter(({ tag }) => !asset.tags.includes(tag))
              .map(({ tag }) => (
                <option key={tag} value={tag} />
              ))}
          </datalist>
          <Button size="sm" variant="plain" type="submit" disabled={addTags.length === 0}>
            {strings.addTag}
          </Button>
        </form>
      )}
    </>
  );
}
