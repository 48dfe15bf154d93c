const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

/** Text of the pages for erasures. */
export const strings = {
  title: "Erasure",
  about:
    "Erase personal data when a person asks for it, or a file whose licence ends. Results, costs and proofs stay. An erasure can’t be undone.",
  add: "Erase data…",
  empty: "Nothing erased yet",
  emptyHint: "An erasure starts with a preview of what goes and what stays.",
  subject: "Subject",
  kinds: "Erased",
  reason: "Reason",
  when: "When",
  state: "State",
  running: "Erasing files…",
  done: "Done",
  more: "Load older erasures",
  erasedName: (id: string) => `Erased member ${id}`,
  inputFile: "Input file",

  newTitle: "Erase data",
  subjectLegend: "What to erase",
  ofMember: "Data of a member",
  ofInput: "One input file",
  member: "Member",
  chooseMember: "Choose a member…",
  former: "former",
  kindsLegend: "Data of the member",
  kindNames: { identity: "Identity", prompts: "Prompts", input: "Input files" },
  kindHints: {
    identity: "Name, email and sign-in.",
    prompts: "Prompts, settings and graphs of every job.",
    input: "Every file that the member uploaded.",
  },
  stillMember: (name: string) => `To erase the identity as well, remove ${name} from the studio first.`,
  toMembers: "Open Members",
  selfIdentity: "You can’t erase your own identity, because the log names who erased. Ask another admin.",
  findInput: "File name",
  findInputHint: "Part of the name, such as plate_v2.",
  inputs: "Matching files",
  noInputs: "No file has this name. Try a shorter part of it.",
  moreInputs: "More files match. Type more of the name.",

  counting: "Counting…",
  chooseFirst: "Choose what to erase to see what goes and what stays.",
  goes: "What goes",
  stays: "What stays",
  goesList: {
    identity: {
      what: () => "Name, email and sign-in",
      why: "Also in reasons, events, API tokens and the audit log.",
    },
    prompts: {
      what: (jobs: number) => `Prompts, settings and graph of ${count(jobs, "job")}`,
      why: "Also ComfyUI’s error messages, notes and reviews of their results, because they may repeat a prompt.",
    },
    input: {
      what: (inputs: number) => count(inputs, "input file"),
      why: "With thumbnail, name and hash, and copies of results that are signed with the file’s content credentials.",
    },
    values: {
      what: (values: number, records: number) =>
        `${count(values, "value")} in ${count(records, "record")} of the ledger`,
      why: "Their encryption keys are destroyed, so that nobody can read them again.",
    },
  },
  staysList: {
    results: {
      what: (results: number) => count(results, "result"),
      why: "Pictures belong to their shots. A picture may still show what you erase.",
    },
    jobs: {
      what: (jobs: number) => `Cost, times, seed and models of ${count(jobs, "job")}`,
      why: "Usage and quotas are computed from them.",
    },
    work: {
      what: () => "The member’s ID, role and work",
      why: "Shots keep their history, under the ID instead of the name.",
    },
    records: {
      what: (records: number) => `${count(records, "record")} of the ledger, with valid proofs`,
      why: "Certificates show that values are missing, when they were erased and why.",
    },
    reason: {
      what: () => "The reason, and your name",
      why: "The ledger keeps them forever, and certificates show them.",
    },
    copies: {
      what: () => "Backups until they expire, and what was downloaded before",
      why: "Pegbar can’t reach copies that have left it.",
    },
  },

  reasonHint: "Stays in the ledger forever, and is readable in certificates. Don’t repeat what you erase.",
  reasonPlaceholder: "Requested on 2026-11-27, GDPR article 17",
  eraseAsk: "Erase…",
  confirmTitle: (name: string) => `Erase data of ${name}?`,
  confirmTitleInput: (name: string) => `Erase ${name}?`,
  confirmHint: "This can’t be undone, not even by the operator.",
  confirmName: (name: string) => `Type ${name} to confirm`,
  erase: "Erase permanently",
  cancel: "Cancel",
  erased: "Erased. Files are being removed.",

  progress: "Progress",
  steps: {
    values: "Values and their keys",
    valuesHint: "Gone from every list, page and certificate.",
    files: "Files of database and store",
    filesHint: "Usually takes minutes. Tables over 512 MiB are rewritten between 2 and 5 UTC.",
    workers: "Cached inputs on workers",
    workersBy: (at: string) => `by ${at}`,
    backups: "Backups",
    backupsHint: "Erased when they expire.",
  },
  details: "Details",
  stepRunning: "Running…",
  by: "Erased by",
  jobs: "Jobs without prompts",
  inputsErased: "Files erased",
  values: "Values destroyed",
  records: "Records that had them",
  reasonStays: "The reason stays in the ledger and can’t be changed.",
  atProvider: "Also remove the person’s account at your identity provider.",
};
