import { type ModelCard, parseModelCard } from "../models/model-card";

/** Where models' files are read from, by the key of their folder and their name. */
export interface Files {
  readonly blobs: { read(key: string): Promise<Uint8Array | null> };
}

/** The folder that a training wrote. */
interface Folder {
  readonly artifactPrefix: string;
}

/** A file of a model folder as text; null where the folder has none. */
export async function modelText(
  { blobs }: Files,
  { artifactPrefix }: Folder,
  name: string,
): Promise<string | null> {
  const bytes = await blobs.read(`${artifactPrefix}/${name}`);
  return bytes && new TextDecoder().decode(bytes);
}

/** A JSON file of a model folder; null where the folder has none. */
export async function modelJson<T>(files: Files, model: Folder, name: string): Promise<T | null> {
  const text = await modelText(files, model, name);
  return text === null ? null : (JSON.parse(text) as T);
}

const MOST_REMEMBERED = 200;
const remembered = new WeakMap<object, Map<string, ModelCard>>();

/** The card of a model, read once as long as the model stays as it is; null where its folder has none. */
export async function modelCardOf(
  { blobs }: Files,
  { artifactPrefix, createdAt, revision }: Folder & { readonly createdAt: number; readonly revision: number },
): Promise<ModelCard | null> {
  const known = remembered.get(blobs) ?? new Map<string, ModelCard>();
  remembered.set(blobs, known);
  const key = `${artifactPrefix} ${createdAt} ${revision}`;
  const found = known.get(key);
  if (found) return found;
  const bytes = await blobs.read(`${artifactPrefix}/model.json`);
  if (!bytes) return null;
  const card = parseModelCard(bytes);
  if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value!);
  known.set(key, card);
  return card;
}
