import { constants, setPriority } from "node:os";
import { media } from "../component/media.ts";
import { runProcess } from "./run.ts";

// On one machine thumbnails must not slow down what an artist waits for.
setPriority(constants.priority.PRIORITY_LOW);
await runProcess(media);
