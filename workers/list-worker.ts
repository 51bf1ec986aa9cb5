import { deliver } from "../src/destinations/deliver";
import { serveTasks } from "../src/jobs/worker-loop";

// Apart from the jobs' worker: it starts in a third of the time, because it learns nothing.
serveTasks({ delivery: deliver });
