import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMe } from "../api/me.ts";
import { signOut } from "../session/sign-out.ts";
import { Button } from "../components/button.tsx";
import { StatusLink } from "../components/status-link.tsx";
import { StudioSwitcher } from "./studio-switcher.tsx";
import { getStoredTheme, applyTheme, type Theme } from "./theme.ts";

const themes: readonly [Theme, string][] = [
  ["system", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** User, role and studio, with the studio switcher, the theme and sign-out. */
export function AccountMenu() {
  const { member, operator, tenant } = useMe();
  const [theme, setTheme] = useState(getStoredTheme);
  const [isSigningOut, setIsSigningOut] = useState(false);
  const name = member?.name ?? operator?.name ?? "";
  const roleAndStudio = tenant && member ? `${member.role} at ${tenant.name}` : "operator";
  return (
    <>
      <button
        type="button"
        popoverTarget="account"
        className="flex items-center gap-2.5 rounded-md px-2 py-1 text-left [anchor-name:--account] hover:bg-sunken"
      >
        <span className="flex flex-col text-sm leading-tight">
          <span className="font-medium">{name}</span>
          <span className="text-soft">{roleAndStudio}</span>
        </span>
      </button>
      <div
        id="account"
        popover="auto"
        className="inset-auto m-0 mt-1 w-64 rounded-lg border border-line bg-raised p-3 text-text shadow-lg [position-anchor:--account] [top:anchor(bottom)] [right:anchor(right)]"
      >
        <p className="text-sm break-all text-soft">{member?.email ?? operator?.email}</p>
        <StudioSwitcher />
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
                  applyTheme(value);
                }}
              />
              {label}
            </label>
          ))}
        </fieldset>
        {member && (
          <Link
            to="/plugins"
            // Only a click outside closes it by itself.
            onClick={() => document.getElementById("account")?.hidePopover()}
            className="mt-3 block py-1 text-sm text-accent underline md:hidden"
          >
            Plug-ins for Blender and Maya
          </Link>
        )}
        <StatusLink className="mt-3 block py-1" />
        <Button
          variant="plain"
          busy={isSigningOut}
          className="mt-3 w-full"
          onClick={() => {
            setIsSigningOut(true);
            void signOut();
          }}
        >
          Sign out
        </Button>
      </div>
    </>
  );
}
