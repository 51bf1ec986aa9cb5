import { UserError } from "../errors";
import type { Setting } from "./setting";
import { type Config, SETTINGS } from "./settings";

/**
 * Reads the settings from an environment such as `process.env`. Throws one UserError that lists every wrong variable
 * with its value and what is expected.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const wrong: string[] = [];
  const entries = Object.entries<Setting<unknown>>(SETTINGS).map(
    ([key, { name, expected, isSecret, read }]) => {
      const text = environment[name]?.trim() || null;
      const value = read(text);
      if (value === undefined)
        wrong.push(`${name} is ${isSecret ? "not valid" : `"${text}"`}; expected ${expected}.`);
      return [key, value];
    },
  );
  const config = Object.fromEntries(entries) as Config;
  if (config.auth === "firebase" && config.firebaseProjectId === null) {
    wrong.push("FIREBASE_PROJECT_ID is not set; AUTH=firebase needs the project whose ID tokens it accepts.");
  }
  const bucketSettings = [
    SETTINGS.b2Bucket,
    SETTINGS.b2Endpoint,
    SETTINGS.b2Region,
    SETTINGS.b2KeyId,
    SETTINGS.b2AppKey,
  ];
  const unset = bucketSettings.map(({ name }) => name).filter((name) => !environment[name]?.trim());
  if (unset.length > 0 && unset.length < bucketSettings.length) {
    wrong.push(
      `${unset.join(", ")} ${unset.length > 1 ? "are" : "is"} not set; a bucket needs all five of B2_BUCKET, B2_ENDPOINT, B2_REGION, B2_KEY_ID and B2_APP_KEY. Set them all, or none to keep files on this disk.`,
    );
  }
  wrong.push(...wrongFirestore(config));
  wrong.push(...wrongTracking(config));
  wrong.push(...wrongMail(config));
  wrong.push(...wrongInngest(config));
  if (wrong.length > 0) throw new UserError(wrong.join("\n"));
  return config;
}

function wrongFirestore({
  firebaseServiceAccountPath: account,
  firestoreEmulatorHost,
  firebaseProjectId,
}: Config): string[] {
  const wrong: string[] = [];
  const { name, expected } = SETTINGS.firebaseServiceAccountPath;
  const scheme = account === null ? undefined : /^([a-z0-9+.-]+):\/\//i.exec(account)?.[1]?.toLowerCase();
  if (account !== null && scheme !== undefined) {
    const isPlace = scheme === "https" ? URL.canParse(account) : /^b2:\/\/[^/?#]+\/[^?#]+$/.test(account);
    // The rest of the address may be a secret.
    if (!isPlace) wrong.push(`${name} begins with ${scheme}://; expected ${expected}.`);
  }
  if (!firestoreEmulatorHost) return wrong;
  if (firebaseProjectId === null)
    wrong.push("FIREBASE_PROJECT_ID is not set; FIRESTORE_EMULATOR_HOST needs a project to copy to.");
  if (account !== null)
    wrong.push(
      `${name} and FIRESTORE_EMULATOR_HOST are both set. Unset the one that you do not want to copy to.`,
    );
  return wrong;
}

/** Mails are sent in one way, and need a sender. */
function wrongMail({ brevoApiKey, brevoSenderEmail, smtpUrl, mailFrom }: Config): string[] {
  if (brevoApiKey && smtpUrl)
    return ["BREVO_API_KEY and SMTP_URL are both set; mails can go out in one way only. Unset one of them."];
  if (brevoApiKey && !brevoSenderEmail)
    return ["BREVO_SENDER_EMAIL is not set; BREVO_API_KEY needs an address that Brevo lets you send from."];
  if (smtpUrl && !mailFrom && !brevoSenderEmail)
    return ["MAIL_FROM is not set; SMTP_URL needs a sender address."];
  const without = mailFrom ? "MAIL_FROM" : brevoSenderEmail ? "BREVO_SENDER_EMAIL" : null;
  if (without && !brevoApiKey && !smtpUrl)
    return [
      `${without} is set, but there is no way to send mails. Set BREVO_API_KEY or SMTP_URL, or unset it.`,
    ];
  return [];
}

function wrongTracking({ trackingUri, trackingToken, trackingUsername, trackingPassword }: Config): string[] {
  const wrong: string[] = [];
  const signIns = { MLFLOW_TRACKING_TOKEN: trackingToken, MLFLOW_TRACKING_USERNAME: trackingUsername };
  const given = Object.keys(signIns).filter((name) => signIns[name as keyof typeof signIns] !== null);
  if (given.length > 1)
    wrong.push(`${given.join(" and ")} are both set. Unset the one that should not sign in.`);
  if ((trackingUsername === null) !== (trackingPassword === null))
    wrong.push(
      `MLFLOW_TRACKING_${trackingUsername === null ? "USERNAME" : "PASSWORD"} is not set; signing in by name needs both MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.`,
    );
  if (trackingUri === null && given.length > 0)
    wrong.push(`MLFLOW_TRACKING_URI is not set; ${given[0]} needs a server to sign in to.`);
  return wrong;
}

/** With only one key, we would send events that are never answered, or wait for calls that never come. */
function wrongInngest({
  inngestEventKey,
  inngestSigningKey,
  inngestSigningKeyFallback,
  inngestDev,
  inngestBaseUrl,
  remoteJobs,
}: Config): string[] {
  if (inngestDev !== null) return [];
  if (remoteJobs > 0 && inngestEventKey === null)
    return [
      `REMOTE_JOBS is ${remoteJobs}, but Inngest is off. Workers on other machines get their work from it: set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY, or INNGEST_DEV on your own machine.`,
    ];
  if (inngestEventKey === null && inngestSigningKey === null) {
    const beside = {
      INNGEST_SIGNING_KEY_FALLBACK: inngestSigningKeyFallback,
      INNGEST_BASE_URL: inngestBaseUrl,
    };
    const [alone] = Object.entries(beside).find(([, value]) => typeof value === "string") ?? [];
    return alone
      ? [`${alone} is set, but Inngest is off. Set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY, or unset it.`]
      : [];
  }
  if (inngestEventKey !== null && inngestSigningKey !== null) return [];
  const [set, lacking] =
    inngestEventKey === null
      ? ["INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY"]
      : ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"];
  return [`${lacking} is not set; ${set} needs it. Set both, or INNGEST_DEV=1 on your own machine.`];
}
