import { type Defect, defectsIn } from "../defect";

/** Mails, webhooks, Firestore, MLflow. */
export const NOTIFY: readonly Defect[] = [
  ...defectsIn("src/notify/fan-out.ts", "tests/notify/telling.test.ts", [
    ["a webhook that is off gets news", "enabled && (events.length", "(events.length"],
    [
      "an empty list of events is none",
      "(events.length === 0 || events.includes(type))",
      "events.includes(type)",
    ],
    ["recipients get what they did not ask for", ".filter(({ groups }) => groups.includes(group))", ""],
  ]),
  ...defectsIn("src/notify/webhooks/webhook-channel.ts", "tests/notify/webhooks/webhook-channel.test.ts", [
    [
      "a webhook that was switched off gets what waited",
      "if (!webhook?.enabled) return",
      "if (!webhook) return",
    ],
    [
      "pauses between tries do not grow",
      "...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS)",
      "...[2, 2, 2, 2, 2, 2].map((hours) => hours * HOUR_MS)",
    ],
  ]),
  ...defectsIn("src/notify/webhooks/private-address.ts", "tests/notify/webhooks/private-address.test.ts", [
    ["the address of Azure's host is public", " 168.63.129.16/32", ""],
    ["the address of the cloud's metadata is public", " 169.254.0.0/16", ""],
    ["an IPv4 address inside IPv6 is public", '["::ffff:", "64:ff9b::"]', '["64:ff9b::"]'],
    [
      "an address with a zone is public",
      'address.includes("%")) return true;',
      'address.includes("%")) return version === 0;',
    ],
  ]),
  ...defectsIn("src/notify/webhooks/pinned-post.ts", "tests/notify/webhooks/pinned-post.test.ts", [
    [
      "only the first address of a name is looked at",
      "addresses.some(isPrivateAddress)",
      "isPrivateAddress(addresses[0]!)",
    ],
    ["redirects are followed", 'redirect: "manual"', 'redirect: "follow"'],
    ["the name is looked up again", "pinned.hostname = isIPv6(address) ? `[${address}]` : address;", ""],
    [
      "a name that resolves slowly has no limit",
      "await within(ended, resolved(host, lookup), timeoutMs)",
      "await resolved(host, lookup)",
    ],
  ]),
  ...defectsIn("src/notify/webhooks/url.ts", "tests/notify/webhooks/url.test.ts", [
    [
      "plain http is accepted",
      'url.protocol !== "https:" && !(allowPrivate',
      'url.protocol !== "https:" && !(true',
    ],
    ["local names are accepted", ': LOCAL_NAME.test(host) || !host.includes("."))', ': !host.includes("."))'],
    ["a dot at the end hides a local name", '.replace(/\\.$/, "")', ""],
  ]),
  ...defectsIn(
    "src/notify/mail/address.ts",
    ["tests/notify/mail/brevo.test.ts", "tests/notify/mail/smtp.test.ts"],
    [
      [
        "a subject may hold another header",
        'text.replace(/[\\p{Cc}\\u2028\\u2029]+/gu, " ").trim()',
        "text.trim()",
      ],
    ],
  ),
  ...defectsIn("src/notify/mail/smtp.ts", "tests/notify/mail/smtp.test.ts", [
    [
      "the password goes over an open connection",
      "requireTLS: !isSecure && user !== null && !isHere",
      "requireTLS: false",
    ],
    [
      "a refused mail is tried again",
      "const isTemporary = responseCode < 500;",
      "const isTemporary = responseCode < 600;",
    ],
    ["an error names the address", '.replaceAll(address, "(address)")', ""],
    ["a mail that may have arrived counts as not sent", "isUncertain: isConnected", "isUncertain: false"],
  ]),
  ...defectsIn("src/notify/mail/brevo.ts", "tests/notify/mail/brevo.test.ts", [
    ["an empty account loses the mail", "[402, 408, 425, 429]", "[408, 425, 429]"],
    ["a pause is in milliseconds", "Math.min(seconds, 86_400) * 1000", "Math.min(seconds, 86_400)"],
    ["an error names the address", '.replace(/[^\\s<>"\',;:()]+@[^\\s<>"\',;:()]+/g, "(address)")', ""],
  ]),
  ...defectsIn("src/notify/mail/email-channel.ts", "tests/notify/mail/email-channel.test.ts", [
    [
      "a mail that may have been sent twice does not say so",
      "...(isOfEarlierTry(store.notes, delivery) && { may_have_been_sent_twice: true }),",
      "",
    ],
    [
      "a cancelled mail is tried again",
      "if (jobOf(delivery)?.cancelRequested) store.runs.cancelled(run, now());\n      else if (isInterrupted)",
      "if (isInterrupted)",
    ],
  ]),
  ...defectsIn(
    "src/notify/mail/letter.ts",
    ["tests/notify/telling.test.ts", "tests/views/canary.test.ts"],
    [["a title is read as HTML", 'font-size:20px">${escaped(title)}</h1>', 'font-size:20px">${title}</h1>']],
  ),
  ...defectsIn("src/notify/job-mail.ts", "tests/notify/telling.test.ts", [
    [
      "one address gets two mails about one job",
      "else if (!isToldAnyway(store, job, address)) mail",
      "else mail",
    ],
    [
      "a mail goes out about an erased tenant",
      "if (store.erasures.isTenantErased(job.tenant, job.createdAt)) return;\n    const address",
      "const address",
    ],
  ]),
];
