import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { members } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { Select } from "../../../components/select.tsx";
import { strings } from "../../../strings/erasure.ts";
import { isErased } from "./name-subject.ts";

import type { Choice, Kind } from "./queries.ts";

const kinds = ["identity", "prompts", "input"] as const;

/** Chooses a member and kinds of their data. */
export function ChooseMember({ onChange }: { onChange: (choice: Choice | undefined) => void }) {
  const list = useQuery(members);
  const me = useMe().member;
  const [memberId, setMemberId] = useState("");
  const [chosen, setChosen] = useState<readonly Kind[]>([]);
  const member = list.data?.find((one) => one.id === memberId);
  const isStillMember = member?.status === "active" || member?.status === "invited";
  const mayEraseIdentity = member !== undefined && !isStillMember && !isErased(member);
  const choose = (id: string, next: readonly Kind[]) => {
    setMemberId(id);
    setChosen(next);
    const found = list.data?.find((one) => one.id === id);
    onChange(
      found && next.length > 0
        ? {
            subject: { memberId: id, kinds: kinds.filter((kind) => next.includes(kind)) },
            name: isErased(found) ? id : found.name,
          }
        : undefined,
    );
  };
  if (list.error) return <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <Select
        label={strings.member}
        value={memberId}
        options={[
          ["", strings.chooseMember],
          ...(list.data ?? []).map((one) => [one.id, describeMember(one)] as const),
        ]}
        onChange={(id) => choose(id, [])}
      />
      {member && (
        <fieldset className="flex flex-col gap-2.5">
          <legend className="mb-1.5 text-sm font-medium">{strings.kindsLegend}</legend>
          {kinds.map((kind) => (
            <label key={kind} className="flex gap-2.5">
              <input
                type="checkbox"
                className="mt-1 size-4 shrink-0 accent-accent"
                disabled={kind === "identity" && !mayEraseIdentity}
                checked={chosen.includes(kind)}
                onChange={({ target }) =>
                  choose(memberId, target.checked ? [...chosen, kind] : chosen.filter((one) => one !== kind))
                }
              />
              <span>
                {strings.kindNames[kind]}
                <span className="block text-sm text-soft">{strings.kindHints[kind]}</span>
              </span>
            </label>
          ))}
          {isStillMember && (
            <p className="text-sm text-soft">
              {member.id === me?.id ? (
                strings.selfIdentity
              ) : (
                <>
                  {strings.stillMember(member.name)}{" "}
                  <Link to="/admin/members" className="underline">
                    {strings.toMembers}
                  </Link>
                </>
              )}
            </p>
          )}
        </fieldset>
      )}
    </>
  );
}

function describeMember(member: components["schemas"]["Member"]): string {
  if (isErased(member)) return strings.erasedName(member.id);
  const isFormer = member.status === "left" || member.status === "declined";
  return isFormer ? `${member.name} (${strings.former})` : member.name;
}
