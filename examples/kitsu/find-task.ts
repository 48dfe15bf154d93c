import { Kitsu, KitsuError } from "./kitsu.ts";
import type { ReviewData } from "./event.ts";
import { findByName, formatFps, getProjectName, getTaskTypeName, type Mapping } from "./mapping.ts";

interface Named {
  id: string;
  name: string;
}
export interface Project extends Named {
  code: string | null;
  /** Rate of the whole production, such as `23.976`. */
  fps: string | null;
  production_type: string | null;
  /** Ids of task types in use. Empty: all of the studio. */
  task_types?: string[];
}
interface TaskType extends Named {
  for_entity: string;
  archived: boolean;
}
export interface Task {
  id: string;
  task_type_id: string;
}
interface Shot extends Named {
  parent_id: string | null;
}

/**
 * Finds the task of a version: production, sequence, shot and task by name. Those that do not exist are created.
 * @param rate frame rate of the show, an exact fraction
 */
export async function findTask(
  kitsu: Kitsu,
  mapping: Mapping,
  version: ReviewData,
  rate: string,
): Promise<{ project: Project; task: Task }> {
  const type = await findTaskType(kitsu, getTaskTypeName(mapping, version.name), version.name);
  const project = await findProject(kitsu, getProjectName(mapping, version.show), version.show, rate);
  if (project.task_types?.length && !project.task_types.includes(type.id))
    throw new KitsuError(
      `The production ${project.name} does not use the task type ${type.name}. Add it in its settings in Kitsu, or map ${version.name} to another one in KITSU_TASK_TYPES.`,
    );
  const sequence = await findSequence(kitsu, project, version.sequence);
  const shots = (await kitsu.get<Shot[]>(`/data/projects/${project.id}/shots`)).filter(
    ({ parent_id }) => parent_id === sequence.id,
  );
  const shot =
    findByName(shots, version.shot, ({ name }) => name) ??
    (await kitsu.post<Shot>(`/data/projects/${project.id}/shots`, { name: version.shot, sequence_id: sequence.id }));
  const isWanted = ({ task_type_id }: Task) => task_type_id === type.id;
  const task =
    (await kitsu.get<Task[]>(`/data/shots/${shot.id}/tasks`)).find(isWanted) ??
    (
      await kitsu.post<Task[]>(`/actions/projects/${project.id}/task-types/${type.id}/shots/create-tasks`, [shot.id])
    ).find(isWanted);
  if (!task) throw new KitsuError(`Kitsu did not create the task ${type.name} of ${version.shot}.`);
  return { project, task };
}

async function findTaskType(kitsu: Kitsu, wanted: string, name: string): Promise<TaskType> {
  const types = (await kitsu.get<TaskType[]>("/data/task-types")).filter(
    ({ for_entity, archived }) => for_entity === "Shot" && !archived,
  );
  const type = findByName(types, wanted, (one) => one.name);
  if (!type)
    throw new KitsuError(
      `Kitsu has no task type ${wanted} for shots. Create it in Kitsu, or set KITSU_TASK_TYPES="${name}=…" to one of: ${types.map((one) => one.name).join(", ")}.`,
    );
  return type;
}

async function findProject(kitsu: Kitsu, wanted: string, code: string, rate: string): Promise<Project> {
  const projects = await kitsu.get<Project[]>("/data/projects?relations=true");
  return (
    findByName(projects, wanted, ({ name }) => name) ??
    findByName(projects, wanted, (one) => one.code) ??
    // Without a rate, Kitsu takes 25, and shows other frame numbers than Pegbar.
    (await kitsu.post<Project>("/data/projects", { name: wanted, code, fps: formatFps(rate) }))
  );
}

async function findSequence(kitsu: Kitsu, project: Project, wanted: string): Promise<Named> {
  const sequences = await kitsu.get<Named[]>(`/data/projects/${project.id}/sequences`);
  const found = findByName(sequences, wanted, ({ name }) => name);
  if (found) return found;
  if (project.production_type === "tvshow")
    throw new KitsuError(
      `The production ${project.name} has episodes, and none has a sequence ${wanted}. Create it in Kitsu in the right episode.`,
    );
  return kitsu.post<Named>(`/data/projects/${project.id}/sequences`, { name: wanted });
}
