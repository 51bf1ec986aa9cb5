import type { ShownModel } from "../model-page";

/**
 * Remembers what is computed from a model's tables as long as the model is open. A model whose tables were rewritten is opened again,
 * so nothing here outlives an erasure.
 */
export function onceAModel<T>(compute: (shown: ShownModel) => T): (shown: ShownModel) => T {
  const known = new WeakMap<ShownModel["model"], T>();
  return (shown) => {
    const found = known.get(shown.model);
    if (found !== undefined) return found;
    const made = compute(shown);
    known.set(shown.model, made);
    return made;
  };
}
