export { concordance } from "./concordance";
export { DiscreteHazard } from "./discrete-hazard";
export type { SurvivalTimes } from "./survival-times";
