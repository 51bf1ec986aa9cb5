export { type Perennial, type PerennialOptions, perennial } from "./client.js";
export { type Job, type JobEvent, JobFailed, type WaitOptions, waitForJob } from "./jobs.js";
export { PerennialError, type Problem } from "./problem.js";
export type { components, paths } from "./schema.js";
export { type Uploaded, type UploadOptions, upload } from "./upload.js";
