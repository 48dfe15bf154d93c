import { useState } from "react";
import { useMe } from "../api/me.ts";
import { api } from "../api/client.ts";
import { endUrl } from "../session/oidc.ts";
import { end, forget, held } from "../session/session.ts";
import { forgetFiles } from "../upload/kept-files.ts";
import { Button } from "../parts/button.tsx";
import { StudioSwitch } from "./studio-switch.tsx";
import { keptTheme, showTheme, type Theme } from "./theme.ts";

const themes: readonly [Theme, string][] = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** Who is here, in which studio and role; the theme; the way out. */
export function Account() {
  const { member, operator, tenant } = useMe();
  const [theme, setTheme] = useState(keptTheme);
  const [leaving, setLeaving] = useState(false);
  const name = member?.name ?? operator?.name ?? "";
  const place = tenant && member ? `${member.role} at ${tenant.name}` : "operator";
  return (
    <>
      <button
        type="button"
        popoverTarget="account"
        className="flex items-center gap-2.5 rounded-md px-2 py-1 text-left [anchor-name:--account] hover:bg-sunken"
      >
        <span className="flex flex-col text-sm leading-tight">
          <span className="font-medium">{name}</span>
          <span className="text-soft">{place}</span>
        </span>
      </button>
      <div
        id="account"
        popover="auto"
        className="inset-auto m-0 mt-1 w-64 rounded-lg border border-line bg-raised p-3 text-text shadow-lg [position-anchor:--account] [top:anchor(bottom)] [right:anchor(right)]"
      >
        <p className="text-sm break-all text-soft">{member?.email ?? operator?.email}</p>
        <StudioSwitch />
        <fieldset className="mt-3 flex flex-col gap-1">
          <legend className="text-sm font-medium">Theme</legend>
          {themes.map(([value, label]) => (
            <label key={value} className="flex items-center gap-2 rounded-sm py-0.5">
              <input
                type="radio"
                name="theme"
                className="accent-accent"
                checked={theme === value}
                onChange={() => {
                  setTheme(value);
                  showTheme(value);
                }}
              />
              {label}
            </label>
          ))}
        </fieldset>
        <Button
          look="plain"
          busy={leaving}
          className="mt-3 w-full"
          onClick={() => {
            setLeaving(true);
            void signOut();
          }}
        >
          Sign out
        </Button>
      </div>
    </>
  );
}

/** Ends the sign-in here, at the API, and where the issuer has a page for that, there. */
async function signOut(): Promise<void> {
  const id = held()?.id;
  end();
  await api.post("/v1/me/sign-out").catch(() => undefined);
  forget();
  sessionStorage.clear();
  await forgetFiles();
  location.assign((await endUrl(id).catch(() => undefined)) ?? "/signed-out");
}
