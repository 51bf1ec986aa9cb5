export { type GeneratedSummary, type GenerateOptions, generate, worldOf } from "./generate";
export { type GeneratedWorld, makePlan } from "./plan";
export { type GeneratingProcess, ONLINE_RETAIL_PROCESS } from "./process";
export type { Sink } from "./row-writer";
export { formatTruth, type GeneratedTruth, TRUTH_HEADER, truthsOf } from "./truth";
