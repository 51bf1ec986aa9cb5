import type { OpenModel } from "./open-model";

/**
 * Caches what is computed from a model's tables while the model is open. A model with rewritten tables is reopened, so
 * nothing here outlives an erasure.
 */
export function onceAModel<T>(compute: (model: OpenModel) => T): (model: OpenModel) => T {
  const known = new WeakMap<OpenModel, T>();
  return (model) => {
    const found = known.get(model);
    if (found !== undefined) return found;
    const made = compute(model);
    known.set(model, made);
    return made;
  };
}
