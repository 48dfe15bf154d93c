import { useQuery } from "@tanstack/react-query";
import { memberships } from "../api/memberships.ts";
import { useMe } from "../api/me.ts";
import { PLATFORM_SLUG, switchStudio } from "../session/switch-studio.ts";

/** Switches between the user's studios. Hidden for users with one studio. */
export function StudioSwitcher() {
  const { tenant, operator } = useMe();
  const { data } = useQuery(memberships);
  const studios: (readonly [slug: string, name: string])[] = [
    ...(data?.items.map((one) => [one.tenant.slug, one.tenant.name] as const) ?? []),
    ...(data?.operator ? [[PLATFORM_SLUG, "Platform (operator)"] as const] : []),
  ];
  if (studios.length < 2) return null;
  const current = operator ? PLATFORM_SLUG : tenant?.slug;
  return (
    <fieldset className="mt-3 flex flex-col gap-1">
      <legend className="text-sm font-medium">Studio</legend>
      {studios.map(([slug, name]) => (
        <label key={slug} className="flex items-center gap-2 rounded-sm py-0.5">
          <input
            type="radio"
            name="studio"
            className="accent-accent"
            checked={slug === current}
            onChange={() => void switchStudio(slug)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
