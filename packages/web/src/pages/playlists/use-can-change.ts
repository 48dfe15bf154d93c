import { useMe } from "../../api/me.ts";

/** Returns whether the user may change a playlist: artists their own, supervisors those of their shows. */
export function useCanChange(): (playlist: { memberId: string }) => boolean {
  const { may, member } = useMe();
  const scope = may["playlist.update"];
  return ({ memberId }) => scope !== undefined && (scope !== "own" || memberId === member?.id);
}
