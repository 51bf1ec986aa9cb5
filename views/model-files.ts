import type { ApiContext } from "../src/api/context";
import type { KnownModel } from "../src/store/models";

type Files = Pick<ApiContext, "blobs">;
type Folder = Pick<KnownModel, "artifactPrefix">;

/** A file of a model folder as text; null where the folder has none. */
export async function modelText({ blobs }: Files, model: Folder, name: string): Promise<string | null> {
  const bytes = await blobs.read(`${model.artifactPrefix}/${name}`);
  return bytes && new TextDecoder().decode(bytes);
}

/** A JSON file of a model folder; null where the folder has none. */
export async function modelJson<T>(context: Files, model: Folder, name: string): Promise<T | null> {
  const text = await modelText(context, model, name);
  return text === null ? null : (JSON.parse(text) as T);
}
