import type { Perennial } from "./client.js";
import type { paths } from "./schema.js";

export type Uploaded = paths["/upload"]["post"]["responses"]["200"]["content"]["application/json"];

export interface UploadOptions {
  /** The data set that the file is added to, as `dataset_id` or `dataset_path`; without it, the file begins a new one. */
  readonly appendTo?: string;
  /** Field → column, if the server should not go by the names and contents of the columns. */
  readonly mapping?: Readonly<Record<string, string>>;
  /** Repeating the upload with the same key keeps the file once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** Uploads a file of order lines. Its name tells the format: `orders.csv`, `orders.xlsx`. */
export async function upload(
  client: Perennial,
  file: Blob,
  name: string,
  { appendTo, mapping, idempotencyKey, signal }: UploadOptions = {},
): Promise<Uploaded> {
  const { data } = await client.POST("/upload", {
    body: {
      file,
      ...(appendTo !== undefined && { append_to: appendTo }),
      ...(mapping && { mapping: JSON.stringify(mapping) }),
    },
    bodySerializer: (body) => {
      const form = new FormData();
      for (const [field, value] of Object.entries(body))
        if (value instanceof Blob) form.set(field, value, name);
        else form.set(field, String(value));
      return form;
    },
    ...(idempotencyKey !== undefined && { headers: { "Idempotency-Key": idempotencyKey } }),
    ...(signal && { signal }),
  });
  return data as Uploaded;
}
