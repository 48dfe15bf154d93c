/** File name suffix of the workflow that made a result. */
export const WORKFLOW_SUFFIX = ".workflow.json";
