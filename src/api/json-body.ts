import { BadRequestError, UnsupportedMediaTypeError } from "./errors";

const JSON_TYPE = /^application\/(?:[a-z0-9.-]+\+)?json\s*(?:;|$)/i;

/** Code that walks over a body, such as that of the store, may fail on deeper nesting. */
const MOST_LEVELS = 64;

/** Reads a request's JSON body; undefined without one. Refuses a body that only looks like JSON, such as a form. */
export async function readJson(request: Request): Promise<unknown> {
  if (!request.body) return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (!JSON_TYPE.test(type)) {
    throw new UnsupportedMediaTypeError(
      `The body must be JSON, sent with "Content-Type: application/json"; found ${type ? `"${type}"` : "no content type"}.`,
    );
  }
  const text = await request.text();
  if (text === "") return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new BadRequestError(`The body is not valid JSON: ${(error as SyntaxError).message}.`);
  }
  if (isDeeper(body, MOST_LEVELS))
    throw new BadRequestError(`The body is nested more than ${MOST_LEVELS} levels deep.`);
  return body;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}
