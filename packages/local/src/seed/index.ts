import type { ImageSnapshot } from "@pegbar/comfyui";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Id from "@pegbar/core/platform/id.ts";
import * as Image from "@pegbar/core/catalog/image";
import * as Member from "@pegbar/core/studio/member";
import * as Model from "@pegbar/core/catalog/model";
import * as Operator from "@pegbar/core/studio/operator";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import * as Show from "@pegbar/core/studio/show";
import * as Tenant from "@pegbar/core/studio/tenant";
import * as Tenants from "@pegbar/core/studio/tenant/all.ts";
import * as Workflow from "@pegbar/core/catalog/workflow";
import type { Role } from "@pegbar/core/platform/actor.ts";
import { accounts, operatorAccount } from "../identity/accounts.ts";
import { previewLora, previewModel } from "../preview/model.ts";
import { workflows } from "./graphs.ts";

/** Ports per database role. */
export interface RolePorts {
  app: ProcessPorts;
  identity: ProcessPorts;
  dispatch: ProcessPorts;
}

const buildShot = (code: string) => ({ code, frameIn: 1001, frameOut: 1096 });
const studios = [
  {
    slug: "lumen",
    name: "Lumen Pictures",
    timeZone: "Europe/Berlin",
    rawGraphs: true,
    show: {
      code: "HARBOR",
      name: "The Harbor Lights",
      sequences: [
        { code: "sq010", shots: [buildShot("sh010"), buildShot("sh020"), buildShot("sh030")] },
        { code: "sq020", shots: [buildShot("sh010")] },
      ],
    },
  },
  {
    slug: "orrery",
    name: "Orrery Animation",
    timeZone: "America/Los_Angeles",
    rawGraphs: false,
    show: {
      code: "COMET",
      name: "A Comet's Tail",
      sequences: [{ code: "sq010", shots: [buildShot("sh010"), buildShot("sh020")] }],
    },
  },
] as const;

interface Facts {
  issuer: string;
  image: ImageSnapshot;
}

/** Creates the two studios with people, shows and workflows. Runs at every start and keeps what already exists. */
export async function seed(ports: RolePorts, { issuer, image }: Facts): Promise<void> {
  const runAsPlatform = <T>(adapters: ProcessPorts, cb: () => Promise<T>) =>
    Context.provide({ actor: { type: "platform", name: "seed" }, ports: adapters }, cb);
  await runAsPlatform(ports.dispatch, () => Image.register(image, null));
  const model = await runAsPlatform(ports.dispatch, () =>
    Model.registerShared({ ...toSharedModel(previewModel), name: "Preview painter" }),
  );
  const lora = await runAsPlatform(ports.dispatch, () =>
    Model.registerShared({ ...toSharedModel(previewLora), name: "Preview palette" }),
  );
  await runAsPlatform(ports.identity, () => Operator.ensure(operatorAccount));
  for (const studio of studios) {
    const known = await runAsPlatform(ports.identity, () => Tenant.findId(studio.slug));
    const tenantId = known ?? Id.create("tenant");
    await Context.provide({ actor: { type: "system", tenantId, name: "seed" }, ports: ports.app }, async () => {
      if (known === undefined) {
        const { slug, name, timeZone, rawGraphs } = studio;
        await Tenants.createWithLimits({ slug, name, timeZone, rawGraphs });
      }
      const showId = await Show.ensure({
        ...studio.show,
        sequences: studio.show.sequences.map((one) => ({ ...one, shots: [...one.shots] })),
      });
      for (const { email, name } of accounts.filter((account) => account.email.endsWith(`@${studio.slug}.example`))) {
        const role = email.split("@")[0] as Role;
        await Show.addMember(showId, await Member.ensure({ email, name, role }));
      }
      await Member.rebind(issuer);
      await Model.clear(model.id, showId);
      await Model.clear(lora.id, showId);
      for (const draft of workflows) await Workflow.publish({ ...draft, class: "light" });
    });
  }
}

const toSharedModel = ({ fileName, kind, sha256, family, licence }: typeof previewModel) => ({
  fileName,
  kind,
  sha256,
  family,
  licence,
});
