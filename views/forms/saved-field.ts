import type { SavedSegmentRow } from "../../src/store/saved-segments";
import type { FieldSpec } from "../components/field";

/** Chooses among the segments that people made; no field where there is none. */
export function savedField(segments: readonly SavedSegmentRow[]): readonly FieldSpec<"saved">[] {
  if (segments.length === 0) return [];
  const options = segments.map(({ id, name }) => [id, name] as const);
  return [{ name: "saved", label: "Your segment", any: "Everybody", options }];
}
