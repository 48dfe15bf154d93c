import type { components } from "@pegbar/sdk";
import { formatCount, formatDate } from "../../../components/format.ts";
import { DetailList } from "./detail-list.tsx";

/** Number of unreviewed classes that are listed by name. */
const SHOWN = 20;

/** The golden image that graphs are validated against. */
export const Image = ({ image }: { image: components["schemas"]["Image"] }) => (
  <section aria-labelledby="image" className="flex flex-col gap-3">
    <h2 id="image">Image</h2>
    <p className="text-sm text-soft">Graphs are validated against this image before a GPU starts.</p>
    <DetailList
      label="About the image"
      details={[
        ["ComfyUI", image.comfyuiVersion],
        ["Node classes", formatCount(image.classes)],
        ["Registered", formatDate(image.registeredAt)],
        ["Container image", image.imageDigest ?? "none (external ComfyUI)"],
      ]}
    />
    {image.unreviewed.length > 0 && (
      <p className="text-sm text-soft">
        No job may run these node classes, because they have no review:{" "}
        {image.unreviewed.slice(0, SHOWN).map((classType, at) => (
          <span key={classType}>
            {at > 0 && ", "}
            <code>{classType}</code>
          </span>
        ))}
        {image.unreviewed.length > SHOWN && ` and ${formatCount(image.unreviewed.length - SHOWN)} more`}
      </p>
    )}
    {image.customNodes.length === 0 ? (
      <p className="text-sm text-soft">No custom nodes.</p>
    ) : (
      <ul
        aria-label="Custom nodes"
        className="flex flex-col divide-y divide-line rounded-lg border border-line bg-surface"
      >
        {image.customNodes.map(({ name, repository, commit, classes }) => (
          <li key={name} className="flex flex-col gap-1 px-3 py-2.5">
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">{name}</span>
              <code className="text-sm text-soft" title={`${repository} ${commit}`}>
                {commit.slice(0, 12)}
              </code>
            </span>
            {Object.entries(classes)
              .filter(([, { kind }]) => kind === "network" || kind === "not_allowed")
              .map(([classType, { reason, replacement }]) => (
                <span key={classType} className="text-sm text-soft">
                  <code>{classType}</code> is blocked: it {reason}. {replacement}
                </span>
              ))}
          </li>
        ))}
      </ul>
    )}
  </section>
);
