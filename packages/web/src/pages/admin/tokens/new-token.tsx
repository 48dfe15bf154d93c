import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { shows } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog, DialogActs } from "../../../parts/dialog.tsx";
import { Select } from "../../../parts/field.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { TextField } from "../../../parts/text-field.tsx";
import { roles, type Role } from "../members/search.ts";
import { Secret } from "./secret.tsx";
import { presets, Verbs } from "./verbs.tsx";

const ends = ["7", "30", "90", "180", "366"] as const;
type Body = NonNullable<Parameters<typeof api.post<"/v1/tokens", { body: never }>>[1]>["body"];

/** Makes a token, then shows its secret once. */
export function NewToken({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const { may } = useMe();
  const { data: known = [] } = useQuery(shows);
  const [name, setName] = useState("");
  const [owner, setOwner] = useState<"me" | Role>("me");
  const [verbs, setVerbs] = useState<readonly string[] | null>(presets[0]?.verbs ?? null);
  const [showIds, setShowIds] = useState<readonly string[]>([]);
  const [days, setDays] = useState("90");
  const make = useMutation({
    mutationFn: () =>
      api.post("/v1/tokens", {
        body: {
          name: name.trim(),
          expiresInDays: Number(days),
          ...(verbs === null ? {} : { verbs }),
          ...(showIds.length === 0 ? {} : { showIds }),
          ...(owner === "me" ? {} : { service: { role: owner } }),
        } as Body,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["tokens"] });
      await queries.invalidateQueries({ queryKey: ["members"] });
    },
  });
  if (make.data) return <Secret name={make.data.name} secret={make.data.secret} close={close} />;
  const nobody = verbs !== null && verbs.length === 0;
  const unseen = owner !== "me" && owner !== "admin" && showIds.length === 0;
  return (
    <Dialog title="New API token" close={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!nobody && !unseen) make.mutate();
        }}
      >
        <TextField
          label="Name"
          required
          maxLength={100}
          value={name}
          onChange={setName}
          hint="What uses it, such as render farm."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Select
            label="Acts as"
            value={owner}
            options={[["me", "me"], ...roles.map((role) => [role, `the studio's service, ${role}`] as const)]}
            onChange={(value) => setOwner(roles.find((role) => role === value) ?? "me")}
          />
          <Select label="Ends after" value={days} options={ends.map((n) => [n, `${n} days`])} onChange={setDays} />
        </div>
        <Verbs all={Object.keys(may)} chosen={verbs} choose={setVerbs} />
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-sm font-medium">Shows</legend>
          <p className="text-sm text-soft">
            {unseen
              ? `A service that is ${owner} sees only the shows that it is in: choose them.`
              : showIds.length === 0
                ? "None chosen: all that its member sees."
                : "These alone."}
          </p>
          <div className="flex max-h-32 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
            {known.map(({ id, code }) => (
              <label key={id} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={showIds.includes(id)}
                  onChange={({ target }) =>
                    setShowIds((before) => (target.checked ? [...before, id] : before.filter((one) => one !== id)))
                  }
                />
                {code}
              </label>
            ))}
          </div>
        </fieldset>
        {make.error && <Problem error={make.error} />}
        <DialogActs>
          <Button look="plain" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" busy={make.isPending} disabled={nobody || unseen}>
            Make token
          </Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
