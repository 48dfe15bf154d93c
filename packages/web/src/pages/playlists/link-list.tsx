import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { members } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { formatDate } from "../../components/format.ts";
import { Badge } from "../../components/table.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { shareLinks, type Shareable, type ShareLink } from "./queries.ts";

/** The links of a version or playlist, with their views; active ones can be revoked. */
export function LinkList({ what }: { what: Shareable }) {
  const { data = [], error } = useQuery(shareLinks(what));
  const { data: people = [] } = useQuery(members);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  if (error) return <ErrorMessage error={error} />;
  if (data.length === 0) return null;
  return (
    <section aria-label="Links" className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">Links</h3>
      <ul className="overflow-hidden rounded-lg border border-line">
        {data.map((link) => (
          <Row key={link.id} link={link} creator={names.get(link.memberId) ?? "a colleague"} />
        ))}
      </ul>
    </section>
  );
}

const tones = { active: "good", expired: "soft", revoked: "bad" } as const;

function Row({ link, creator }: { link: ShareLink; creator: string }) {
  const { id, recipient, state, hint, views, lastViewedAt, expiresAt, pictures, made } = link;
  const queryClient = useQueryClient();
  const { can } = useMe();
  const mutation = useMutation({
    mutationFn: () => api.delete("/v1/share-links/{id}", { params: { path: { id } } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["share-links"] }),
  });
  const isActive = state === "active";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 text-sm last:border-b-0">
      <span className="font-medium wrap-anywhere">{recipient}</span>
      <Badge tone={tones[state]}>{state}</Badge>
      <span className="grow" />
      {isActive && can("share.write") && (
        <Button
          size="sm"
          variant="danger"
          busy={mutation.isPending}
          aria-label={`Revoke the link of ${recipient}`}
          onClick={() => mutation.mutate()}
        >
          Revoke
        </Button>
      )}
      <span className="w-full text-soft">
        …{hint} by {creator} · {isActive ? "expires" : "expiry"} {formatDate(expiresAt)} ·{" "}
        {views === 0 ? "not opened yet" : `${views} ${views === 1 ? "view" : "views"}`}
        {lastViewedAt && (
          <>
            , last <TimeAgo at={lastViewedAt} />
          </>
        )}
        {isActive && made < pictures && ` · making pictures, ${made} of ${pictures}`}
      </span>
      {mutation.error && <ErrorMessage error={mutation.error} />}
    </li>
  );
}
