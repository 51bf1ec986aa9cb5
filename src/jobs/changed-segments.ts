import { OpenModel } from "../answers/open-model";
import { factsOfModel } from "../answers/rules/facts";
import { needsOfRule } from "../answers/rules/match-rule";
import { parseRule } from "../answers/rules/parse-rule";
import { segmentChange } from "../answers/rules/segment-change";
import { UserError } from "../errors";
import type { BlobStore } from "../store/blobs";
import type { ChangedSegment, SavedTask } from "./training-task";

/** Evaluates the saved segments on the new model and on the one before. None if there was none before. */
export async function changedSegments(
  blobs: BlobStore,
  prefix: string,
  { segments, previous, tenantSettings }: SavedTask,
): Promise<ChangedSegment[]> {
  if (!previous || segments.length === 0) return [];
  await using opened = new AsyncDisposableStack();
  const open = async (key: string) => {
    const folder = opened.use(await blobs.fetched(key));
    return opened.adopt(await OpenModel.open(folder.path), (model) => model.close());
  };
  const later = await open(prefix);
  // It may have been deleted meanwhile, or be damaged: the new model is good all the same.
  const earlier = await open(previous.prefix).catch(() => null);
  const countsOf = async (text: string): Promise<ChangedSegment["counts"]> => {
    if (!earlier) throw new UserError("The model before it could not be read.");
    const rule = parseRule(text);
    const facts = (model: OpenModel, key: string) =>
      factsOfModel({ blobs }, key, model, tenantSettings, needsOfRule(rule));
    const was = await facts(earlier, previous.prefix);
    const change = segmentChange(rule, was, await facts(later, prefix));
    return {
      customers_before: change.before,
      customers: change.after,
      entries: change.entries.length,
      exits: change.exits.length,
      gone: change.gone,
    };
  };
  const changes: ChangedSegment[] = [];
  for (const { id, name, rule } of segments) {
    const segment = { saved_segment_id: id, name, earlier_model_id: previous.id };
    try {
      changes.push({ ...segment, counts: await countsOf(rule), problem: null });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      changes.push({ ...segment, counts: null, problem: error.message });
    }
  }
  return changes;
}
