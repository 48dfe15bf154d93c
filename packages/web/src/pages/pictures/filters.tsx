import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { memo, useCallback, useId, useState } from "react";
import { members, models, shows } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { Select } from "../../components/select.tsx";
import { strings } from "../../strings/browse.ts";
import { listShots } from "./list-shots.ts";
import { tags } from "./queries.ts";
import { parsePicturesSearch } from "./search.ts";
import { useSearchText } from "./use-search-text.ts";

const route = getRouteApi("/pictures");
/** Filters that are not always shown. */
const hiddenFilters = ["rating", "tag", "model", "member", "from", "to"] as const;
const STARS = [1, 2, 3, 4, 5] as const;

/** What the gallery is limited to, stored in the URL. */
export const Filters = memo(function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { can } = useMe();
  const showList = useQuery(shows);
  const modelList = useQuery(models);
  const tagList = useQuery(tags);
  // A revoked model may have made pictures; one that was refused, or is not uploaded yet, has made none.
  const usedModels = (modelList.data ?? []).filter(({ status }) => status === "active" || status === "revoked");
  const selection = listShots(showList.data ?? [], search);
  const memberList = useQuery({ ...members, enabled: can("member.read") });
  const set = useCallback(
    (change: Record<string, string>) =>
      void navigate({ search: (before) => parsePicturesSearch({ ...before, ...change }), replace: true }),
    [navigate],
  );
  const setQuery = useCallback((q: string) => set({ q }), [set]);
  const [text, setText] = useSearchText(search.q ?? "", setQuery);
  const id = useId();
  const hidden = hiddenFilters.filter((name) => search[name] !== undefined).length;
  const [isOpen, setIsOpen] = useState(hidden > 0);
  const inputClass = "min-h-9 rounded-md border border-line bg-surface px-2 hover:border-edge";
  const knownTags = (tagList.data ?? []).map(({ tag }) => tag);
  const listedTags =
    search.tag === undefined || knownTags.includes(search.tag) ? knownTags : [search.tag, ...knownTags];
  return (
    <form role="search" className="flex flex-wrap items-end gap-2" onSubmit={(event) => event.preventDefault()}>
      <label className="flex grow flex-col text-xs text-soft">
        Prompt or file name
        <input
          type="search"
          value={text}
          maxLength={200}
          placeholder="harbour dusk"
          onChange={(event) => setText(event.target.value)}
          className={`${inputClass} w-56 text-base text-text`}
        />
      </label>
      <Select
        label="Show"
        value={selection.show?.id ?? ""}
        options={[["", "All shows"], ...(showList.data ?? []).map(({ id, code }) => [id, code] as const)]}
        onChange={(show) => set({ show, shot: "" })}
      />
      {selection.show && selection.shots.length > 0 && (
        <Select
          label="Shot"
          value={search.shot ?? ""}
          options={[["", "All shots"], ...selection.shots.map(({ id, name }) => [id, name] as const)]}
          onChange={(shot) => set({ show: selection.show?.id ?? "", shot })}
        />
      )}
      <Select
        label={strings.flagFilter}
        value={search.flag ?? ""}
        options={Object.entries(strings.flagNames)}
        onChange={(flag) => set({ flag })}
      />
      <Button variant="plain" aria-expanded={isOpen} aria-controls={id} onClick={() => setIsOpen(!isOpen)}>
        {strings.moreFilters(hidden)}
      </Button>
      <div id={id} hidden={!isOpen} className="flex w-full flex-wrap items-end gap-2">
        <Select
          label={strings.ratingFilter}
          value={search.rating ?? ""}
          options={[["", strings.anyRating], ...STARS.map((stars) => [String(stars), strings.atLeast(stars)] as const)]}
          onChange={(rating) => set({ rating })}
        />
        {listedTags.length > 0 && (
          <Select
            label={strings.tagFilter}
            value={search.tag ?? ""}
            options={[["", strings.anyTag], ...listedTags.map((tag) => [tag, tag] as const)]}
            onChange={(tag) => set({ tag })}
          />
        )}
        <Select
          label="Model"
          value={search.model ?? ""}
          options={[["", "All models"], ...usedModels.map(({ id, name }) => [id, name] as const)]}
          onChange={(model) => set({ model })}
        />
        {can("member.read") && (
          <Select
            label="Created by"
            value={search.member ?? ""}
            options={[["", "Everyone"], ...(memberList.data ?? []).map(({ id, name }) => [id, name] as const)]}
            onChange={(member) => set({ member })}
          />
        )}
        {(["from", "to"] as const).map((name) => (
          <label key={name} className="flex flex-col text-xs text-soft">
            {name === "from" ? "From" : "To"}
            <input
              type="date"
              value={search[name] ?? ""}
              onChange={(event) => set({ [name]: event.target.value })}
              className={`${inputClass} w-36 text-base text-text`}
            />
          </label>
        ))}
      </div>
    </form>
  );
});
