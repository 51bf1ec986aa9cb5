import { BadRequestError, TooLargeError, UnsupportedMediaTypeError } from "./errors";

/** No JSON body that the API accepts comes near this. */
const MOST_JSON_BYTES = 1024 * 1024;

const JSON_TYPE = /^application\/(?:[a-z0-9.-]+\+)?json\s*(?:;|$)/i;

/** Reads a request's JSON body; undefined without one. Refuses a body that only looks like JSON, such as a form. */
export async function readJson(request: Request): Promise<unknown> {
  if (!request.body) return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (!JSON_TYPE.test(type)) {
    throw new UnsupportedMediaTypeError(
      `The body must be JSON, sent with "Content-Type: application/json"; found ${type ? `"${type}"` : "no content type"}.`,
    );
  }
  const text = await readText(request, MOST_JSON_BYTES);
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadRequestError(`The body is not valid JSON: ${(error as SyntaxError).message}.`);
  }
}

/** A body as text, empty without one. Throws a TooLargeError as soon as it exceeds `most` bytes. */
export async function readText(request: Request, most: number): Promise<string> {
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > most) throw tooLarge(most);
  if (declared !== null) return request.text();
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > most) throw tooLarge(most);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function tooLarge(most: number): TooLargeError {
  return new TooLargeError(`A JSON body may have ${most} bytes at most.`);
}
