import { randomBytes } from "node:crypto";
import type { RuledRole } from "@pegbar/core/platform/access";
import * as Id from "@pegbar/core/platform/id.ts";
import type { TestApi } from "./api.ts";

/** Who owns a resource, relative to a member of lumen. */
export type Case = "own" | "shared" | "far" | "foreign";

export interface Person {
  memberId: string;
  email: string;
}

interface Place {
  tenantId: string;
  id: string;
  sequenceId: string;
  shotId: string;
}

/** Member id of the operator, who is not a member of any studio. */
const NOBODY = "none";

/**
 * Creates new people and resources for each test case, directly in the database: in lumen's show HARBOR (shared), in
 * lumen's show FJORD, which has no members (far), and in orrery (foreign).
 */
export async function createPeople({ admin: sql }: TestApi) {
  const place = async (slug: string, code: string): Promise<Place> => {
    const [row] = await sql`
      select t.id as tenant, show.id as show, sequence.id as sequence, shot.id as shot
      from tenant t join show on show.tenant_id = t.id join sequence on sequence.show_id = show.id
        join shot on shot.sequence_id = sequence.id
      where t.slug = ${slug} and show.code = ${code} order by sequence.code, shot.code limit 1`;
    if (!row) throw new Error(`no show ${code}`);
    return {
      tenantId: String(row["tenant"]),
      id: String(row["show"]),
      sequenceId: String(row["sequence"]),
      shotId: String(row["shot"]),
    };
  };
  const [harbor, comet] = [await place("lumen", "HARBOR"), await place("orrery", "COMET")];
  const fjordIds = { id: Id.create("show"), sequenceId: Id.create("sequence"), shotId: Id.create("shot") };
  const fjord: Place = { tenantId: harbor.tenantId, ...fjordIds };
  await sql`insert into show (id, tenant_id, code, name) values (${fjord.id}, ${fjord.tenantId}, 'FJORD', 'Fjord')`;
  await sql`insert into quota (subject_id, tenant_id, scope) values (${fjord.id}, ${fjord.tenantId}, 'show')`;
  await sql`insert into sequence (id, tenant_id, show_id, code) values (${fjord.sequenceId}, ${fjord.tenantId}, ${fjord.id}, 'sq010')`;
  await sql`insert into shot (id, tenant_id, show_id, sequence_id, code)
    values (${fjord.shotId}, ${fjord.tenantId}, ${fjord.id}, ${fjord.sequenceId}, 'sh010')`;
  const places: Record<Case, Place> = { own: harbor, shared: harbor, far: fjord, foreign: comet };

  // A log with one record for each studio, like the sequencer creates.
  const logs = new Map<string, string>();
  for (const { tenantId } of [harbor, comet]) {
    const name = randomBytes(8).toString("hex");
    const [made] = await sql`insert into log (tenant_id, origin, size, peaks, signed_size)
      values (${tenantId}, ${`pegbar.test/log/${name}`}, 1, ${Buffer.alloc(32)}, 1) returning id`;
    await sql`insert into leaf (log_id, tenant_id, position, event_id, content, record, hash)
      values (${Number(made?.["id"])}, ${tenantId}, 0, 'x', ${Buffer.alloc(32)}, ${Buffer.from("{}")}, ${Buffer.alloc(32)})`;
    logs.set(tenantId, name);
  }

  const person = async (tenantId: string, role: string, showId?: string): Promise<Person> => {
    const memberId = Id.create("member");
    const email = `${memberId.toLowerCase()}@people.example`;
    await sql`insert into member (id, tenant_id, email, name, role, status)
      values (${memberId}, ${tenantId}, ${email}, ${role}, ${role}, 'active')`;
    await sql`insert into quota (subject_id, tenant_id, scope) values (${memberId}, ${tenantId}, 'member')`;
    if (showId !== undefined)
      await sql`insert into show_member (tenant_id, show_id, member_id) values (${tenantId}, ${showId}, ${memberId})`;
    return { memberId, email };
  };
  const owner = async (of: Case, actor: Person): Promise<string> =>
    of === "own" && actor.memberId !== NOBODY ? actor.memberId : (await person(places[of].tenantId, "artist")).memberId;
  const job = async (of: Case, actor: Person): Promise<string> => {
    const { tenantId, id: showId, sequenceId, shotId } = places[of];
    const id = Id.create("job");
    await sql`
      insert into job (id, tenant_id, show_id, sequence_id, shot_id, member_id, graph, parameters, output_names, class,
        lane, time_limit_seconds, state, month, request_sha256, queued_at)
      values (${id}, ${tenantId}, ${showId}, ${sequenceId}, ${shotId}, ${await owner(of, actor)}, '{}', '{}', '{}', 'light',
        'interactive', 60, 'failed', '2026-01', '', now())`;
    return id;
  };
  const batch = async (of: Case, actor: Person): Promise<string> => {
    const { tenantId, id: showId, sequenceId, shotId } = places[of];
    const id = Id.create("batch");
    const [version] = await sql`select id from workflow_version where tenant_id = ${tenantId} limit 1`;
    await sql`
      insert into batch (id, tenant_id, show_id, sequence_id, shot_id, member_id, workflow_version_id, name, jobs, request,
        request_sha256)
      values (${id}, ${tenantId}, ${showId}, ${sequenceId}, ${shotId}, ${await owner(of, actor)}, ${String(version?.["id"])}, '',
        0, '{}', '')`;
    return id;
  };
  const version = async (of: Case, actor: Person): Promise<string> => {
    const { tenantId, id: showId, shotId } = places[of];
    const id = Id.create("version");
    await sql`
      insert into version (id, tenant_id, show_id, shot_id, member_id, name, number)
      values (${id}, ${tenantId}, ${showId}, ${shotId}, ${await owner(of, actor)}, ${id}, 1)`;
    return id;
  };
  const playlist = async (of: Case, actor: Person): Promise<string> => {
    const { tenantId, id: showId } = places[of];
    const id = Id.create("playlist");
    await sql`
      insert into playlist (id, tenant_id, show_id, member_id, name)
      values (${id}, ${tenantId}, ${showId}, ${await owner(of, actor)}, 'Dailies')`;
    return id;
  };
  /** A share link of an admin, so that whoever owns it may share. */
  const shareLink = async (of: Case): Promise<string> => {
    const { tenantId, id: showId } = places[of];
    const id = Id.create("shareLink");
    const { memberId } = await person(tenantId, "admin");
    await sql`
      insert into share_link (id, tenant_id, show_id, member_id, title, recipient, watermark, sha256, hint, expires_at)
      values (${id}, ${tenantId}, ${showId}, ${memberId}, 'Dailies', 'A client', 'x', ${id}, 'abcd', now() + interval '7 days')`;
    return id;
  };
  const model = async (tenantId: string | null): Promise<string> => {
    const id = Id.create("model");
    await sql`
      insert into model (id, tenant_id, file_name, kind, name, sha256, family, licence)
      values (${id}, ${tenantId}, ${`${id}.safetensors`}, 'lora', 'A', 'x', 'x', 'x')`;
    return id;
  };

  return {
    job,
    batch,
    version,
    playlist,
    shareLink,
    /** Creates a member of lumen with this role, in HARBOR. For the role operator, returns the operator. */
    actor: (role: RuledRole): Promise<Person> =>
      role === "operator"
        ? Promise.resolve({ memberId: NOBODY, email: "operator@pegbar.example" })
        : person(harbor.tenantId, role, harbor.id),
    /** Creates an invitation of the actor to orrery. */
    async invitation({ email }: Person): Promise<string> {
      const [row] = await sql`
        insert into member (id, tenant_id, email, name, role, status)
        values (${Id.create("member")}, ${comet.tenantId}, ${email}, 'Invited', 'artist', 'invited')
        on conflict (tenant_id, email) do update set status = 'invited', issuer = null, subject = null returning id`;
      return String(row?.["id"]);
    },
    /** Returns the slug of a studio that the actor is a member of. Makes the operator a member first. */
    async studioOf({ memberId, email }: Person): Promise<string> {
      if (memberId !== NOBODY) return "lumen";
      await sql`
        insert into member (id, tenant_id, email, name, role, status)
        values (${Id.create("member")}, ${comet.tenantId}, ${email}, 'Operator', 'artist', 'active')
        on conflict (tenant_id, email) do update set status = 'active', issuer = null, subject = null`;
      return "orrery";
    },
    show: (of: Case): Place => places[of],
    async rendition(of: Case, actor: Person): Promise<string> {
      const id = Id.create("rendition");
      await sql`
        insert into rendition (id, tenant_id, version_id, automatic, kind, format, burn_in, state)
        values (${id}, ${places[of].tenantId}, ${await version(of, actor)}, true, 'contactSheet', 'jpg', false, 'waiting')`;
      return id;
    },
    async asset(of: Case, actor: Person): Promise<string> {
      const { tenantId, id: showId, shotId } = places[of];
      const jobId = await job(of, actor);
      const [attemptId, id] = [Id.create("attempt"), Id.create("asset")];
      await sql`
        insert into attempt (id, tenant_id, job_id, fence, state, worker_id, nonce, lease_expires_at, runtime, started_at)
        values (${attemptId}, ${tenantId}, ${jobId}, 1, 'succeeded', 'w', ${attemptId}, now(), '{}', now())`;
      await sql`
        insert into asset (id, tenant_id, show_id, shot_id, job_id, attempt_id, member_id, name, version, node_id, position,
          filename, key, sha256, bytes, content_type)
        select ${id}, ${tenantId}, ${showId}, ${shotId}, ${jobId}, ${attemptId}, member_id, ${id}, 1, '9', 0, 'a.png',
          ${`${tenantId}/assets/${id}.png`}, 'x', 1, 'image/png' from job where id = ${jobId}`;
      await sql`insert into intent (id, tenant_id, event_id, record) values (${Id.create("intent")}, ${tenantId}, ${id}, '{}')`;
      return id;
    },
    member: (of: Case, actor: Person): Promise<string> => owner(of, actor),
    async token(of: Case, actor: Person): Promise<string> {
      const id = Id.create("token");
      const memberId = await owner(of, actor);
      await sql`
        insert into api_token (id, tenant_id, member_id, created_by, name, sha256, hint, expires_at)
        values (${id}, ${places[of].tenantId}, ${memberId}, ${memberId}, 'A', ${id}, 'abcd', now() + interval '1 day')`;
      return id;
    },
    /** Creates a member in the show of that case. */
    memberIn: async (of: Case, _actor: Person): Promise<string> =>
      (await person(places[of].tenantId, "artist", places[of].id)).memberId,
    model: (of: Case): Promise<string> => model(places[of].tenantId),
    sharedModel: (): Promise<string> => model(null),
    /** Event id of the one delivery that each webhook has. */
    deliveryId: "evt_1",
    async webhook(of: Case): Promise<string> {
      const id = Id.create("webhook");
      const { tenantId } = places[of];
      const { memberId } = await person(tenantId, "admin");
      await sql`
        insert into webhook (id, tenant_id, url, events, created_by)
        values (${id}, ${tenantId}, 'http://127.0.0.1:9/', '{notice}', ${memberId})`;
      await sql`
        insert into webhook_delivery (tenant_id, webhook_id, event_id, type, payload, state)
        values (${tenantId}, ${id}, 'evt_1', 'notice', '{}', 'failed')`;
      return id;
    },
    async workflow(of: Case): Promise<string> {
      const id = Id.create("workflow");
      const { tenantId } = places[of];
      await sql`insert into workflow (id, tenant_id, slug, name) values (${id}, ${tenantId}, ${id.toLowerCase()}, 'A')`;
      await sql`
        insert into workflow_version (id, tenant_id, workflow_id, number, graph, form, sha256, class, time_limit_seconds)
        values (${Id.create("workflowVersion")}, ${tenantId}, ${id}, 1, '{}',
          '{"fields":[],"inputs":[],"outputs":[{"name":"a","label":"A","node":"1"}]}', 'x', 'light', 60)`;
      return id;
    },
    async erasure(of: Case): Promise<string> {
      const id = Id.create("erasure");
      const { tenantId } = places[of];
      const { memberId } = await person(tenantId, "admin");
      await sql`
        insert into erasure (id, tenant_id, subject_type, subject_id, kinds, reason, created_by, erased_ids, values,
          records, jobs, inputs, keys, keys_until)
        values (${id}, ${tenantId}, 'input', 'inp_1', '{input}', 'asked for', ${memberId}, '{}', 1, 1, 0, 1, '{}', now())`;
      return id;
    },
    async imageSequence(of: Case): Promise<string> {
      const id = Id.create("imageSequence");
      const inputId = Id.create("input");
      const { tenantId } = places[of];
      await sql`
        insert into input (id, tenant_id, sha256, bytes, content_type, filename, key, status)
        values (${inputId}, ${tenantId}, ${inputId}, 1, 'image/png', 'a.png', ${inputId}, 'verified')`;
      await sql`
        insert into image_sequence (id, tenant_id, pattern, manifest_sha256) values (${id}, ${tenantId}, ${`${id}.#.png`}, ${id})`;
      await sql`
        insert into image_sequence_frame (tenant_id, image_sequence_id, frame, input_id)
        select ${tenantId}, ${id}, n, ${inputId} from generate_series(1, 7) as n`;
      return id;
    },
    log: (of: Case) => logs.get(places[of].tenantId) ?? "",
    async input(of: Case): Promise<string> {
      const id = Id.create("input");
      await sql`
        insert into input (id, tenant_id, sha256, bytes, content_type, filename, key, status)
        values (${id}, ${places[of].tenantId}, ${id}, 1, 'image/png', 'a.png', ${id}, 'verified')`;
      return id;
    },
  };
}
