export { type GeneratedSummary, type GenerateOptions, generate, worldOf } from "./generate";
export { makePlan } from "./plan";
export { type GeneratingProcess, ONLINE_RETAIL_PROCESS } from "./process";
export type { Sink } from "./row-writer";
export { type GeneratedTruth, truthsOf } from "./truth";
