/** Every comparison takes the reference first and the newer sample second. */
export { type Bins, countInBins, equalFrequencyBins } from "./bins";
export { atomsOf, movedAtomsBack } from "./moved-atom";
export { type PopulationStability, populationStability } from "./population-stability";
export { midQuantiles, type NormedWasserstein, normedWasserstein, quantileDeviation } from "./wasserstein";
